import type { Hands } from '#control/carry-out.ts';
import { firmwareQuestion } from '#control/concerns/firmware-question.ts';
import { type EventEnd, skipped } from '#control/event-end.ts';
import type { Observers } from '#control/observe.ts';
import { type OperatePlan, operateNamed, operateOn } from '#control/operate-event.ts';
import { continueRollouts, type RolloutHands } from '#control/rollouts/continue-rollouts.ts';
import type { Trigger } from '#domain/trigger.ts';

/**
 * What `firmware` does about one trigger: the schedule has it look at rollouts, which order changes of firmware pair by
 * pair; an order, or the schedule's word that there is something to do, has it work on one pair.
 */
export const firmwareEvent = async (
  hands: Hands & RolloutHands,
  observers: Observers,
  plan: OperatePlan,
  trigger: Trigger,
): Promise<EventEnd> => {
  switch (trigger.kind) {
    case 'sweep':
    case 'rollouts':
      return continueRollouts(hands, observers, plan.region);
    case 'firmware-order': {
      const { pairId, order } = trigger;
      const input = { kind: 'order', order } as const;
      // No notice runs out: from the next minute on the schedule has it continued, and two would look twice as often.
      return operateNamed(hands, observers, plan, pairId, firmwareQuestion, input, plan.continueForMs);
    }
    case 'continue':
    case 'operator-command':
      return operateOn(hands, observers, plan, firmwareQuestion, trigger);
    case 'ignored':
      return skipped('ignored');
    default:
      return skipped('not-for-this-function');
  }
};
