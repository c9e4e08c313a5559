import { createHash } from 'node:crypto';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { startS3Endpoint } from '#rehearsal/aws-wire/s3/endpoint.ts';
import { makeApiFaults, makeCallCounters } from '#rehearsal/cloud/api/faults.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { REGION, START_AT } from '../wired-region.ts';

export const BUCKET = 'understudy-firmware-eu-west-1';

/** S3 with one bucket, and clients for it. Use with `await using`. */
export const startS3 = async () => {
  const scheduler = new VirtualScheduler(START_AT);
  const cloud = { region: REGION, calls: makeCallCounters(), faults: makeApiFaults(scheduler, () => 0) };
  const defects: unknown[] = [];
  const endpoint = await startS3Endpoint({
    cloud,
    scheduler,
    buckets: [BUCKET],
    onDefect: (defect) => defects.push(defect),
  });
  const clients: S3Client[] = [];
  /** Unmodified, and trying once so that every answer is seen. */
  const client = (config: S3ClientConfig = {}): S3Client => {
    const made = new S3Client({
      endpoint: endpoint.url,
      region: REGION,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      forcePathStyle: true,
      maxAttempts: 1,
      ...config,
    });
    clients.push(made);
    return made;
  };
  return {
    ...endpoint,
    cloud,
    scheduler,
    defects,
    client,
    s3: client(),
    [Symbol.asyncDispose]: async () => {
      for (const each of clients) each.destroy();
      await endpoint.stop();
    },
  };
};

export type S3Rig = Awaited<ReturnType<typeof startS3>>;

/** What a stream had in it, without keeping it. */
export const weigh = async (stream: AsyncIterable<Uint8Array>) => {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    hash.update(chunk);
  }
  return { size, sha256: hash.digest('hex') };
};

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** `size` bytes in which no two places look the same for long. */
export const someBytes = (size: number): Buffer => {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) bytes.writeUInt32LE(Math.imul(at, 2654435761) >>> 0, at);
  return bytes;
};
