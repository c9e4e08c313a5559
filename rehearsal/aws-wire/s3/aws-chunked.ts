import { ByteReader } from '#rehearsal/aws-wire/s3/byte-reader.ts';
import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';

/** "The chunk size must be at least 8 KB [...] This chunk size applies to all chunks except the last one." */
const LEAST_CHUNK_BYTES = 8192;

/** More than S3 has checksums. */
const MOST_TRAILERS = 16;

/** Signatures of chunks are taken as they are, like those of requests. */
const CHUNK_HEADER = /^([\da-f]{1,8})(?:;chunk-signature=[\da-f]{64})?$/i;

const TRAILER = /^([\w-]+):(.+)$/;

/** Whether the body of a request with this `x-amz-content-sha256` comes in chunks of this encoding. */
export const isAwsChunked = (contentSha256: string | undefined): boolean =>
  contentSha256?.startsWith('STREAMING-') === true;

const chunkSize = (header: string): number => {
  const size = CHUNK_HEADER.exec(header)?.[1];
  if (size === undefined) throw refusal('IncompleteBody');
  return Number.parseInt(size, 16);
};

const readTrailers = async (reader: ByteReader, trailers: Map<string, string>): Promise<void> => {
  for (let count = 0; count <= MOST_TRAILERS; count += 1) {
    const line = await reader.line();
    if (line === '') return;
    const [, name, value] = TRAILER.exec(line) ?? [];
    if (name === undefined || value === undefined) break;
    trailers.set(name.toLowerCase(), value.trim());
  }
  throw refusal('MalformedTrailerError');
};

/**
 * The payload of a body in `aws-chunked` encoding; its trailers are in `trailers` when the last byte has been read.
 * Throws a CloudError for one that ends early or is malformed, and for a chunk under 8 KB before the last.
 * @see Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in Multiple
 * Chunks" and "Including Trailing Headers"
 */
export async function* decodeAwsChunked(
  encoded: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(encoded);
  let before = LEAST_CHUNK_BYTES;
  try {
    for (let size = chunkSize(await reader.line()); size > 0; size = chunkSize(await reader.line())) {
      if (before < LEAST_CHUNK_BYTES) throw refusal('InvalidChunkSizeError');
      before = size;
      yield* reader.take(size);
      if ((await reader.line()) !== '') throw refusal('IncompleteBody');
    }
    await readTrailers(reader, trailers);
  } finally {
    await reader.release();
  }
}
