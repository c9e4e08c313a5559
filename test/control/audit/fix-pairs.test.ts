import { describe, expect, it } from 'vitest';
import { auditRegion } from '#control/audit/audit-region.ts';
import { DEFAULT_AUDIT_POLICY } from '#domain/audit/audit-policy.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW, TARGET_GROUP } from '../../../docs/state-samples.ts';
import { lookAt } from '../fakes.ts';
import { type AuditDesk, FIXING, HOUR_MS, makeAuditDesk, pairsNamed } from './audit-desk.ts';

const SET = `set health check ${TARGET_GROUP}`;

const setTimes = ({ log }: AuditDesk): number => log.filter((line) => line === SET).length;

/** A desk at which the one pair is broken, after one turn. */
const turned = async (pair: Partial<Pair>, prepare?: (desk: AuditDesk) => unknown): Promise<AuditDesk> => {
  const desk = await makeAuditDesk({ pairs: pairsNamed(['lm-0'], pair) });
  desk.broken.add('lm-0');
  await prepare?.(desk);
  await auditRegion(desk.hands, desk.plan);
  return desk;
};

describe('putting right what an audit has found', () => {
  it('is one journaled decision of the audit, with its outcome, noted with the finding', async () => {
    const desk = await turned(FIXING);
    expect(setTimes(desk)).toBe(1);
    const { entries } = await desk.store.readJournal('lm-0', { limit: 10 });
    expect(entries).toMatchObject([
      {
        by: 'audit',
        reason: 'fixing-findings',
        operation: 'idle',
        actions: [{ kind: 'set-health-check', targetGroup: TARGET_GROUP }],
        outcomes: [{ kind: 'done' }],
        why: 'found by the audit: matcher',
      },
    ]);
    const [audit] = (await desk.audits.readAudits()).audits;
    expect(audit).toMatchObject({ version: 2, findings: [{ fixedAt: NOW }] });
  });

  it.each<{ words: string; pair: Partial<Pair>; prepare?: (desk: AuditDesk) => unknown }>([
    { words: 'of a pair that is only observed', pair: { ...FIXING, mode: 'observe' } },
    { words: 'where no window is declared', pair: { mode: 'enforce' } },
    {
      words: 'outside its windows',
      pair: {
        mode: 'enforce',
        audit: {
          ...DEFAULT_AUDIT_POLICY,
          fixWindows: [{ days: ['mon'], from: '03:00', to: '03:01', timeZone: 'UTC' }],
        },
      },
    },
    {
      words: 'of what is waived',
      pair: FIXING,
      prepare: ({ audits }) =>
        audits.placeWaiver({
          id: 'w',
          ruleId: 'matcher',
          owner: 'o',
          why: 'w',
          by: 'b',
          at: NOW,
          expiresAt: NOW + HOUR_MS,
        }),
    },
    {
      words: 'of a frozen region',
      pair: FIXING,
      prepare: ({ store }) => store.freezeRegion('eu-west-1', { at: NOW, why: 'w' }),
    },
    {
      words: 'of a pair of which nobody knows what it is in',
      pair: FIXING,
      prepare: (desk) => {
        desk.seen = lookAt('not read', 'not read');
      },
    },
  ])('is not done $words', async ({ pair, prepare }) => {
    const desk = await turned(pair, prepare);
    expect(setTimes(desk)).toBe(0);
    const [audit] = (await desk.audits.readAudits()).audits;
    expect(audit?.findings[0]).not.toHaveProperty('fixedAt');
  });

  it('is looked at again once it has had time to show, and then resolved', async () => {
    const desk = await turned(FIXING);
    desk.advance(MINUTE_MS);
    expect(await auditRegion(desk.hands, desk.plan)).toMatchObject({ audited: 0 });
    desk.broken.clear();
    desk.advance(MINUTE_MS);
    expect(await auditRegion(desk.hands, desk.plan)).toMatchObject({ audited: 1, resolved: 1 });
  });

  it('is tried again only after an interval, where it did not take', async () => {
    const desk = await turned(FIXING);
    for (let turn = 0; turn < 71; turn++) {
      desk.advance(5 * MINUTE_MS);
      await auditRegion(desk.hands, desk.plan);
    }
    expect(setTimes(desk)).toBe(1);
    desk.advance(10 * MINUTE_MS);
    await auditRegion(desk.hands, desk.plan);
    await auditRegion(desk.hands, desk.plan, 'all');
    expect(setTimes(desk)).toBe(2);
  });

  it('touches within a day no more pairs than the blast radius', async () => {
    const ids = Array.from({ length: 20 }, (_, at) => `lm-${at}`);
    const desk = await makeAuditDesk({ pairs: pairsNamed(ids, FIXING) });
    for (const id of ids) desk.broken.add(id);
    expect(await auditRegion(desk.hands, desk.plan)).toMatchObject({ fixing: 4 });
    desk.advance(12 * HOUR_MS);
    await auditRegion(desk.hands, desk.plan, 'all');
    const fixed = new Set(desk.recorded.map(({ pairId }) => pairId));
    expect(fixed.size).toBe(4);
    desk.advance(24 * HOUR_MS);
    await auditRegion(desk.hands, desk.plan, 'all');
    expect(new Set(desk.recorded.map(({ pairId }) => pairId)).size).toBeGreaterThanOrEqual(4);
  });
});
