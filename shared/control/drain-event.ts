import type { Hands } from '#control/carry-out.ts';
import { drainQuestion } from '#control/concerns/drain-question.ts';
import { type EventEnd, skipped } from '#control/event-end.ts';
import { noteMalformed } from '#control/malformed-event.ts';
import type { Observers } from '#control/observe.ts';
import { type OperatePlan, operateByInstance, operateOn } from '#control/operate-event.ts';
import type { Trigger } from '#domain/trigger.ts';

/** What `drain` does about one trigger. Foreign instances end before any AWS call. */
export const drainEvent = async (
  hands: Hands,
  observers: Observers,
  plan: OperatePlan,
  trigger: Trigger,
): Promise<EventEnd> => {
  switch (trigger.kind) {
    case 'drain': {
      const { intent } = trigger;
      return operateByInstance(hands, observers, plan, intent.instanceId, drainQuestion, {
        kind: 'intent',
        intent,
      });
    }
    case 'drain-cancelled': {
      const { kind: _, instanceId, ...cancel } = trigger;
      return operateByInstance(hands, observers, plan, instanceId, drainQuestion, {
        kind: 'cancel',
        ...cancel,
      });
    }
    case 'continue':
    case 'operator-command':
      return operateOn(hands, observers, plan, drainQuestion, trigger);
    case 'switchover':
    case 'firmware-order':
    case 'geo-order':
    case 'geo-changed':
    case 'audit-request':
    case 'rollouts':
    case 'sweep':
    case 'instance-state':
    case 'target-group-alarm':
    case 'out-of-band-change':
      return skipped('not-for-this-function');
    case 'ignored':
      return skipped('ignored');
    case 'malformed':
      return noteMalformed(hands, plan.region, trigger.reason, trigger.instanceIds);
    default:
      return trigger satisfies never;
  }
};
