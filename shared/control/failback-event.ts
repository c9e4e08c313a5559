import type { Hands } from '#control/carry-out.ts';
import { type EventEnd, skipped } from '#control/event-end.ts';
import type { Observers } from '#control/observe.ts';
import { type OperatePlan, operateNamed } from '#control/operate-event.ts';
import type { FailbackInput } from '#domain/failback/decide-failback.ts';
import type { Trigger } from '#domain/trigger.ts';

const failback = (input: FailbackInput) => ({ concern: 'failback', input }) as const;

/** What `failback` does about one trigger. It is woken by the schedule and by operators, never by AWS itself. */
export const failbackEvent = async (
  hands: Hands,
  observers: Observers,
  plan: OperatePlan,
  trigger: Trigger,
): Promise<EventEnd> => {
  switch (trigger.kind) {
    case 'switchover': {
      const { pairId, request } = trigger;
      return operateNamed(hands, observers, plan, pairId, failback({ kind: 'switchover', request }));
    }
    case 'continue': {
      if (trigger.concern !== 'failback') return skipped('not-for-this-function');
      const { pairId } = trigger;
      return operateNamed(hands, observers, plan, pairId, failback({ kind: 'look' }), plan.continueForMs);
    }
    case 'operator-command': {
      const { pairId, command, why } = trigger;
      return operateNamed(hands, observers, plan, pairId, failback({ kind: command, why }));
    }
    case 'ignored':
      return skipped('ignored');
    default:
      return skipped('not-for-this-function');
  }
};
