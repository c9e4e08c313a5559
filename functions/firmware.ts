import { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { systemClock } from '#aws/clock.ts';
import { gatewayClientConfig } from '#aws/gateway.ts';
import { makeFirmwareImages, makeUnitJobs } from '#aws/unit-jobs.ts';
import type { Hands } from '#control/carry-out.ts';
import { firmwareEvent } from '#control/firmware-event.ts';
import { operatePlan } from '#control/plans.ts';
import type { RolloutHands } from '#control/rollouts/continue-rollouts.ts';
import { compose } from '#functions/composition.ts';
import { makeEventHandler } from '#functions/event-handler.ts';
import { makeLogger } from '#observability/logger.ts';
import { makeMetrics } from '#observability/metrics.ts';
import { makeDecisionReporter } from '#observability/report-decision.ts';
import { makeDynamoGeoStore } from '#store/dynamo/geo-store.ts';
import { makeDynamoJobRecords } from '#store/dynamo/job-records.ts';
import { makeDynamoRolloutStore } from '#store/dynamo/rollout-store.ts';

const SERVICE = 'firmware';

const environment = z.object({ JOBS_FUNCTION: z.string().check(z.minLength(1)) });

const logger = makeLogger(SERVICE);
const metrics = makeMetrics(SERVICE);
const { table, region, store, bus, observers } = compose();
const { JOBS_FUNCTION } = environment.parse(process.env);

const jobsOf = {
  client: new LambdaClient(gatewayClientConfig),
  functionName: JOBS_FUNCTION,
  records: makeDynamoJobRecords({ ...table, region }),
};
const jobs = makeUnitJobs(jobsOf);

const plan = operatePlan(region);
/** Firmware is changed through the LoadMasters alone: this function neither registers targets nor ends instances. */
const hands: Hands & RolloutHands = {
  store,
  rollouts: makeDynamoRolloutStore(table),
  geo: makeDynamoGeoStore(table),
  images: makeFirmwareImages(jobsOf),
  bus,
  clock: systemClock,
  onRecorded: makeDecisionReporter(logger, metrics),
  actors: { loadMasters: observers.loadMasters, jobs },
};

/** Changes firmware, pair by pair, as rollouts say. */
export const handler = makeEventHandler({
  logger,
  metrics,
  clock: systemClock,
  handle: (trigger) => firmwareEvent(hands, { ...observers, jobRecords: jobs }, plan, trigger),
});
