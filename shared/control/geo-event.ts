import type { Hands } from '#control/carry-out.ts';
import { geoQuestion } from '#control/concerns/geo-question.ts';
import { type EventEnd, skipped } from '#control/event-end.ts';
import { continueGeo, type GeoHands, type GeoPlan } from '#control/geo/continue-geo.ts';
import type { Observers } from '#control/observe.ts';
import { type OperatePlan, operateNamed, operateOn } from '#control/operate-event.ts';
import type { Trigger } from '#domain/trigger.ts';

/**
 * What `geo-sync` does about one trigger: the schedule, and news of any region, have it look at the region's members; an
 * order, or the schedule's word that there is something to do, has it work on one pair.
 */
export const geoEvent = async (
  hands: Hands & GeoHands,
  observers: Observers,
  plan: OperatePlan & GeoPlan,
  trigger: Trigger,
): Promise<EventEnd> => {
  switch (trigger.kind) {
    case 'sweep':
    case 'geo-changed':
      return continueGeo(hands, { ...observers, jobs: hands.jobs }, plan, trigger.kind === 'sweep');
    case 'geo-order': {
      const { pairId, order } = trigger;
      const input = { kind: 'order', order } as const;
      // No notice runs out: from the next minute on the schedule has it continued.
      return operateNamed(hands, observers, plan, pairId, geoQuestion, input, plan.continueForMs);
    }
    case 'continue':
    case 'operator-command':
      return operateOn(hands, observers, plan, geoQuestion, trigger);
    case 'ignored':
      return skipped('ignored');
    default:
      return skipped('not-for-this-function');
  }
};
