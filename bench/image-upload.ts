import { SECOND_MS } from '#domain/time.ts';
import { makeComparison, rounded } from './comparison.ts';
import { type Forked, startForked } from './forked.ts';
import type { ImageUploadMessage, ImageUploadSetup } from './image-upload-process.ts';
import type { ImageSourceMessage } from './image-upload-source.ts';
import type { ImageUnitMessage } from './image-upload-unit.ts';
import type { BenchResult } from './result.ts';

/*
 * How fast an image goes from S3 to a unit, as a job sends it and next to a bare pipe between the same two, and how much
 * memory that takes. S3, the unit and either way are processes of their own.
 */

const LIMITS = { ratio: 0.8, rssMb: 128 } as const;

const MEBIBYTE = 1024 * 1024;
const IMAGE_BYTES = 256 * MEBIBYTE;

const WARM_UPS = 2;
const ROUNDS = 15;

/** The most that one way has grown by, over all its images. */
const makeUploader = async (running: Forked<ImageUploadMessage>) => {
  await running.next('ready');
  let grownBytes = 0;
  return {
    grownBytes: () => grownBytes,
    upload: async (): Promise<number> => {
      const done = running.next('done');
      running.send('upload');
      const { tookMs, ...told } = await done;
      grownBytes = told.grownBytes;
      return tookMs;
    },
  };
};

export const run = async (): Promise<BenchResult> => {
  await using processes = new AsyncDisposableStack();
  const sources = processes.use(
    startForked<ImageSourceMessage>('./image-upload-source.ts', [String(IMAGE_BYTES)]),
  );
  const units = processes.use(startForked<ImageUnitMessage>('./image-upload-unit.ts', []));
  const [source, unit] = await Promise.all([sources.next('ready'), units.next('ready')]);
  const start = (way: ImageUploadSetup['way']) =>
    makeUploader(
      processes.use(
        startForked<ImageUploadMessage>('./image-upload-process.ts', [JSON.stringify({ way, source, unit })]),
      ),
    );
  const [ours, bare] = await Promise.all([start('ours'), start('bare')]);
  const comparison = makeComparison(ours.upload, bare.upload);
  for (let round = 0; round < WARM_UPS; round++) await comparison.round();
  comparison.forget();
  for (let round = 0; round < ROUNDS; round++) await comparison.round();
  const { oursMs, bareMs, ratio } = comparison.medians();
  const perSecond = (ms: number): number => (IMAGE_BYTES / MEBIBYTE) * (SECOND_MS / ms);
  const figures = {
    ratio: rounded(1 / ratio),
    rssMb: rounded(ours.grownBytes() / MEBIBYTE),
    mbPerSecond: rounded(perSecond(oursMs)),
    bareMbPerSecond: rounded(perSecond(bareMs)),
    bareRssMb: rounded(bare.grownBytes() / MEBIBYTE),
  };
  return { passed: figures.ratio >= LIMITS.ratio && figures.rssMb < LIMITS.rssMb, figures };
};
