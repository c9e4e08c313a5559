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
import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import type { ActionOutcome } from '#domain/pair/action.ts';
import type { LoadMasterSeen, Reading } from '#domain/pair/seen.ts';
import { type LoadMasterClient, makeLoadMasterClient } from '#loadmaster/client.ts';
import {
  type CertificateRead,
  type Enrolled,
  type EnrolmentFailure,
  makeEnrolment,
  type UnitEnrolment,
} from '#loadmaster/enrolment.ts';
import { DEFAULT_LIMITS } from '#loadmaster/limits.ts';
import { makeLoadMasters } from '#loadmaster/load-masters.ts';
import { makeSharedLockOut } from '#loadmaster/lock-out-shared.ts';
import { makeSharedRateLimit } from '#loadmaster/rate-limit-shared.ts';
import type { UnitFailure } from '#loadmaster/unit-failure.ts';
import { makeLogger } from '#observability/logger.ts';
import { countFailure, makeMetrics } from '#observability/metrics.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';
import { makeDynamoUnitCalls, unitCallsClientConfig } from '#store/dynamo/unit-calls.ts';

const SERVICE = 'loadmaster';

const environment = z.object({
  TABLE_NAME: z.string().check(z.minLength(1)),
  /** The home region: only its pairs can be named. */
  AWS_REGION: z.string().check(z.minLength(1)),
  /** `true` on a developer's machine, whose simulated units listen on loopback. Never set in an account. */
  UNDERSTUDY_LOCAL: z.optional(z.enum(['true', 'false'])),
});

const logger = makeLogger(SERVICE);
const metrics = makeMetrics(SERVICE);

/** What the function answers with. */
interface Desk {
  readonly loadMasters: LoadMasters;
  readonly enrolment: UnitEnrolment;
}

type Answer =
  | readonly Reading<LoadMasterSeen>[]
  | readonly Reading<FirmwareSeen>[]
  | ActionOutcome
  | CertificateRead
  | Enrolled;

/** Answers one request. Throws ZodError for a request that is not in the contract. */
export const answerRequest = async ({ loadMasters, enrolment }: Desk, event: unknown): Promise<Answer> => {
  const request = gatewayRequest.parse(event);
  switch (request.kind) {
    case 'read-status':
      return loadMasters.readStatus(request.units);
    case 'read-firmware':
      return loadMasters.readFirmware(request.units);
    case 'perform':
      return loadMasters.perform(request.unit, request.command);
    case 'read-certificate':
      return enrolment.readCertificate(request.management);
    case 'enrol':
      return enrolment.enrol(request);
    default:
      return request satisfies never;
  }
};

const report = (failure: UnitFailure | EnrolmentFailure): void => {
  logger.warn('a unit did not do what was asked', { ...failure });
  countFailure(metrics, 'LoadMasterFailures', failure.code);
};

/** One call rate for every container of the function, and what a unit refused to one is not tried by another. */
const makeClient = (tableName: string): LoadMasterClient => {
  const calls = makeDynamoUnitCalls({ client: new DynamoDBClient(unitCallsClientConfig), tableName });
  const lockOut = makeSharedLockOut({
    clock: systemClock,
    calls,
    onUntold: (error) => logger.warn('other containers do not know what a unit refused', error),
  });
  const rateLimit = makeSharedRateLimit({
    clock: systemClock,
    calls,
    onRefusal: lockOut.learn,
    onUnreachable: (error) => logger.warn('units are called at a quarter of the rate', error),
  });
  return makeLoadMasterClient({ clock: systemClock, rateLimit, lockOut });
};

const compose = (): Desk => {
  const { TABLE_NAME, AWS_REGION, UNDERSTUDY_LOCAL } = environment.parse(process.env);
  const store = makeDynamoPairStore({ client: new DynamoDBClient(awsClientConfig), tableName: TABLE_NAME });
  const shared = {
    client: makeClient(TABLE_NAME),
    credentials: makeCredentialSource({
      client: new SecretsManagerClient(awsClientConfig),
      clock: systemClock,
    }),
    report,
  };
  return {
    loadMasters: makeLoadMasters({
      ...shared,
      resolve: async (pairId) => (await store.readPair(AWS_REGION, pairId))?.pair,
    }),
    enrolment: makeEnrolment({
      ...shared,
      connectMs: DEFAULT_LIMITS.connectMs,
      allowLoopback: UNDERSTUDY_LOCAL === 'true',
    }),
  };
};

const desk = compose();

/** The gateway: the only function that reaches LoadMasters and reads their credentials. */
export const handler = middy((event: unknown) => answerRequest(desk, event)).use(
  injectLambdaContext(logger, { resetKeys: true }),
);
