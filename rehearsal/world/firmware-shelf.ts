import { createHash } from 'node:crypto';
import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import type { S3Endpoint } from '#rehearsal/aws-wire/s3/endpoint.ts';
import { patchImage } from '#rehearsal/load-master/firmware/patch-image.ts';

/** Large enough to be a stream, small enough to be no wait. */
const IMAGE_BYTES = 2 * 1024 * 1024;

/** What an image on the shelf really is, where that is not what its name says. */
export interface ImageFlaw {
  /** The version inside. */
  readonly contains?: string;
  /** Only so many bytes of it are there; its declared checksum is of the whole. */
  readonly truncatedTo?: number;
}

const sha256Of = async (bytes: AsyncIterable<Buffer>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
};

async function* upTo(bytes: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let left = size;
  for await (const chunk of bytes) {
    if (left <= 0) return;
    yield chunk.subarray(0, left);
    left -= chunk.length;
  }
}

/** Under the name that the vendor would give it. */
export const imageKey = (version: string): string => `images/${version}.PATCH-64-MULTICORE`;

/**
 * Puts an image of `version`, with its build, into a region's firmware bucket. Returns it as a rollout names it, with the
 * checksum of what it should be.
 */
export const putImage = async (
  s3: S3Endpoint,
  bucket: string,
  version: string,
  { contains = version, truncatedTo = IMAGE_BYTES }: ImageFlaw = {},
): Promise<FirmwareImage> => {
  const whole = () => patchImage(contains, IMAGE_BYTES);
  const open = () => upTo(whole(), truncatedTo);
  const key = imageKey(version);
  await s3.put(bucket, key, { size: truncatedTo, sha256: await sha256Of(open()), open });
  return { key, sha256: await sha256Of(whole()) };
};
