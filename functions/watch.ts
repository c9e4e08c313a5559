import { systemClock } from '#aws/clock.ts';
import type { Hands } from '#control/carry-out.ts';
import { watchEvent } from '#control/watch-event.ts';
import type { WatchPlan } from '#control/watch-region.ts';
import { SECOND_MS } from '#domain/time.ts';
import { compose, READ_BURST } from '#functions/composition.ts';
import { makeEventHandler } from '#functions/event-handler.ts';
import { makeLogger } from '#observability/logger.ts';
import { makeMetrics } from '#observability/metrics.ts';
import { makeDecisionReporter } from '#observability/report-decision.ts';

const SERVICE = 'watch';

/** An invocation is over before the schedule's next one begins. */
const LOOK_FOR_MS = 50 * SECOND_MS;

const logger = makeLogger(SERVICE);
const metrics = makeMetrics(SERVICE);
const { region, readsPerSecond, store, bus, observers } = compose();

const plan: WatchPlan = {
  region,
  targetGroupsPerPass: READ_BURST + Math.floor((readsPerSecond * LOOK_FOR_MS) / SECOND_MS),
  lookForMs: LOOK_FOR_MS,
};

const hands: Hands = { store, bus, clock: systemClock, onRecorded: makeDecisionReporter(logger, metrics) };

/** Looks at the region's pairs and remembers what changed. It has no hands to act with. */
export const handler = makeEventHandler({
  logger,
  metrics,
  clock: systemClock,
  handle: (trigger) => watchEvent(hands, observers, plan, trigger),
});
