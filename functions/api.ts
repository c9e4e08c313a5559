import { randomUUID } from 'node:crypto';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import * as z from 'zod/mini';
import { systemClock } from '#aws/clock.ts';
import { makeJobReader } from '#aws/job-reader.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import { type Answered, makeApi } from '#functions/api/handler.ts';
import { compose } from '#functions/composition.ts';
import { makeLogger } from '#observability/logger.ts';
import { makeMetrics } from '#observability/metrics.ts';
import { makeDecisionReporter } from '#observability/report-decision.ts';
import { makeDynamoAuditStore } from '#store/dynamo/audit-store.ts';
import { makeDynamoGeoStore } from '#store/dynamo/geo-store.ts';
import { makeDynamoJobRecords } from '#store/dynamo/job-records.ts';
import { makeDynamoRolloutStore } from '#store/dynamo/rollout-store.ts';
import openApi from '../docs/openapi.json' with { type: 'json' };

const SERVICE = 'api';

const environment = z.object({
  /** Of the deployment: the one that gives the turns of GEO clusters. */
  HOME_REGION: z.string().check(z.minLength(1)),
  /** `true` on a machine where no authoriser runs: who asks is then taken from a header. Never set in an account. */
  UNDERSTUDY_LOCAL: z.optional(z.enum(['true', 'false'])),
});

const logger = makeLogger(SERVICE);
const metrics = makeMetrics(SERVICE);
const { table, region, store, bus, observers, enrolment } = compose();
const { HOME_REGION, UNDERSTUDY_LOCAL } = environment.parse(process.env);

const logAnswer = ({ error, ...answered }: Answered): void => {
  if (error === undefined) logger.info('answered', { ...answered });
  else logger.error('answered', { ...answered, error });
};

/** The operators' HTTP API. It has no hands to act with: what it grants it publishes, and `drain` acts. */
export const handler = makeApi({
  region,
  homeRegion: HOME_REGION,
  observers: { ...observers, jobRecords: makeJobReader(makeDynamoJobRecords({ ...table, region })) },
  rollouts: makeDynamoRolloutStore(table),
  geo: makeDynamoGeoStore(table),
  audits: makeDynamoAuditStore({ ...table, region }),
  rules: RULES,
  enrolment,
  hands: { store, bus, clock: systemClock, onRecorded: makeDecisionReporter(logger, metrics) },
  trust: UNDERSTUDY_LOCAL === 'true' ? 'local' : 'iam',
  newIntentId: randomUUID,
  openApi,
  onOrdered: (ordered) => logger.info('ordered', { ...ordered }),
  onAnswered: logAnswer,
}).use(injectLambdaContext(logger, { resetKeys: true }));
