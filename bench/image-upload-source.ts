import { createHash } from 'node:crypto';
import { startS3Endpoint } from '#rehearsal/aws-wire/s3/endpoint.ts';
import { makeApiFaults, makeCallCounters } from '#rehearsal/cloud/api/faults.ts';
import { patchImage } from '#rehearsal/load-master/firmware/patch-image.ts';
import { RealScheduler } from '#rehearsal/real-scheduler.ts';

/* A process of a benchmark: S3 with one image of so many bytes in it. Ends when its parent lets go of it. */

export interface ImageSourceMessage {
  readonly kind: 'ready';
  readonly endpoint: string;
  readonly bucket: string;
  readonly key: string;
}

const VERSION = '7.2.61.1.24109.RELEASE';
const BUCKET = 'firmware';
const KEY = `images/${VERSION}-64bit.patch`;

const size = Number(process.argv[2]);
const open = () => patchImage(VERSION, size);

const hash = createHash('sha256');
for await (const chunk of open()) hash.update(chunk);

const scheduler = new RealScheduler(1);
const s3 = await startS3Endpoint({
  cloud: {
    region: 'eu-west-1',
    faults: makeApiFaults(scheduler, Math.random),
    calls: makeCallCounters(),
  },
  scheduler,
  buckets: [BUCKET],
  onDefect: (error) => {
    throw error;
  },
});
await s3.put(BUCKET, KEY, { size, sha256: hash.digest('hex'), open });

process.on('disconnect', async () => {
  await s3.stop();
  process.exit();
});
process.send?.({ kind: 'ready', endpoint: s3.url, bucket: BUCKET, key: KEY } satisfies ImageSourceMessage);
