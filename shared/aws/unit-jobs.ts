import { InvocationType, InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { awsFailureCode } from '#aws/aws-failure.ts';
import { makeJobReader, readingOf } from '#aws/job-reader.ts';
import type { JobRequest } from '#contracts/unit-jobs.ts';
import type { FirmwareImages, UnitJobs } from '#control/ports.ts';
import type { ActionOutcome } from '#domain/pair/action.ts';
import type { JobRecords } from '#loadmaster/jobs/job-records.ts';

export interface UnitJobsOptions {
  /** Built with `gatewayClientConfig`: an event that may have been taken is handed over again at the next look. */
  readonly client: LambdaClient;
  /** Of the function for jobs. */
  readonly functionName: string;
  readonly records: JobRecords;
}

/** Jobs of units as seen from outside their network: handed over as events, seen by their records. */
export const makeUnitJobs = (options: UnitJobsOptions): UnitJobs => ({
  ...makeJobReader(options.records),
  begin: ({ pairId, unit }, jobId, job) => handOver(options, { kind: 'unit-job', pairId, unit, jobId, job }),
});

/** The firmware bucket as seen by who may not read it. */
export const makeFirmwareImages = (options: UnitJobsOptions): FirmwareImages => ({
  readCheck: (image) => readingOf(async () => (await options.records.readCheck(image))?.check),
  beginCheck: ({ key, sha256 }) => handOver(options, { kind: 'check-image', image: { key, sha256 } }),
});

/** What Lambda answers once an event is in its queue. @see AWS Lambda API, Invoke */
const ACCEPTED = 202;

const handOver = async (
  { client, functionName }: UnitJobsOptions,
  request: JobRequest,
): Promise<ActionOutcome> => {
  try {
    const { StatusCode } = await client.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: InvocationType.Event,
        Payload: JSON.stringify(request),
      }),
    );
    if (StatusCode === ACCEPTED) return { kind: 'done' };
  } catch (error) {
    // Rethrows bugs; what Lambda itself said is in its own metrics.
    awsFailureCode(error);
  }
  return { kind: 'failed', code: 'gateway-error' };
};
