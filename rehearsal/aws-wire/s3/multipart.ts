import { emptyAnswer, type S3Answer, xmlAnswer, xmlText } from '#rehearsal/aws-wire/s3/answer.ts';
import { assembled, chosenParts } from '#rehearsal/aws-wire/s3/assemble.ts';
import { namedParts } from '#rehearsal/aws-wire/s3/complete-xml.ts';
import {
  CHECKSUM_ALGORITHMS,
  type ChecksumAlgorithm,
  checksumHeader,
} from '#rehearsal/aws-wire/s3/digests.ts';
import { objectHeadersOf } from '#rehearsal/aws-wire/s3/object.ts';
import type { Call, S3Operation } from '#rehearsal/aws-wire/s3/operation.ts';
import { receivePayload } from '#rehearsal/aws-wire/s3/payload.ts';
import { refusal } from '#rehearsal/aws-wire/s3/refusals.ts';
import type { Upload } from '#rehearsal/aws-wire/s3/uploads.ts';

const MOST_PARTS = 10_000;

const algorithmOf = ({ headers }: Call): ChecksumAlgorithm | undefined => {
  const asked = headers['x-amz-checksum-algorithm'];
  const algorithm = CHECKSUM_ALGORITHMS.find((each) => each === asked?.toLowerCase());
  if (asked !== undefined && algorithm === undefined) throw refusal('NotImplemented');
  return algorithm;
};

const uploadOf = ({ bucket, key, query }: Call): Upload =>
  bucket.uploads.get(query.get('uploadId') ?? '', key);

const create = async (call: Call): Promise<S3Answer> => {
  const { bucket, key, headers } = call;
  const algorithm = algorithmOf(call);
  const { uploadId } = bucket.uploads.begin({ key, headers: objectHeadersOf(headers), algorithm });
  return xmlAnswer(
    'InitiateMultipartUploadResult',
    xmlText([
      ['Bucket', bucket.name],
      ['Key', key],
      ['UploadId', uploadId],
    ]),
    algorithm && {
      'x-amz-checksum-algorithm': algorithm.toUpperCase(),
      'x-amz-checksum-type': 'COMPOSITE',
    },
  );
};

const partNumberOf = ({ query }: Call): number => {
  const text = query.get('partNumber') ?? '';
  const partNumber = Number(text);
  if (!/^\d{1,5}$/.test(text) || partNumber < 1 || partNumber > MOST_PARTS)
    throw refusal('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  return partNumber;
};

const uploadPart = async (call: Call): Promise<S3Answer> => {
  const partNumber = partNumberOf(call);
  const upload = uploadOf(call);
  const part = await receivePayload(call, call.directory);
  await call.bucket.uploads.putPart(upload, partNumber, part);
  const { checksum } = part;
  return emptyAnswer(200, {
    ETag: `"${part.md5.toString('hex')}"`,
    ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value.toString('base64') }),
  });
};

const complete = async (call: Call): Promise<S3Answer> => {
  const { bucket, key, now } = call;
  const named = await namedParts(call.body);
  const upload = uploadOf(call);
  const parts = chosenParts(upload, named);
  const object = assembled(upload, parts, now());
  await bucket.uploads.end(upload, new Set(parts));
  await bucket.put(key, object);
  const { checksum } = object;
  return xmlAnswer(
    'CompleteMultipartUploadResult',
    xmlText([
      ['Location', `http://${call.headers.host}/${bucket.name}/${encodeURIComponent(key)}`],
      ['Bucket', bucket.name],
      ['Key', key],
      ['ETag', `"${object.etag}"`],
      ...(checksum === undefined
        ? []
        : [
            [`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value] as const,
            ['ChecksumType', checksum.type] as const,
          ]),
    ]),
  );
};

const abort = async (call: Call): Promise<S3Answer> => {
  await call.bucket.uploads.end(uploadOf(call));
  return emptyAnswer(204);
};

const onUpload = { on: 'object', marks: ['uploadId'], parameters: [], conditions: [] } as const;

/** @see Amazon S3 API Reference, the operation of each name */
export const multipartOperations: readonly S3Operation[] = [
  { ...onUpload, name: 'CreateMultipartUpload', method: 'POST', marks: ['uploads'], handle: create },
  { ...onUpload, name: 'UploadPart', method: 'PUT', marks: ['partNumber', 'uploadId'], handle: uploadPart },
  { ...onUpload, name: 'CompleteMultipartUpload', method: 'POST', handle: complete },
  { ...onUpload, name: 'AbortMultipartUpload', method: 'DELETE', handle: abort },
];
