import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { awsClientConfig } from '#aws/client-config.ts';
import { systemClock } from '#aws/clock.ts';
import { makeLifecycleHooks } from '#aws/lifecycle-hooks.ts';
import type { Hands } from '#control/carry-out.ts';
import { drainEvent } from '#control/drain-event.ts';
import { operatePlan } from '#control/plans.ts';
import { compose } from '#functions/composition.ts';
import { makeEventHandler } from '#functions/event-handler.ts';
import { makeLogger } from '#observability/logger.ts';
import { makeMetrics } from '#observability/metrics.ts';
import { makeDecisionReporter } from '#observability/report-decision.ts';

const SERVICE = 'drain';

const logger = makeLogger(SERVICE);
const metrics = makeMetrics(SERVICE);
const { region, store, bus, observers } = compose();

const plan = operatePlan(region);
const hands: Hands = {
  store,
  bus,
  clock: systemClock,
  onRecorded: makeDecisionReporter(logger, metrics),
  actors: {
    ...observers,
    lifecycleHooks: makeLifecycleHooks({ client: new AutoScalingClient(awsClientConfig) }),
  },
};

/** Takes units out of service before they go, and brings them back. */
export const handler = makeEventHandler({
  logger,
  metrics,
  clock: systemClock,
  handle: (trigger) => drainEvent(hands, observers, plan, trigger),
});
