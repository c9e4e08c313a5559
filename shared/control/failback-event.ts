import type { Hands } from '#control/carry-out.ts';
import { failbackQuestion } from '#control/concerns/failback-question.ts';
import { type EventEnd, skipped } from '#control/event-end.ts';
import type { Observers } from '#control/observe.ts';
import { type OperatePlan, operateNamed, operateOn } from '#control/operate-event.ts';
import type { Trigger } from '#domain/trigger.ts';

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
      return operateNamed(hands, observers, plan, pairId, failbackQuestion, { kind: 'switchover', request });
    }
    case 'continue':
    case 'operator-command':
      return operateOn(hands, observers, plan, failbackQuestion, trigger);
    case 'ignored':
      return skipped('ignored');
    default:
      return skipped('not-for-this-function');
  }
};
