import { systemClock } from '#aws/clock.ts';
import type { Hands } from '#control/carry-out.ts';
import { failbackEvent } from '#control/failback-event.ts';
import { operatePlan } from '#control/plans.ts';
import { compose } from '#functions/composition.ts';
import { makeEventHandler } from '#functions/event-handler.ts';
import { makeLogger } from '#observability/logger.ts';
import { makeMetrics } from '#observability/metrics.ts';
import { makeDecisionReporter } from '#observability/report-decision.ts';

const SERVICE = 'failback';

const logger = makeLogger(SERVICE);
const metrics = makeMetrics(SERVICE);
const { region, store, bus, observers } = compose();

const plan = operatePlan(region);
/** Roles are changed through the LoadMasters alone: this function neither registers targets nor ends instances. */
const hands: Hands = {
  store,
  bus,
  clock: systemClock,
  onRecorded: makeDecisionReporter(logger, metrics),
  actors: { loadMasters: observers.loadMasters },
};

/** Switches a pair's roles over, and back to the preferred unit when policy says so. */
export const handler = makeEventHandler({
  logger,
  metrics,
  clock: systemClock,
  handle: (trigger) => failbackEvent(hands, observers, plan, trigger),
});
