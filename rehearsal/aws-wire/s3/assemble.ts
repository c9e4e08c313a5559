import type { EpochMs } from '#domain/time.ts';
import type { NamedPart } from '#rehearsal/aws-wire/s3/complete-xml.ts';
import { type ChecksumAlgorithm, Digests } from '#rehearsal/aws-wire/s3/digests.ts';
import { FileBody } from '#rehearsal/aws-wire/s3/file-body.ts';
import type { StoredObject } from '#rehearsal/aws-wire/s3/object.ts';
import type { Payload } from '#rehearsal/aws-wire/s3/payload.ts';
import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';
import type { Upload } from '#rehearsal/aws-wire/s3/uploads.ts';

/** "5 MiB to 5 GiB. There is no minimum size limit on the last part." @see Amazon S3 User Guide, Multipart upload limits */
const LEAST_PART_BYTES = 5 * 1024 * 1024;

/** @throws CloudError InvalidPartOrder, InvalidPart, EntityTooSmall */
export const chosenParts = ({ parts }: Upload, named: readonly NamedPart[]): readonly Payload[] => {
  let before = 0;
  const chosen = named.map(({ partNumber, etag }) => {
    if (partNumber <= before) throw refusal('InvalidPartOrder');
    before = partNumber;
    const part = parts.get(partNumber);
    if (part?.md5.toString('hex') !== etag) throw refusal('InvalidPart');
    return part;
  });
  if (chosen.slice(0, -1).some(({ body }) => body.size < LEAST_PART_BYTES)) throw refusal('EntityTooSmall');
  return chosen;
};

const digestOf = (buffers: readonly Buffer[]) => new Digests().update(Buffer.concat(buffers)).values();

/** Of the checksums of the parts; none where a part came without. */
const compositeChecksum = (
  algorithm: ChecksumAlgorithm | undefined,
  parts: readonly Payload[],
): StoredObject['checksum'] => {
  const checksums = parts.flatMap(({ checksum }) => checksum ?? []);
  if (algorithm === undefined || checksums.length < parts.length) return undefined;
  if (checksums.some((checksum) => checksum.algorithm !== algorithm)) return undefined;
  const composite = digestOf(checksums.map(({ value }) => value))[algorithm].toString('base64');
  return { algorithm, value: `${composite}-${parts.length}`, type: 'COMPOSITE' };
};

/** @see Amazon S3 User Guide, Checking object integrity, on the entity tags of multipart uploads */
export const assembled = (upload: Upload, parts: readonly Payload[], now: EpochMs): StoredObject => {
  const body = new FileBody(
    parts.flatMap((part) => part.body.paths),
    parts.reduce((size, part) => size + part.body.size, 0),
  );
  return {
    ...upload.headers,
    body,
    etag: `${digestOf(parts.map(({ md5 }) => md5)).md5.toString('hex')}-${parts.length}`,
    lastModified: now,
    checksum: compositeChecksum(upload.algorithm, parts),
    discard: () => body.discard(),
  };
};
