import { xmlElement } from '#rehearsal/aws-wire/protocol/xml-output.ts';
import { type Element, xmlAnswer, xmlText } from '#rehearsal/aws-wire/s3/answer.ts';
import type { Bucket } from '#rehearsal/aws-wire/s3/bucket.ts';
import type { S3Operation } from '#rehearsal/aws-wire/s3/operation.ts';
import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';

const LARGEST_PAGE = 1000;

const pageSizeOf = (query: URLSearchParams): number => {
  const asked = query.get('max-keys') ?? String(LARGEST_PAGE);
  if (!/^\d{1,9}$/.test(asked))
    throw refusal('InvalidArgument', 'Provided max-keys not an integer or within integer range');
  return Math.min(Number(asked), LARGEST_PAGE);
};

/** A continuation token is the last key that was told; to clients it means nothing. */
const tokenFor = (key: string): string => Buffer.from(key).toString('base64url');

const isAfter = (key: string, other: string): boolean =>
  Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;

/** Keys may have characters that XML cannot carry, hence `encoding-type=url`. */
const writerOfKeys = (query: URLSearchParams): ((key: string) => string) => {
  const encoding = query.get('encoding-type');
  if (encoding === null) return (key) => key;
  if (encoding !== 'url') throw refusal('InvalidArgument', 'Invalid Encoding Method specified in Request');
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
};

const contents = (bucket: Bucket, key: string, writeKey: (key: string) => string): string => {
  const { lastModified, etag, body } = bucket.get(key);
  const elements: readonly Element[] = [
    ['Key', writeKey(key)],
    ['LastModified', new Date(lastModified).toISOString()],
    ['ETag', `"${etag}"`],
    ['Size', body.size],
    ['StorageClass', 'STANDARD'],
  ];
  return xmlElement('Contents', xmlText(elements));
};

/** Without delimiters. @see Amazon S3 API Reference, ListObjectsV2 */
export const listObjectsV2: S3Operation = {
  name: 'ListObjectsV2',
  method: 'GET',
  on: 'bucket',
  marks: ['list-type'],
  parameters: ['prefix', 'max-keys', 'continuation-token', 'encoding-type'],
  conditions: [],
  handle: async ({ bucket, query }) => {
    const writeKey = writerOfKeys(query);
    const prefix = query.get('prefix') ?? '';
    const token = query.get('continuation-token');
    const after = Buffer.from(token ?? '', 'base64url').toString();
    const keys = bucket.keys(prefix).filter((key) => isAfter(key, after));
    const page = keys.slice(0, pageSizeOf(query));
    const last = page.at(-1);
    const isTruncated = last !== undefined && page.length < keys.length;
    const encodingType = query.get('encoding-type');
    const elements: readonly Element[] = [
      ['Name', bucket.name],
      ['Prefix', writeKey(prefix)],
      ['KeyCount', page.length],
      ['MaxKeys', pageSizeOf(query)],
      ...(encodingType === null ? [] : [['EncodingType', encodingType] as const]),
      ...(token === null ? [] : [['ContinuationToken', token] as const]),
      ['IsTruncated', isTruncated],
      ...(isTruncated ? [['NextContinuationToken', tokenFor(last)] as const] : []),
    ];
    return xmlAnswer(
      'ListBucketResult',
      xmlText(elements) + page.map((key) => contents(bucket, key, writeKey)).join(''),
    );
  },
};
