import { describe, expect, it } from 'vitest';
import { auditEvent } from '#control/audit-event.ts';
import type { Trigger } from '#domain/trigger.ts';
import { makeAuditDesk, pairsNamed } from './audit/audit-desk.ts';

const REQUEST = { kind: 'audit-request', requestId: 'r-1', by: 'ann', why: 'a change' } as const;

const ids = Array.from({ length: 45 }, (_, at) => `lm-${at}`);

describe('what wakes audits', () => {
  it('is the schedule', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(['lm-0']) });
    expect(await auditEvent(desk.hands, desk.plan, { kind: 'sweep' })).toEqual({
      end: 'done',
      what: 'pairs audited: 1, findings opened: 0, resolved: 0, set about: 0, pairs left: 0',
    });
  });

  it('is an operator, who has those audited later for whom there was no time', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(ids), plan: { auditForMs: 10_000 } });
    desk.readMs = 20_000;
    await auditEvent(desk.hands, desk.plan, REQUEST);
    expect(desk.portions).toHaveLength(1);
    expect(desk.published).toEqual([
      {
        detailType: 'Audit Requested',
        detail: { requestId: 'r-1', by: 'ann', why: 'a change', pairs: ids.slice(20) },
      },
    ]);
  });

  it('is an operator with names, and the rest is asked for no more', async () => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(ids) });
    await auditEvent(desk.hands, desk.plan, { ...REQUEST, pairIds: ['lm-7'] });
    expect(desk.portions).toEqual([['lm-7']]);
    expect(desk.published).toEqual([]);
  });

  it.each<Trigger>([
    { kind: 'ignored', reason: 'r' },
    { kind: 'geo-changed' },
    { kind: 'continue', pairId: 'lm-0', concern: 'drain' },
  ])('is not $kind', async (trigger) => {
    const desk = await makeAuditDesk({ pairs: pairsNamed(['lm-0']) });
    expect((await auditEvent(desk.hands, desk.plan, trigger)).end).toBe('skipped');
    expect(desk.portions).toEqual([]);
  });
});
