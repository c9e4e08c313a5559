import type { AuditHands } from '#control/audit/audit-pairs.ts';
import { type AuditPlan, type AuditTurn, auditRegion } from '#control/audit/audit-region.ts';
import { type EventEnd, skipped } from '#control/event-end.ts';
import type { Trigger } from '#domain/trigger.ts';

const done = ({ audited, opened, resolved, fixing, left }: AuditTurn): EventEnd => ({
  end: 'done',
  what: `pairs audited: ${audited}, findings opened: ${opened}, resolved: ${resolved}, set about: ${fixing}, pairs left: ${left.length}`,
});

/** What `audit` does about one trigger: the schedule has it audit who is due, an operator whom he names. */
export const auditEvent = async (with_: AuditHands, plan: AuditPlan, trigger: Trigger): Promise<EventEnd> => {
  switch (trigger.kind) {
    case 'sweep':
      return done(await auditRegion(with_, plan));
    case 'audit-request': {
      const { requestId, by, why, pairIds } = trigger;
      const turn = await auditRegion(with_, plan, pairIds ?? 'all');
      if (turn.left.length > 0) {
        const detail = { requestId, by, why, pairs: [...turn.left] };
        await with_.hands.bus.publish([{ detailType: 'Audit Requested', detail }]);
      }
      return done(turn);
    }
    case 'ignored':
      return skipped('ignored');
    default:
      return skipped('not-for-this-function');
  }
};
