import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect } from 'vitest';
import { firmwareBucketClientConfig, makeFirmwareBucket } from '#aws/firmware-bucket.ts';
import type { JobRequest } from '#contracts/unit-jobs.ts';
import type { Pair, Standalone } from '#domain/estate/estate.ts';
import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { type Credentials, makeSecret } from '#loadmaster/credentials.ts';
import type { FirmwareBucket } from '#loadmaster/jobs/firmware-bucket.ts';
import type { JobRecords } from '#loadmaster/jobs/job-records.ts';
import type { PartnerSecretRead } from '#loadmaster/jobs/partner-secrets.ts';
import { type JobFailure, type JobRun, type JobsOptions, runJob } from '#loadmaster/jobs/run-job.ts';
import { type S3Endpoint, startS3Endpoint } from '#rehearsal/aws-wire/s3/endpoint.ts';
import { makeApiFaults, makeCallCounters } from '#rehearsal/cloud/api/faults.ts';
import type { ApiFaults, CallCounters } from '#rehearsal/cloud/api/types.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { patchImage } from '#rehearsal/load-master/firmware/patch-image.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { makeUnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';
import { type WiredUnit, wireUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import { makeNetwork } from '#rehearsal/network.ts';
import type { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { makeMemoryJobRecords } from '#store/memory/job-records.ts';
import { ADDRESSES, makeRunningPair } from '../../rehearsal/load-master/virtual-pair.ts';
import { declaredPair, declaredStandalone, resolving } from '../declared-pair.ts';

export const UNIT = { pairId: 'dublin-1', unit: 'first' } as const;
export const SOLO = { pairId: 'solo-1', unit: 'standalone' } as const;
export const BUCKET = 'firmware';
export const TARGET = '7.2.61.1.24109.RELEASE';
const PASSWORD = 'correct horse';
const REGION = 'eu-west-1';

/** One for all units of a file: making it takes longer than most tests. */
const certificate = makeUnitCertificate(ADDRESSES.first);

export interface JobsWorld {
  readonly unit: LoadMasterUnit;
  readonly wired: WiredUnit;
  readonly scheduler: VirtualScheduler;
  readonly s3: S3Endpoint;
  readonly faults: ApiFaults;
  readonly calls: CallCounters;
  readonly bucket: FirmwareBucket;
  readonly records: JobRecords;
  /** Reported so far. */
  readonly failures: readonly JobFailure[];
  pair: Pair;
  /** The same unit, declared as `SOLO`. */
  readonly standalone: Standalone;
  credentials: Credentials;
  partnerSecret: PartnerSecretRead;
  /** Secrets whose credentials were forgotten. */
  readonly forgotten: readonly string[];
  /** Puts an image that a unit takes under a name, and declares it. */
  putImage(
    version?: string,
    change?: { readonly key?: string; readonly bytes?: number },
  ): Promise<FirmwareImage>;
  /** Runs a request while the unit's time passes. */
  run(request: JobRequest, over?: Partial<JobsOptions>): Promise<JobRun>;
  runJob(job: UnitJob, jobId?: string, over?: Partial<JobsOptions>): Promise<JobRun>;
}

const bytesOf = async (version: string, size: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of patchImage(version, size)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const startWorld = async (version: string, behaviour: Partial<UnitBehaviour>) => {
  const { first: unit, scheduler } = makeRunningPair({ version, behaviour });
  const network = makeNetwork();
  const wired = await wireUnit(
    unit,
    { users: { bal: PASSWORD }, serialNumber: '1182772', servicePort: 443, certificate: await certificate },
    { network, scheduler },
  );
  const faults = makeApiFaults(scheduler, () => 0);
  const calls = makeCallCounters();
  const defects: unknown[] = [];
  const s3 = await startS3Endpoint({
    cloud: { region: REGION, faults, calls },
    scheduler,
    buckets: [BUCKET],
    onDefect: (error) => void defects.push(error),
  });
  const client = new S3Client({
    ...firmwareBucketClientConfig,
    endpoint: s3.url,
    forcePathStyle: true,
    region: REGION,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  const endpoint = {
    management: `https://127.0.0.1:${network.resolve(ADDRESSES.first, 8443)}`,
    certificateSha256: wired.certificate.sha256,
  };
  const clock = { now: () => scheduler.now(), sleep: async (ms: number) => scheduler.advance(ms) };
  const failures: JobFailure[] = [];
  const forgotten: string[] = [];
  const records = makeMemoryJobRecords();
  const bucket = makeFirmwareBucket({ client, bucket: BUCKET });
  const lmClient = makeLoadMasterClient({ clock, random: () => 0 });
  const made = { unit, wired, scheduler, s3, faults, calls, bucket, records, failures, forgotten };
  const world: JobsWorld = {
    ...made,
    pair: declaredPair({ first: endpoint, second: endpoint }),
    standalone: declaredStandalone(endpoint),
    credentials: { kind: 'password', user: 'bal', password: makeSecret(PASSWORD), version: 'v1' },
    partnerSecret: { kind: 'secret', secret: makeSecret('geheim-Zx9-geheim') },
    putImage: async (
      imageVersion = TARGET,
      { key = `images/${imageVersion}-64bit.patch`, bytes = 300_000 } = {},
    ) => {
      const image = await bytesOf(imageVersion, bytes);
      const sha256 = sha256Of(image);
      const open = async function* () {
        for (let at = 0; at < image.length; at += 65_536) yield image.subarray(at, at + 65_536);
      };
      await s3.put(BUCKET, key, { size: image.length, sha256, open });
      return { key, sha256 };
    },
    run: async (request, over = {}) => {
      const options: JobsOptions = {
        clock,
        client: lmClient,
        resolve: resolving(() => world),
        credentials: {
          read: async () => ({ kind: 'credentials', credentials: world.credentials }),
          forget: (name) => void forgotten.push(name),
        },
        records,
        bucket,
        partnerSecrets: { read: async () => world.partnerSecret },
        report: (failure) => void failures.push(failure),
        ...over,
      };
      const running = runJob(options, request);
      let isOver = false;
      const end = (): void => {
        isOver = true;
      };
      running.then(end, end);
      while (!isOver) {
        await setImmediate();
        scheduler.advance(100);
      }
      return running;
    },
    runJob: (job, jobId = 'j1', over = {}) => world.run({ kind: 'unit-job', ...UNIT, jobId, job }, over),
  };
  const stop = async (): Promise<void> => {
    client.destroy();
    wired.stop();
    await s3.stop();
    expect(defects).toEqual([]);
  };
  return { world, stop };
};

/** One unit, one bucket and no job so far, per test; in the unit's own time. */
export const useJobsWorld = (
  version = '7.2.60.0.22525.RELEASE',
  behaviour: Partial<UnitBehaviour> = { patchSeconds: 1 },
): { readonly now: JobsWorld } => {
  let started: Awaited<ReturnType<typeof startWorld>>;
  beforeEach(async () => {
    started = await startWorld(version, behaviour);
  });
  afterEach(() => started.stop());
  return {
    get now() {
      return started.world;
    },
  };
};
