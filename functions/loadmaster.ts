import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import middy from 'middy';
import * as z from 'zod/mini';
import { awsClientConfig } from '#aws/client-config.ts';
import { systemClock } from '#aws/clock.ts';
import { makeCredentialSource } from '#aws/secrets.ts';
import { gatewayRequest } from '#contracts/gateway.ts';
import type { LoadMasters } from '#control/ports.ts';
import type { ActionOutcome } from '#domain/pair/action.ts';
import type { LoadMasterSeen, Reading } from '#domain/pair/seen.ts';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { makeLoadMasters } from '#loadmaster/load-masters.ts';
import type { UnitFailure } from '#loadmaster/unit-failure.ts';
import { makeLogger } from '#observability/logger.ts';
import { countFailure, makeMetrics } from '#observability/metrics.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';

const SERVICE = 'loadmaster';

const environment = z.object({
  TABLE_NAME: z.string().check(z.minLength(1)),
  /** The home region: only its pairs can be named. */
  AWS_REGION: z.string().check(z.minLength(1)),
});

const logger = makeLogger(SERVICE);
const metrics = makeMetrics(SERVICE);

/** Answers one request. Throws ZodError for a request that is not in the contract. */
export const answerRequest = async (
  loadMasters: LoadMasters,
  event: unknown,
): Promise<readonly Reading<LoadMasterSeen>[] | ActionOutcome> => {
  const request = gatewayRequest.parse(event);
  return request.kind === 'read-status'
    ? loadMasters.readStatus(request.units)
    : loadMasters.perform(request.unit, request.command);
};

const report = (failure: UnitFailure): void => {
  logger.warn('a unit did not do what was asked', { ...failure });
  countFailure(metrics, 'LoadMasterFailures', failure.code);
};

const compose = (): LoadMasters => {
  const { TABLE_NAME, AWS_REGION } = environment.parse(process.env);
  const store = makeDynamoPairStore({ client: new DynamoDBClient(awsClientConfig), tableName: TABLE_NAME });
  return makeLoadMasters({
    client: makeLoadMasterClient({ clock: systemClock }),
    resolve: async (pairId) => (await store.readPair(AWS_REGION, pairId))?.pair,
    credentials: makeCredentialSource({
      client: new SecretsManagerClient(awsClientConfig),
      clock: systemClock,
    }),
    report,
  });
};

const loadMasters = compose();

/** The gateway: the only function that reaches LoadMasters and reads their credentials. */
export const handler = middy((event: unknown) => answerRequest(loadMasters, event)).use(
  injectLambdaContext(logger, { resetKeys: true }),
);
