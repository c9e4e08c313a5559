import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, type S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { awsFailureCode } from '#aws/aws-failure.ts';
import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  type FirmwareBucket,
  FirmwareBucketError,
  type StoredObject,
} from '#loadmaster/jobs/firmware-bucket.ts';

const CONNECTION_TIMEOUT_MS: DurationMs = SECOND_MS;
/** Until an answer begins; of an upload, with the time that a part takes. */
const REQUEST_TIMEOUT_MS: DurationMs = 30 * SECOND_MS;
/** A unit that takes nothing for so long while it is sent an image will not take the rest. */
const IDLE_TIMEOUT_MS: DurationMs = 2 * MINUTE_MS;

/**
 * What the client must be built with. Objects are compared by SHA-256 where it counts, and pinned by their tag where
 * they go on to a unit: S3's own checksum of everything read would be one more for nothing.
 */
export const firmwareBucketClientConfig = {
  maxAttempts: 3,
  responseChecksumValidation: 'WHEN_REQUIRED',
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    socketTimeout: IDLE_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  },
} as const satisfies S3ClientConfig;

export interface FirmwareBucketOptions {
  /** Built with `firmwareBucketClientConfig`. */
  readonly client: S3Client;
  readonly bucket: string;
}

/** S3's smallest part; two of them are held at a time. @see Amazon S3 User Guide, Multipart upload limits */
const PART_BYTES = 5 * 1024 * 1024;
const PARTS_AT_ONCE = 2;

/** The region's firmware bucket in S3. */
export const makeFirmwareBucket = ({ client, bucket: Bucket }: FirmwareBucketOptions): FirmwareBucket => ({
  head: async (key) => {
    try {
      return objectIn(await client.send(new HeadObjectCommand({ Bucket, Key: key })));
    } catch (error) {
      const failure = asBucketError(error);
      if (failure.why === 'missing') return 'missing';
      throw failure;
    }
  },
  open: (key, { etag, bytes }) => ({
    length: bytes,
    bytes: read(client, { Bucket, Key: key, IfMatch: etag }),
  }),
  putBackup: (key, content) => put(client, { Bucket, Key: key }, content),
});

const objectIn = ({
  ETag,
  ContentLength,
}: {
  readonly ETag?: string | undefined;
  readonly ContentLength?: number | undefined;
}): StoredObject => {
  if (ETag === undefined || ContentLength === undefined) throw new FirmwareBucketError('unavailable');
  return { etag: ETag, bytes: ContentLength };
};

async function* read(
  client: S3Client,
  which: { readonly Bucket: string; readonly Key: string; readonly IfMatch: string },
): AsyncGenerator<Uint8Array> {
  try {
    const { Body } = await client.send(new GetObjectCommand(which));
    // In Node it is the response itself.
    if (Body instanceof Readable) yield* Body;
    else throw new FirmwareBucketError('unavailable');
  } catch (error) {
    throw asBucketError(error);
  }
}

const put = async (
  client: S3Client,
  where: { readonly Bucket: string; readonly Key: string },
  content: AsyncIterable<Uint8Array>,
) => {
  const hash = createHash('sha256');
  let bytes = 0;
  const source: { failure?: unknown } = {};
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of content) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      source.failure = error;
      throw error;
    }
  };
  const Body = Readable.from(counted(), { objectMode: false });
  const params = { ...where, Body };
  try {
    await new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done();
  } catch (error) {
    throw error === source.failure ? error : asBucketError(error);
  }
  return { bytes, sha256: hash.digest('hex') };
};

const WHY: Readonly<Record<string, FirmwareBucketError['why']>> = {
  NotFound: 'missing',
  NoSuchKey: 'missing',
  PreconditionFailed: 'changed',
};

/** Rethrows what is a bug of ours. */
const asBucketError = (error: unknown): FirmwareBucketError => {
  if (error instanceof FirmwareBucketError) return error;
  awsFailureCode(error);
  const name = error instanceof Error ? error.name : '';
  return new FirmwareBucketError(WHY[name] ?? 'unavailable', { cause: error });
};
