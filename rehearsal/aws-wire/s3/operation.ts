import type { EpochMs } from '#domain/time.ts';
import type { S3Answer } from '#rehearsal/aws-wire/s3/answer.ts';
import type { Bucket } from '#rehearsal/aws-wire/s3/bucket.ts';
import type { S3Request } from '#rehearsal/aws-wire/s3/request.ts';

/** A request that has been understood: which operation, on what, with what. */
export interface Call extends Pick<S3Request, 'headers' | 'body'> {
  readonly bucket: Bucket;
  /** Empty for operations on the bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
  /** Where payloads are put. */
  readonly directory: string;
  readonly now: () => EpochMs;
}

/** One operation: how a request for it looks, and what it does. */
export interface S3Operation {
  readonly name: string;
  readonly method: string;
  readonly on: 'bucket' | 'object';
  /** The query parameters that tell it from others of the same method. */
  readonly marks: readonly string[];
  /** The further query parameters that it heeds. */
  readonly parameters: readonly string[];
  /** Of the headers that would change what it does, those that it heeds. */
  readonly conditions: readonly string[];
  /** Rejects with the CloudError that S3 would answer. */
  handle(call: Call): Promise<S3Answer>;
}
