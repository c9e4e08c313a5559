import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import middy from 'middy';
import * as z from 'zod/mini';
import { awsClientConfig } from '#aws/client-config.ts';
import { systemClock } from '#aws/clock.ts';
import { firmwareBucketClientConfig, makeFirmwareBucket } from '#aws/firmware-bucket.ts';
import { makePartnerSecrets } from '#aws/partner-secrets.ts';
import { makeCredentialSource } from '#aws/secrets.ts';
import { jobRequest } from '#contracts/unit-jobs.ts';
import { makeUnitClient } from '#functions/unit-client.ts';
import { makeResolve } from '#loadmaster/declared.ts';
import { type JobFailure, type JobRun, type JobsOptions, runJob } from '#loadmaster/jobs/run-job.ts';
import { makeLogger } from '#observability/logger.ts';
import { countFailure, makeMetrics } from '#observability/metrics.ts';
import { makeDynamoJobRecords } from '#store/dynamo/job-records.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';

const SERVICE = 'jobs';

const filled = z.string().check(z.minLength(1));
const environment = z.object({
  TABLE_NAME: filled,
  FIRMWARE_BUCKET: filled,
  /** The home region: only its pairs and standalones can be named. */
  AWS_REGION: filled,
  /** `true` on a developer's machine, where buckets are no host names. Never set in an account. */
  UNDERSTUDY_LOCAL: z.optional(z.enum(['true', 'false'])),
});

const logger = makeLogger(SERVICE);
const metrics = makeMetrics(SERVICE);

const report = (failure: JobFailure): void => {
  logger.warn('a job was not done', { ...failure });
  countFailure(metrics, 'JobFailures', failure.code);
};

const compose = (): JobsOptions => {
  const { TABLE_NAME, FIRMWARE_BUCKET, AWS_REGION, UNDERSTUDY_LOCAL } = environment.parse(process.env);
  const table = { client: new DynamoDBClient(awsClientConfig), tableName: TABLE_NAME };
  const secrets = new SecretsManagerClient(awsClientConfig);
  const s3 = new S3Client({ ...firmwareBucketClientConfig, forcePathStyle: UNDERSTUDY_LOCAL === 'true' });
  return {
    clock: systemClock,
    client: makeUnitClient({ tableName: TABLE_NAME, region: AWS_REGION }, logger),
    resolve: makeResolve(makeDynamoPairStore(table), AWS_REGION),
    credentials: makeCredentialSource({ client: secrets, clock: systemClock }),
    partnerSecrets: makePartnerSecrets({ client: secrets }),
    records: makeDynamoJobRecords({ ...table, region: AWS_REGION }),
    bucket: makeFirmwareBucket({ client: s3, bucket: FIRMWARE_BUCKET }),
    report,
  };
};

const jobs = compose();

/** Does one job. Throws ZodError for a request that is not in the contract. */
const run = async (event: unknown): Promise<JobRun> => {
  const request = jobRequest.parse(event);
  const became = await runJob(jobs, request);
  logger.info('a job was asked for', { ...request, became });
  return became;
};

/** The gateway's second function: what takes minutes on a unit, or what no command of it shows afterwards. */
export const handler = middy(run).use(injectLambdaContext(logger, { resetKeys: true }));
