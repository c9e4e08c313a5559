import { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { systemClock } from '#aws/clock.ts';
import { gatewayClientConfig } from '#aws/gateway.ts';
import { makeUnitJobs } from '#aws/unit-jobs.ts';
import type { Hands } from '#control/carry-out.ts';
import type { GeoHands } from '#control/geo/continue-geo.ts';
import { geoEvent } from '#control/geo-event.ts';
import { operatePlan } from '#control/plans.ts';
import { compose } from '#functions/composition.ts';
import { makeEventHandler } from '#functions/event-handler.ts';
import { makeLogger } from '#observability/logger.ts';
import { makeMetrics } from '#observability/metrics.ts';
import { makeDecisionReporter } from '#observability/report-decision.ts';
import { makeDynamoGeoStore } from '#store/dynamo/geo-store.ts';
import { makeDynamoJobRecords } from '#store/dynamo/job-records.ts';
import { makeDynamoRolloutStore } from '#store/dynamo/rollout-store.ts';

const SERVICE = 'geo-sync';

const filled = z.string().check(z.minLength(1));
const environment = z.object({
  JOBS_FUNCTION: filled,
  /** Of the deployment: the one whose `geo-sync` gives turns. */
  HOME_REGION: filled,
});

const logger = makeLogger(SERVICE);
const metrics = makeMetrics(SERVICE);
const { table, region, store, bus, observers } = compose();
const { JOBS_FUNCTION, HOME_REGION } = environment.parse(process.env);

const jobs = makeUnitJobs({
  client: new LambdaClient(gatewayClientConfig),
  functionName: JOBS_FUNCTION,
  records: makeDynamoJobRecords({ ...table, region }),
});

const plan = { ...operatePlan(region), homeRegion: HOME_REGION };
/** GEO lists are set through the LoadMasters alone: this function neither registers targets nor ends instances. */
const hands: Hands & GeoHands = {
  store,
  geo: makeDynamoGeoStore(table),
  rollouts: makeDynamoRolloutStore(table),
  jobs,
  bus,
  clock: systemClock,
  onRecorded: makeDecisionReporter(logger, metrics),
  actors: { loadMasters: observers.loadMasters, jobs },
};

/** Keeps GEO lists as declared: looks at the region's members, and works on those that have their turn. */
export const handler = makeEventHandler({
  logger,
  metrics,
  clock: systemClock,
  handle: (trigger) => geoEvent(hands, { ...observers, jobRecords: jobs }, plan, trigger),
});
