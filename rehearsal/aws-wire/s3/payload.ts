import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeAwsChunked, isAwsChunked } from '#rehearsal/aws-wire/s3/aws-chunked.ts';
import { Digests } from '#rehearsal/aws-wire/s3/digests.ts';
import { FileBody } from '#rehearsal/aws-wire/s3/file-body.ts';
import { type Claims, checkPayload, type Verified } from '#rehearsal/aws-wire/s3/payload-check.ts';
import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';
import type { S3Request } from '#rehearsal/aws-wire/s3/request.ts';

/** Of one PutObject or one part. @see Amazon S3 User Guide, Amazon S3 multipart upload limits */
const LARGEST_BYTES = 5 * 1024 ** 3;

export interface Payload extends Verified {
  readonly body: FileBody;
}

const announcedSize = (text: string | undefined): number => {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw refusal('MissingContentLength');
  const size = Number(text);
  if (size > LARGEST_BYTES) throw refusal('EntityTooLarge');
  return size;
};

const passing = async function* (
  payload: AsyncIterable<Buffer>,
  size: number,
  digests: Digests,
): AsyncGenerator<Buffer> {
  let received = 0;
  for await (const chunk of payload) {
    received += chunk.length;
    if (received > size) throw refusal('IncompleteBody');
    digests.update(chunk);
    yield chunk;
  }
  if (received < size) throw refusal('IncompleteBody');
};

/**
 * Writes the payload of a request into a file of `directory` as it comes, and holds it against what the request says of
 * it. Nothing remains of one that is refused or cut off.
 */
export const receivePayload = async (
  { headers, body }: Pick<S3Request, 'headers' | 'body'>,
  directory: string,
): Promise<Payload> => {
  const isChunked = isAwsChunked(headers['x-amz-content-sha256']);
  const size = announcedSize(headers[isChunked ? 'x-amz-decoded-content-length' : 'content-length']);
  const trailers = new Map<string, string>();
  const claims: Claims = { headers, trailers };
  const digests = new Digests();
  const path = join(directory, randomUUID());
  try {
    const payload = isChunked ? decodeAwsChunked(body, trailers) : body;
    await writeFile(path, passing(payload, size, digests));
    return { ...checkPayload(claims, digests.values()), body: new FileBody([path], size) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
};
