import { createHash } from 'node:crypto';

/** No image, backup or certificate comes near it. Bytes. */
export const LARGEST_UPLOAD = 512 * 1024 * 1024;

/** More than any backup or certificate; of an image only the beginning is looked at. Bytes. */
export const LARGEST_KEPT = 8 * 1024 * 1024;

/** What was uploaded. An image is hundreds of megabytes, so only its beginning is kept. */
export interface Upload {
  /** Bytes. */
  readonly size: number;
  /** Of everything, lower-case hex. */
  readonly sha256: string;
  /** The first `LARGEST_KEPT` bytes. */
  readonly content: Buffer;
}

export const isComplete = ({ size, content }: Upload): boolean => content.length === size;

/** Reads a body as it comes. Undefined when it is larger than `LARGEST_UPLOAD`: then the rest is left unread. */
export const receiveUpload = async (chunks: AsyncIterable<Buffer>): Promise<Upload | undefined> => {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > LARGEST_UPLOAD) return undefined;
    hash.update(chunk);
    if (keptBytes === LARGEST_KEPT) continue;
    kept.push(chunk.subarray(0, LARGEST_KEPT - keptBytes));
    keptBytes = Math.min(size, LARGEST_KEPT);
  }
  return { size, sha256: hash.digest('hex'), content: Buffer.concat(kept) };
};

export const uploadOf = (content: Buffer): Upload => ({
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  content,
});
