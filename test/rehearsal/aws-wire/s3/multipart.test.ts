import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patchImage } from '#rehearsal/load-master/firmware/patch-image.ts';
import { authorizationFor } from '../raw-request.ts';
import { refusalOf } from '../refusal.ts';
import { REGION } from '../wired-region.ts';
import { BUCKET, type S3Rig, sha256Of, someBytes, startS3, weigh } from './s3-rig.ts';

const KEY = 'images/7.2.61.0.bin';
const object = { Bucket: BUCKET, Key: KEY };
const MIB = 1024 * 1024;

let rig: S3Rig;
beforeEach(async () => {
  rig = await startS3();
});
afterEach(async () => {
  expect(rig.defects).toEqual([]);
  await rig[Symbol.asyncDispose]();
});

describe('lib-storage', () => {
  it('uploads a stream of unknown length in parts', async () => {
    const bytes = someBytes(12 * MIB);
    const pieces = function* () {
      for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
    };
    const params = { ...object, Body: Readable.from(pieces()), Metadata: { version: '7.2.61.0' } };
    const answer = await new Upload({ client: rig.s3, params, partSize: 5 * MIB }).done();

    const parts = [bytes.subarray(0, 5 * MIB), bytes.subarray(5 * MIB, 10 * MIB), bytes.subarray(10 * MIB)];
    const digests = Buffer.concat(parts.map((part) => createHash('md5').update(part).digest()));
    const sums = Buffer.alloc(12);
    for (const [place, part] of parts.entries()) sums.writeUInt32BE(crc32(part), 4 * place);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(sums));
    expect(answer).toMatchObject({
      ...object,
      ETag: `"${createHash('md5').update(digests).digest('hex')}-3"`,
      ChecksumCRC32: `${sum.toString('base64')}-3`,
      ChecksumType: 'COMPOSITE',
      Location: `${rig.url}/${BUCKET}/${KEY}`,
    });
    const { Body, ...got } = await rig.s3.send(new GetObjectCommand(object));
    expect(got).toMatchObject({
      ETag: answer.ETag,
      ContentLength: bytes.length,
      Metadata: { version: '7.2.61.0' },
    });
    expect(await weigh(Body as Readable)).toEqual({ size: bytes.length, sha256: sha256Of(bytes) });
    expect(rig.cloud.calls.read()).toEqual({
      's3.CreateMultipartUpload': 1,
      's3.UploadPart': 3,
      's3.CompleteMultipartUpload': 1,
      's3.GetObject': 1,
    });
  });

  it('takes an image as the rehearsal makes it, whose first piece is one line', async () => {
    const image = () => patchImage('7.2.61.0.22642.RELEASE', 6 * MIB + 1);
    await new Upload({ client: rig.s3, params: { ...object, Body: Readable.from(image()) } }).done();
    const stored = rig.read(BUCKET, KEY);
    expect(stored && (await weigh(stored.body.open()))).toEqual(await weigh(image()));
  });

  it('puts what fits into one part', async () => {
    await new Upload({
      client: rig.s3,
      params: { ...object, Body: Readable.from([Buffer.from('one')]) },
    }).done();
    expect(rig.cloud.calls.read()).toEqual({ 's3.PutObject': 1 });
  });

  it('aborts an upload of which a part failed', async () => {
    rig.cloud.faults.inject({
      service: 's3',
      operation: 'UploadPart',
      fault: {
        kind: 'error',
        code: 'SlowDown',
        httpStatus: 503,
        message: 'Please reduce your request rate.',
      },
      times: 1,
    });
    const params = { ...object, Body: Readable.from([someBytes(11 * MIB)]) };
    expect(await refusalOf(new Upload({ client: rig.s3, params, queueSize: 1 }).done())).toMatchObject({
      name: 'SlowDown',
      status: 503,
    });
    expect(rig.cloud.calls.read()).toMatchObject({ 's3.AbortMultipartUpload': 1 });
    expect(rig.keys(BUCKET)).toEqual([]);
  });
});

const begin = async (): Promise<string> => {
  const { UploadId } = await rig.s3.send(new CreateMultipartUploadCommand(object));
  return UploadId ?? '';
};

const send = async (UploadId: string, PartNumber: number, Body: Buffer): Promise<CompletedPart> => {
  const { ETag } = await rig.s3.send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body }));
  return { ETag, PartNumber };
};

const complete = (UploadId: string, Parts: CompletedPart[]) =>
  rig.s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }));

describe('an upload by hand', () => {
  it('is of the parts that are named, in their order, the last to come of each number', async () => {
    const id = await begin();
    const last = await send(id, 7, Buffer.from('end'));
    await send(id, 2, someBytes(6 * MIB));
    const first = await send(id, 2, someBytes(5 * MIB));
    await send(id, 3, Buffer.from('not named'));
    await complete(id, [first, last]);
    const stored = rig.read(BUCKET, KEY);
    expect(stored && (await weigh(stored.body.open()))).toEqual({
      size: 5 * MIB + 3,
      sha256: sha256Of(Buffer.concat([someBytes(5 * MIB), Buffer.from('end')])),
    });
  });

  it('is no object before it is complete', async () => {
    await send(await begin(), 1, Buffer.from('part'));
    expect(rig.keys(BUCKET)).toEqual([]);
    const call = rig.s3.send(new GetObjectCommand(object));
    expect(await refusalOf(call)).toMatchObject({ name: 'NoSuchKey' });
  });

  it('EntityTooSmall: a part under 5 MiB before the last', async () => {
    const id = await begin();
    const parts = [await send(id, 1, someBytes(5 * MIB - 1)), await send(id, 2, Buffer.from('end'))];
    expect(await refusalOf(complete(id, parts))).toMatchObject({ name: 'EntityTooSmall', status: 400 });
  });

  it('InvalidPart: another entity tag, or a number that never came', async () => {
    const id = await begin();
    const part = await send(id, 1, Buffer.from('part'));
    const wrong = [{ ...part, ETag: `"${'0'.repeat(32)}"` }];
    expect(await refusalOf(complete(id, wrong))).toMatchObject({ name: 'InvalidPart', status: 400 });
    expect(await refusalOf(complete(id, [{ ...part, PartNumber: 2 }]))).toMatchObject({
      name: 'InvalidPart',
    });
    await expect(complete(id, [part])).resolves.toBeDefined();
  });

  it('InvalidPartOrder: numbers that do not ascend', async () => {
    const id = await begin();
    const part = await send(id, 1, Buffer.from('part'));
    expect(await refusalOf(complete(id, [part, part]))).toMatchObject({
      name: 'InvalidPartOrder',
      status: 400,
    });
  });

  it.each([0, 10_001])('InvalidArgument: part number %i', async (number) => {
    const call = send(await begin(), number, Buffer.from('part'));
    expect(await refusalOf(call)).toMatchObject({ name: 'InvalidArgument', status: 400 });
  });

  it('NoSuchUpload: completed, aborted, unknown, or of another key', async () => {
    const noSuchUpload = { name: 'NoSuchUpload', status: 404 };
    const id = await begin();
    const part = await send(id, 1, Buffer.from('part'));
    const other = new AbortMultipartUploadCommand({ ...object, Key: 'other', UploadId: id });
    expect(await refusalOf(rig.s3.send(other))).toMatchObject(noSuchUpload);
    await complete(id, [part]);
    expect(await refusalOf(complete(id, [part]))).toMatchObject(noSuchUpload);
    const aborted = await begin();
    await rig.s3.send(new AbortMultipartUploadCommand({ ...object, UploadId: aborted }));
    expect(await refusalOf(send(aborted, 1, Buffer.from('late')))).toMatchObject(noSuchUpload);
    expect(await refusalOf(complete('unknown', [part]))).toMatchObject(noSuchUpload);
  });

  it('NotImplemented: a checksum that cannot be compared here', async () => {
    const call = rig.s3.send(new CreateMultipartUploadCommand({ ...object, ChecksumAlgorithm: 'CRC32C' }));
    expect(await refusalOf(call)).toMatchObject({ name: 'NotImplemented', status: 501 });
  });
});

describe('the document that completes an upload', () => {
  const part = '<Part><PartNumber>1</PartNumber><ETag>&quot;x&quot;</ETag></Part>';
  const answerTo = async (body: string) => {
    const response = await fetch(`${rig.url}/${BUCKET}/${KEY}?uploadId=${await begin()}`, {
      method: 'POST',
      headers: { authorization: authorizationFor('s3', REGION) },
      body,
    });
    return { status: response.status, code: /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] };
  };

  it.each([
    ['nothing', ''],
    ['not XML', 'Parts: 1'],
    ['not well-formed', `<CompleteMultipartUpload>${part}</Complete>`],
    ['another document', `<Complete>${part}</Complete>`],
    ['no part', '<CompleteMultipartUpload></CompleteMultipartUpload>'],
    [
      'a part without a tag',
      '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>',
    ],
    [
      'a number that is none',
      `<CompleteMultipartUpload>${part.replace('1', '1e0')}</CompleteMultipartUpload>`,
    ],
    [
      'an entity of its own',
      `<!DOCTYPE d [<!ENTITY x "x">]><CompleteMultipartUpload>${part}</CompleteMultipartUpload>`,
    ],
  ])('is refused: %s', async (_what, body) => {
    expect(await answerTo(body)).toEqual({ status: 400, code: 'MalformedXML' });
  });

  it('is understood with a namespace, a declaration and checksums', async () => {
    const full = part.replace('</Part>', '<ChecksumCRC32>AAAAAA==</ChecksumCRC32></Part>');
    const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
    const document = `<?xml version="1.0"?><CompleteMultipartUpload xmlns="${xmlns}">${full}</CompleteMultipartUpload>`;
    expect(await answerTo(document)).toEqual({ status: 400, code: 'InvalidPart' });
  });

  it('is read only so far', async () => {
    expect(await answerTo(' '.repeat(4 * MIB + 1))).toEqual({
      status: 400,
      code: 'MaxMessageLengthExceeded',
    });
  });
});
