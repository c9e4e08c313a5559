import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { systemClock } from '#aws/clock.ts';
import type { Hands } from '#control/carry-out.ts';
import { watchPlan } from '#control/plans.ts';
import { watchEvent } from '#control/watch-event.ts';
import { compose } from '#functions/composition.ts';
import { makeEventHandler } from '#functions/event-handler.ts';
import { makeLogger } from '#observability/logger.ts';
import { makeMetrics } from '#observability/metrics.ts';
import { makeDecisionReporter } from '#observability/report-decision.ts';

const SERVICE = 'watch';

const logger = makeLogger(SERVICE);
const metrics = makeMetrics(SERVICE);
const { region, readsPerSecond, store, bus, observers } = compose();

/** Only while there is something to tell: an alarm stands on it. */
const onMixed = (pairs: number): void => {
  if (pairs > 0) metrics.singleMetric().addMetric('MixedFirmware', MetricUnit.Count, pairs);
};

const plan = { ...watchPlan(region, readsPerSecond), onMixed };
const hands: Hands = { store, bus, clock: systemClock, onRecorded: makeDecisionReporter(logger, metrics) };

/** Looks at the region's pairs and remembers what changed. It has no hands to act with. */
export const handler = makeEventHandler({
  logger,
  metrics,
  clock: systemClock,
  handle: (trigger) => watchEvent(hands, observers, plan, trigger),
});
