import { makeFirmwareBucket } from '#aws/firmware-bucket.ts';
import { makePartnerSecrets } from '#aws/partner-secrets.ts';
import { makeCredentialSource } from '#aws/secrets.ts';
import { type JobRequest, jobRequest } from '#contracts/unit-jobs.ts';
import type { Clock, FirmwareImages, PairStore, UnitJobs } from '#control/ports.ts';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { makeResolve } from '#loadmaster/declared.ts';
import { type JobRun, runJob } from '#loadmaster/jobs/run-job.ts';
import type { Limits } from '#loadmaster/limits.ts';
import type { RegionClients } from '#rehearsal/functions/clients.ts';
import type { FunctionSurroundings } from '#rehearsal/functions/function-host.ts';
import { makeDynamoJobRecords } from '#store/dynamo/job-records.ts';

export interface InProcessJobsOptions extends FunctionSurroundings {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly onDefect: (error: unknown) => void;
}

/** The jobs function in this process: what is handed over goes its own way, as an asynchronous invocation does. */
export interface InProcessJobs {
  readonly jobs: UnitJobs;
  readonly images: FirmwareImages;
  /** Runs the function with whatever is sent to it, to its end. Throws what its contract does not take. */
  invoke(event: unknown): Promise<JobRun>;
  /** When what was handed over has come to its end. */
  ended(): Promise<void>;
}

export const makeInProcessJobs = (
  { region, table, firmwareBucket, clock, limits, onDefect }: InProcessJobsOptions,
  clients: RegionClients,
  store: PairStore,
): InProcessJobs => {
  const records = makeDynamoJobRecords({
    client: clients.table,
    tableName: table.tableName,
    region,
  });
  const options = {
    clock,
    client: makeLoadMasterClient({ clock, limits }),
    resolve: makeResolve(store, region),
    credentials: makeCredentialSource({ client: clients.secrets, clock }),
    partnerSecrets: makePartnerSecrets({ client: clients.secrets }),
    records,
    bucket: makeFirmwareBucket({ client: clients.s3, bucket: firmwareBucket }),
    report: () => undefined,
  };
  const underWay = new Set<Promise<unknown>>();
  // Through the contract, as on its way through Lambda.
  const invoke = async (event: unknown): Promise<JobRun> =>
    runJob(options, jobRequest.parse(JSON.parse(JSON.stringify(event))));
  const handOver = async (request: JobRequest) => {
    const job = invoke(request)
      .catch(onDefect)
      .finally(() => underWay.delete(job));
    underWay.add(job);
    return { kind: 'done' } as const;
  };
  return {
    jobs: {
      readJobs: (units) =>
        Promise.all(
          units.map(
            async (unit) => ({ kind: 'read', value: (await records.readJob(unit)) ?? 'none' }) as const,
          ),
        ),
      begin: ({ pairId, unit }, jobId, job) => handOver({ kind: 'unit-job', pairId, unit, jobId, job }),
    },
    images: {
      readCheck: async (image) => ({
        kind: 'read',
        value: (await records.readCheck(image))?.check ?? 'none',
      }),
      beginCheck: (image) => handOver({ kind: 'check-image', image }),
    },
    invoke,
    ended: async () => void (await Promise.all(underWay)),
  };
};
