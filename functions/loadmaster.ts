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
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import type { ActionOutcome } from '#domain/pair/action.ts';
import type { LoadMasterSeen, Reading } from '#domain/pair/seen.ts';
import { makeUnitClient } from '#functions/unit-client.ts';
import { makeResolve } from '#loadmaster/declared.ts';
import {
  type CertificateRead,
  type Enrolled,
  type EnrolmentFailure,
  makeEnrolment,
  type UnitEnrolment,
} from '#loadmaster/enrolment.ts';
import { DEFAULT_LIMITS } from '#loadmaster/limits.ts';
import { makeLoadMasters } from '#loadmaster/load-masters.ts';
import type { UnitFailure } from '#loadmaster/unit-failure.ts';
import { makeLogger } from '#observability/logger.ts';
import { countFailure, makeMetrics } from '#observability/metrics.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';

const SERVICE = 'loadmaster';

const environment = z.object({
  TABLE_NAME: z.string().check(z.minLength(1)),
  /** The home region: only its pairs and standalones can be named. */
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
  | readonly Reading<GeoSeen>[]
  | readonly Reading<UnitAudited>[]
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
    case 'read-geo':
      return loadMasters.readGeo(request.units);
    case 'read-audit':
      return loadMasters.readAudit(request.units);
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

const compose = (): Desk => {
  const { TABLE_NAME, AWS_REGION, UNDERSTUDY_LOCAL } = environment.parse(process.env);
  const store = makeDynamoPairStore({ client: new DynamoDBClient(awsClientConfig), tableName: TABLE_NAME });
  const shared = {
    client: makeUnitClient({ tableName: TABLE_NAME, region: AWS_REGION }, logger),
    credentials: makeCredentialSource({
      client: new SecretsManagerClient(awsClientConfig),
      clock: systemClock,
    }),
    report,
  };
  return {
    loadMasters: makeLoadMasters({
      ...shared,
      clock: systemClock,
      resolve: makeResolve(store, AWS_REGION),
    }),
    enrolment: makeEnrolment({
      ...shared,
      connectMs: DEFAULT_LIMITS.connectMs,
      allowLoopback: UNDERSTUDY_LOCAL === 'true',
    }),
  };
};

const desk = compose();

/** The gateway: what is asked of LoadMasters and answered within seconds. Only it and `jobs` reach them and read credentials. */
export const handler = middy((event: unknown) => answerRequest(desk, event)).use(
  injectLambdaContext(logger, { resetKeys: true }),
);
