import { CHECKSUM_ALGORITHMS, checksumHeader } from '#rehearsal/aws-wire/s3/digests.ts';
import { listObjectsV2 } from '#rehearsal/aws-wire/s3/list-objects.ts';
import { multipartOperations } from '#rehearsal/aws-wire/s3/multipart.ts';
import { objectOperations } from '#rehearsal/aws-wire/s3/objects.ts';
import type { S3Operation } from '#rehearsal/aws-wire/s3/operation.ts';
import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';
import { queryOf, type Resource, type S3Request } from '#rehearsal/aws-wire/s3/request.ts';

const OPERATIONS: readonly S3Operation[] = [...objectOperations, ...multipartOperations, listObjectsV2];

/** Belongs to how a request is sent and signed: `x-id` is the SDK's name for the operation. */
const ENVELOPE = /^(x-id|X-Amz-.+)$/;

/** A request that has one of these means something else than the same request without. */
const CONDITIONS =
  /^(range|if-match|if-none-match|if-modified-since|if-unmodified-since|x-amz-copy-source|x-amz-checksum-type)$/;

/** Checksums that cannot be compared here; the others of this form say which and when. */
const isUnknownChecksum = (header: string): boolean =>
  /^x-amz-checksum-(?!(algorithm|mode|type)$)/.test(header) &&
  !CHECKSUM_ALGORITHMS.some((algorithm) => checksumHeader(algorithm) === header);

const fits = (operation: S3Operation, method: string, { key }: Resource, query: URLSearchParams): boolean => {
  const { marks, parameters } = operation;
  return (
    operation.method === method &&
    (operation.on === 'object') === (key !== '') &&
    marks.every((mark) => query.has(mark)) &&
    [...query.keys()].every(
      (name) => ENVELOPE.test(name) || marks.includes(name) || parameters.includes(name),
    )
  );
};

/**
 * What a request asks for. What the rehearsal's S3 does not do, it refuses: a parameter that it left out of account
 * would be a different answer from that of S3.
 * @throws CloudError NotImplemented
 */
export const operationOf = ({ method, target, headers }: S3Request, resource: Resource): S3Operation => {
  const query = queryOf(target);
  const operation = OPERATIONS.find((each) => fits(each, method, resource, query));
  if (operation === undefined) throw refusal('NotImplemented');
  const names = [...Object.keys(headers), headers['x-amz-trailer'] ?? ''];
  const isStrange = names.some(
    (name) =>
      (CONDITIONS.test(name) && !operation.conditions.includes(name)) ||
      isUnknownChecksum(name.toLowerCase()),
  );
  if (isStrange) throw refusal('NotImplemented');
  return operation;
};
