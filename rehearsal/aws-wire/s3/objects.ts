import { emptyAnswer, type S3Answer } from '#rehearsal/aws-wire/s3/answer.ts';
import { checksumHeader } from '#rehearsal/aws-wire/s3/digests.ts';
import { objectHeadersOf, type StoredObject } from '#rehearsal/aws-wire/s3/object.ts';
import type { Call, S3Operation } from '#rehearsal/aws-wire/s3/operation.ts';
import { type Payload, receivePayload } from '#rehearsal/aws-wire/s3/payload.ts';
import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';

/** Of one payload, whole. */
const checksumOf = ({ checksum }: Payload): StoredObject['checksum'] =>
  checksum && {
    algorithm: checksum.algorithm,
    value: checksum.value.toString('base64'),
    type: 'FULL_OBJECT',
  };

const checksumHeaders = ({ checksum }: Pick<StoredObject, 'checksum'>): Record<string, string> =>
  checksum === undefined
    ? {}
    : { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };

const holds = (ifMatch: string | undefined, etag: string): boolean =>
  ifMatch === undefined ||
  ifMatch.split(',').some((each) => each.trim() === '*' || each.trim().replaceAll('"', '') === etag);

const look = async ({ bucket, key, headers }: Call): Promise<S3Answer> => {
  const object = bucket.get(key);
  if (!holds(headers['if-match'], object.etag)) throw refusal('PreconditionFailed');
  return {
    status: 200,
    headers: {
      'Content-Type': object.contentType,
      'Last-Modified': new Date(object.lastModified).toUTCString(),
      ETag: `"${object.etag}"`,
      ...object.metadata,
      ...(headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' && checksumHeaders(object)),
    },
    content: object.body,
  };
};

const put = async ({ bucket, key, headers, body, directory, now }: Call): Promise<S3Answer> => {
  const payload = await receivePayload({ headers, body }, directory);
  const object: StoredObject = {
    ...objectHeadersOf(headers),
    body: payload.body,
    etag: payload.md5.toString('hex'),
    lastModified: now(),
    checksum: checksumOf(payload),
    discard: () => payload.body.discard(),
  };
  await bucket.put(key, object);
  return emptyAnswer(200, { ETag: `"${object.etag}"`, ...checksumHeaders(object) });
};

const onObject = { on: 'object', marks: [], parameters: [], conditions: [] } as const;

/** @see Amazon S3 API Reference, GetObject, HeadObject, PutObject, DeleteObject */
export const objectOperations: readonly S3Operation[] = [
  { ...onObject, name: 'GetObject', method: 'GET', conditions: ['if-match'], handle: look },
  { ...onObject, name: 'HeadObject', method: 'HEAD', conditions: ['if-match'], handle: look },
  { ...onObject, name: 'PutObject', method: 'PUT', handle: put },
  {
    ...onObject,
    name: 'DeleteObject',
    method: 'DELETE',
    handle: async ({ bucket, key }) => {
      await bucket.delete(key);
      return emptyAnswer(204);
    },
  },
];
