import { createHash } from 'node:crypto';
import type { ByteSource } from '#loadmaster/transport.ts';

/** An object as it lies in the bucket; another content has another tag. */
export interface StoredObject {
  readonly etag: string;
  readonly bytes: number;
}

/** What an object holds. */
export interface Content {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** The region's bucket of images and backups. Everything throws FirmwareBucketError. */
export interface FirmwareBucket {
  head(key: string): Promise<StoredObject | 'missing'>;
  /** The object as it was seen: it is asked for when the first byte is, and read no faster than it is taken. */
  open(key: string, seen: StoredObject): ByteSource;
  /** Throws what the content throws; then nothing is stored. */
  putBackup(key: string, content: AsyncIterable<Uint8Array>): Promise<Content>;
}

/** S3 did not do what was asked. */
export class FirmwareBucketError extends Error {
  override readonly name = 'FirmwareBucketError';
  readonly why: 'missing' | 'changed' | 'unavailable';

  constructor(why: FirmwareBucketError['why'], options?: ErrorOptions) {
    super(`the firmware bucket: ${why}`, options);
    this.why = why;
  }
}

/** Reads to the end. Throws what reading throws. */
export const contentOf = async ({ bytes: chunks }: ByteSource): Promise<Content> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
};
