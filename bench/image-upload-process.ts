import { S3Client } from '@aws-sdk/client-s3';
import { systemClock } from '#aws/clock.ts';
import { firmwareBucketClientConfig, makeFirmwareBucket } from '#aws/firmware-bucket.ts';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { installPatch } from '#loadmaster/commands/firmware.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import { pipeImage } from './bare-image-pipe.ts';
import type { ImageSourceMessage } from './image-upload-source.ts';
import type { ImageUnitMessage } from './image-upload-unit.ts';
import { monotonicMs } from './monotonic.ts';

/*
 * A process of a benchmark that takes images from S3 to a unit, `ours` as the jobs function does or `bare` as a script
 * would: one image for every message. Ends when its parent lets go of it.
 */

export type ImageUploadMessage =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done';
      readonly tookMs: number;
      /** The most memory the process has had since it began, above what it had before its first image. */
      readonly grownBytes: number;
    };

export interface ImageUploadSetup {
  readonly way: 'ours' | 'bare';
  readonly source: ImageSourceMessage;
  readonly unit: ImageUnitMessage;
}

const KIBIBYTE = 1024;

const makeOurs = async ({ source, unit }: ImageUploadSetup): Promise<() => Promise<void>> => {
  const client = new S3Client({
    ...firmwareBucketClientConfig,
    endpoint: source.endpoint,
    forcePathStyle: true,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDBENCH', secretAccessKey: 'bench' },
  });
  const bucket = makeFirmwareBucket({ client, bucket: source.bucket });
  const seen = await bucket.head(source.key);
  if (seen === 'missing') throw new Error(`no ${source.key}`);
  const units = makeLoadMasterClient({ clock: systemClock, rateLimit: { take: async () => true } });
  const { user, password } = unit;
  const credentials = { kind: 'password', user, password: makeSecret(password), version: 'v1' } as const;
  return async () => {
    const session = units.open(unit.endpoint, credentials);
    await installPatch(session, bucket.open(source.key, seen));
    session.close();
  };
};

const setup: ImageUploadSetup = JSON.parse(process.argv[2] ?? '');
const upload = setup.way === 'ours' ? await makeOurs(setup) : () => pipeImage(setup.source, setup.unit);
const idleBytes = process.memoryUsage.rss();

const tell = (message: ImageUploadMessage): void => void process.send?.(message);

process.on('message', async () => {
  const beganAtMs = monotonicMs();
  await upload();
  const tookMs = monotonicMs() - beganAtMs;
  tell({ kind: 'done', tookMs, grownBytes: process.resourceUsage().maxRSS * KIBIBYTE - idleBytes });
});
process.on('disconnect', () => process.exit());
tell({ kind: 'ready' });
