import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import type { EpochMs } from '#domain/time.ts';
import {
  contentOf,
  type FirmwareBucket,
  FirmwareBucketError,
  type StoredObject,
} from '#loadmaster/jobs/firmware-bucket.ts';
import { failed, type JobEnd, type JobFailed } from '#loadmaster/jobs/job-end.ts';
import type { CheckRecord, JobRecords } from '#loadmaster/jobs/job-records.ts';

/** The object that has the declared checksum, or why there is none. */
export type Verified = { readonly state: 'verified'; readonly object: StoredObject } | JobFailed;

/** Reads the whole object, unless it still is the one that was read before. */
export const verifyImage = async (
  bucket: FirmwareBucket,
  { key, sha256 }: FirmwareImage,
  before: StoredObject | undefined,
): Promise<Verified> => {
  const object = await bucket.head(key);
  if (object === 'missing') return failed('image-missing');
  if (before?.etag === object.etag) return { state: 'verified', object };
  const content = await contentOf(bucket.open(key, object));
  return content.sha256 === sha256 ? { state: 'verified', object } : failed('image-checksum');
};

/** How a job ends whose image S3 does not give. Rethrows everything else. */
export const imageUnread = (error: unknown): JobFailed => {
  if (!(error instanceof FirmwareBucketError)) throw error;
  return failed(error.why === 'missing' ? 'image-missing' : 'image-unread');
};

const endOf = ({ verified: _, ...begun }: CheckRecord, result: Verified, at: EpochMs): CheckRecord =>
  result.state === 'verified'
    ? { ...begun, check: { state: 'done', at, bytes: result.object.bytes }, verified: result.object }
    : { ...begun, check: { state: 'failed', at, code: result.code } };

/** Checks an image and writes down the result; undefined where the same check is under way. */
export const checkImage = async (
  {
    bucket,
    records,
    now,
  }: {
    readonly bucket: FirmwareBucket;
    readonly records: JobRecords;
    readonly now: () => EpochMs;
  },
  image: FirmwareImage,
): Promise<JobEnd | undefined> => {
  const beginning = await records.beginCheck(image, now());
  if (beginning.kind !== 'begun') return undefined;
  const result = await verifyImage(bucket, image, beginning.record.verified).catch(imageUnread);
  await records.endCheck(image, endOf(beginning.record, result, now()));
  return result.state === 'verified' ? { state: 'done' } : result;
};
