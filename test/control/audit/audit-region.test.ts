import { describe, expect, it } from 'vitest';
import { auditRegion } from '#control/audit/audit-region.ts';
import { StaleStateError, StoreUnavailableError } from '#control/errors.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { type AuditDesk, HOUR_MS, makeAuditDesk, pairsNamed } from './audit-desk.ts';

const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `lm-${at}`);

const auditsOf = async ({ audits }: AuditDesk) => (await audits.readAudits()).audits;

describe('a turn of audits', () => {
  it('audits who never was, in portions whose snapshots are taken together', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(ids(45)), plan: { pairsPerTurn: 100 } });
    const turn = await auditRegion(desk.hands, desk.plan);
    expect(turn).toEqual({ audited: 45, opened: 0, resolved: 0, fixing: 0, left: [] });
    expect(desk.portions.map(({ length }) => length)).toEqual([20, 20, 5]);
    expect(await auditsOf(desk)).toHaveLength(45);
    expect(await desk.audits.readSnapshot('lm-44')).toMatchObject({ at: NOW });
  });

  it('takes no more at a time than its plan says, and the others at the next', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(ids(25)) });
    expect(await auditRegion(desk.hands, desk.plan)).toMatchObject({ audited: 20, left: [] });
    expect(await auditRegion(desk.hands, desk.plan)).toMatchObject({ audited: 5 });
  });

  it('reads twice and writes nothing where nobody is due', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(ids(3)) });
    await auditRegion(desk.hands, desk.plan);
    const before = await auditsOf(desk);
    desk.portions.splice(0);
    desk.advance(MINUTE_MS);
    expect(await auditRegion(desk.hands, desk.plan)).toMatchObject({ audited: 0 });
    expect(desk.portions).toEqual([]);
    expect(await auditsOf(desk)).toEqual(before);
  });

  it('audits each pair once in its interval', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(ids(10)) });
    await auditRegion(desk.hands, desk.plan);
    let audited = 0;
    for (let turn = 0; turn < 72; turn++) {
      desk.advance(5 * MINUTE_MS);
      audited += (await auditRegion(desk.hands, desk.plan)).audited;
    }
    expect(audited).toBe(10);
  });

  it('audits whom an operator names, due or not, and all where he names none', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(ids(3)) });
    await auditRegion(desk.hands, desk.plan);
    desk.portions.splice(0);
    await auditRegion(desk.hands, desk.plan, ['lm-1', 'nobody']);
    await auditRegion(desk.hands, desk.plan, 'all');
    expect(desk.portions).toEqual([['lm-1'], ['lm-0', 'lm-1', 'lm-2']]);
  });

  it('begins no further portion when its time is over, and says who is left', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(ids(45)), plan: { auditForMs: 30_000 } });
    desk.readMs = 20_000;
    const turn = await auditRegion(desk.hands, desk.plan, 'all');
    expect(turn.audited).toBe(40);
    expect(turn.left).toEqual(ids(45).slice(40));
  });

  it('forgets pairs that are declared no more, and what cannot be read', async () => {
    const damaged = { audits: ['lm-0'], waivers: [] };
    let removed: readonly string[] = [];
    const desk = await makeAuditDesk({
      pairs: pairsNamed(['lm-0', 'gone']),
      wrapAudits: (audits) => ({
        ...audits,
        readAudits: async () => ({ ...(await audits.readAudits()), damaged }),
        removeAudit: async (id) => {
          removed = [...removed, id];
          await audits.removeAudit(id);
        },
      }),
    });
    await auditRegion(desk.hands, desk.plan);
    removed = [];
    await desk.store.writeEstate('eu-west-1', { pairs: pairsNamed(['lm-0']), standalones: [] });
    await auditRegion(desk.hands, desk.plan);
    expect(removed).toEqual(['gone', 'lm-0']);
  });

  it('tells of every audit of the region at its end, where there was one to make', async () => {
    const told: number[] = [];
    const desk = await makeAuditDesk({ pairs: pairsNamed(ids(3)) });
    const plan = { ...desk.plan, onTurn: (audits: readonly unknown[]) => void told.push(audits.length) };
    await auditRegion(desk.hands, plan);
    desk.advance(MINUTE_MS);
    await auditRegion(desk.hands, plan);
    await auditRegion(desk.hands, plan, ['lm-0']);
    expect(told).toEqual([3, 3]);
  });
});

describe('what an audit has found', () => {
  it('is kept with its history, and resolved when it is found no more', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(['lm-0']) });
    desk.broken.add('lm-0');
    expect(await auditRegion(desk.hands, desk.plan)).toMatchObject({ opened: 1 });
    desk.advance(HOUR_MS);
    expect(await auditRegion(desk.hands, desk.plan, 'all')).toMatchObject({ opened: 0, resolved: 0 });
    const [open] = await auditsOf(desk);
    expect(open?.findings).toMatchObject([{ firstSeen: NOW, lastSeen: NOW + HOUR_MS }]);
    desk.broken.clear();
    expect(await auditRegion(desk.hands, desk.plan, 'all')).toMatchObject({ resolved: 1 });
    const [clean] = await auditsOf(desk);
    expect(clean).toMatchObject({ findings: [], resolved: [{ ruleId: 'matcher' }] });
    expect(desk.steps).toHaveLength(3);
  });

  it('is announced once, while it is new, critical, and accepted by nobody', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(['lm-0', 'lm-1']) });
    desk.broken.add('lm-0').add('lm-1');
    await desk.audits.placeWaiver({
      id: 'w',
      ruleId: 'matcher',
      pairId: 'lm-1',
      owner: 'o',
      why: 'w',
      by: 'b',
      at: NOW,
      expiresAt: NOW + HOUR_MS,
    });
    await auditRegion(desk.hands, desk.plan);
    expect(desk.published).toEqual([
      {
        detailType: 'Finding Opened',
        detail: {
          pairId: 'lm-0',
          region: 'eu-west-1',
          at: new Date(NOW).toISOString(),
          ruleId: 'matcher',
          severity: 'critical',
          subject: 'lm-a',
          title: 'the title',
          seen: '200-599',
          expected: '200',
          remedy: 'the remedy',
        },
      },
    ]);
    await auditRegion(desk.hands, desk.plan, 'all');
    expect(desk.published).toHaveLength(1);
  });

  it('is announced when it is accepted no longer, once', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(['lm-0']) });
    desk.broken.add('lm-0');
    const accepted = { id: 'w', ruleId: 'matcher', owner: 'o', why: 'w', by: 'b' };
    await desk.audits.placeWaiver({ ...accepted, at: NOW, expiresAt: NOW + HOUR_MS });
    await auditRegion(desk.hands, desk.plan);
    expect(desk.published).toEqual([]);
    desk.advance(HOUR_MS);
    await auditRegion(desk.hands, desk.plan, 'all');
    expect(desk.published).toMatchObject([{ detailType: 'Finding Opened', detail: { pairId: 'lm-0' } }]);
    desk.advance(HOUR_MS);
    await auditRegion(desk.hands, desk.plan, 'all');
    expect(desk.published).toHaveLength(1);
  });

  it('is not announced where it is not critical', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(['lm-0']), rule: { severity: 'high' } });
    desk.broken.add('lm-0');
    expect(await auditRegion(desk.hands, desk.plan)).toMatchObject({ opened: 1 });
    expect(desk.published).toEqual([]);
  });

  it('is left to another invocation that was faster', async () => {
    const desk = await makeAuditDesk({
      pairs: pairsNamed(['lm-0', 'lm-1']),
      wrapAudits: (audits) => ({
        ...audits,
        claimAudit: (next) =>
          next.pairId === 'lm-0' ? Promise.reject(new StaleStateError('lm-0')) : audits.claimAudit(next),
      }),
    });
    expect(await auditRegion(desk.hands, desk.plan)).toMatchObject({ audited: 1 });
    expect(desk.steps.map(({ next }) => next.pairId)).toEqual(['lm-1']);
    expect(await desk.audits.readSnapshot('lm-0')).toBeUndefined();
  });

  it('is announced before it is written down, so that nobody is left untold', async () => {
    const desk = await makeAuditDesk({
      pairs: pairsNamed(['lm-0']),
      wrapAudits: (audits) => ({
        ...audits,
        claimAudit: () => Promise.reject(new StoreUnavailableError()),
      }),
    });
    desk.broken.add('lm-0');
    await expect(auditRegion(desk.hands, desk.plan)).rejects.toThrow(StoreUnavailableError);
    expect(desk.published).toHaveLength(1);
  });
});
