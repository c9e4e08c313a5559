import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from '../refusal.ts';
import { START_AT } from '../wired-region.ts';
import { BUCKET, type S3Rig, sha256Of, someBytes, startS3, weigh } from './s3-rig.ts';

let rig: S3Rig;
beforeAll(async () => {
  rig = await startS3();
});
afterAll(async () => {
  expect(rig.defects).toEqual([]);
  await rig[Symbol.asyncDispose]();
});

const md5Of = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
const put = (Key: string, Body: string | Buffer | Readable, more = {}) =>
  rig.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));
const get = (Key: string, more = {}) => rig.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...more }));
const text = async (Key: string) => (await get(Key)).Body?.transformToString();

describe('an object that was put', () => {
  it('comes back with what was said of it', async () => {
    const body = someBytes(300_000);
    const answer = await put('images/7.2.61.bin', body, {
      ContentType: 'application/x-image',
      Metadata: { version: '7.2.61.0' },
    });
    expect(answer).toMatchObject({ ETag: `"${md5Of(body)}"`, ChecksumType: 'FULL_OBJECT' });
    const got = await get('images/7.2.61.bin');
    expect(got).toMatchObject({
      ETag: answer.ETag,
      ContentLength: 300_000,
      ContentType: 'application/x-image',
      LastModified: new Date(START_AT),
      Metadata: { version: '7.2.61.0' },
      ChecksumCRC32: answer.ChecksumCRC32,
    });
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(body);
  });

  it('tells its checksum only to those who ask', async () => {
    await put('quiet', 'bytes');
    const { s3 } = { s3: rig.client({ responseChecksumValidation: 'WHEN_REQUIRED' }) };
    const answer = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'quiet' }));
    expect(answer.ChecksumCRC32).toBeUndefined();
    const asked = new HeadObjectCommand({ Bucket: BUCKET, Key: 'quiet', ChecksumMode: 'ENABLED' });
    expect((await s3.send(asked)).ChecksumCRC32).toMatch(/^[\w+/]{6}==$/);
  });

  it.each([
    ['a string', 'padding'],
    ['nothing', ''],
    ['a buffer', someBytes(3)],
  ])('may be %s', async (_what, body) => {
    await put('small', body);
    expect(await text('small')).toBe(body.toString());
    expect((await rig.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'small' }))).ContentLength).toBe(
      body.length,
    );
  });

  it('may have any name', async () => {
    const key = 'a b/ä+%&?#/..//=.bin';
    await put(key, 'odd');
    expect(await text(key)).toBe('odd');
    expect(rig.keys(BUCKET, 'a b/')).toEqual([key]);
  });

  it('is replaced by the next of its name', async () => {
    await put('twice', 'first');
    await put('twice', 'second');
    expect(await text('twice')).toBe('second');
  });

  it('is there for the world, too', async () => {
    await put('seen', 'by the world');
    const object = rig.read(BUCKET, 'seen');
    expect(object && (await weigh(object.body.open()))).toEqual({
      size: 12,
      sha256: sha256Of(Buffer.from('by the world')),
    });
  });

  it('is gone when it was deleted, and deleting it again is no error', async () => {
    await put('gone', 'soon');
    const remove = () => rig.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'gone' }));
    expect((await remove()).$metadata.httpStatusCode).toBe(204);
    expect(await refusalOf(get('gone'))).toMatchObject({ name: 'NoSuchKey', status: 404 });
    expect((await remove()).$metadata.httpStatusCode).toBe(204);
  });
});

describe('a stream, with the checksum behind it', () => {
  it('is put in chunks', async () => {
    const body = someBytes(200_000);
    const pieces = [body.subarray(0, 70_000), body.subarray(70_000, 150_000), body.subarray(150_000)];
    const answer = await put('streamed', Readable.from(pieces), { ContentLength: body.length });
    expect(answer).toMatchObject({ ETag: `"${md5Of(body)}"`, ChecksumType: 'FULL_OBJECT' });
    expect(answer.ChecksumCRC32).toMatch(/^[\w+/]{6}==$/);
    expect(await weigh((await get('streamed')).Body as Readable)).toEqual({
      size: body.length,
      sha256: sha256Of(body),
    });
  });

  it('is refused where a chunk before the last is under 8 KB', async () => {
    const pieces = [Buffer.alloc(100), Buffer.alloc(9000)];
    const call = put('slivers', Readable.from(pieces), { ContentLength: 9100 });
    expect(await refusalOf(call)).toMatchObject({ name: 'InvalidChunkSizeError', status: 403 });
    expect(rig.read(BUCKET, 'slivers')).toBeUndefined();
    await expect(
      put('one sliver', Readable.from([Buffer.alloc(100)]), { ContentLength: 100 }),
    ).resolves.toBeDefined();
  });

  it('is refused where it is shorter than announced', async () => {
    const call = put('short', Readable.from([Buffer.alloc(9000)]), { ContentLength: 9001 });
    expect(await refusalOf(call)).toMatchObject({ name: 'IncompleteBody', status: 400 });
    expect(rig.keys(BUCKET, 'short')).toEqual([]);
  });
});

describe('If-Match', () => {
  it.each([GetObjectCommand, HeadObjectCommand])(
    '%o: serves the object it knows, and 412 otherwise',
    async (Command) => {
      const { ETag } = await put('matched', 'this one');
      const look = (IfMatch: string | undefined) =>
        rig.s3.send(
          new Command({ Bucket: BUCKET, Key: 'matched', ...(IfMatch !== undefined && { IfMatch }) }),
        );
      await expect(look(ETag)).resolves.toMatchObject({ ContentLength: 8 });
      await expect(look('*')).resolves.toMatchObject({ ContentLength: 8 });
      expect(await refusalOf(look(`"${'0'.repeat(32)}"`))).toMatchObject({ status: 412 });
    },
  );

  it('says PreconditionFailed where there is a body to say it in', async () => {
    await put('matched', 'this one');
    const call = get('matched', { IfMatch: '"other"' });
    expect(await refusalOf(call)).toMatchObject({ name: 'PreconditionFailed', status: 412 });
  });
});

describe('what is not there', () => {
  it.each([
    ['NoSuchKey', BUCKET, 'absent'],
    ['NoSuchBucket', 'not-declared', 'any'],
  ])('%s', async (name, Bucket, Key) => {
    const call = rig.s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await refusalOf(call)).toMatchObject({ name, status: 404, fault: 'client' });
  });

  it('a HEAD has no body to say it in', async () => {
    const call = rig.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'absent' }));
    expect(await refusalOf(call)).toMatchObject({ name: 'NotFound', status: 404 });
  });

  it('a stream into an undeclared bucket is refused, and the connection goes on', async () => {
    const body = someBytes(3 * 1024 * 1024);
    const call = rig.s3.send(new PutObjectCommand({ Bucket: 'not-declared', Key: 'x', Body: body }));
    expect(await refusalOf(call)).toMatchObject({ name: 'NoSuchBucket' });
    await expect(put('after', 'fine')).resolves.toBeDefined();
  });

  it('a bucket that was not declared is the world’s own mistake', () => {
    expect(() => rig.keys('not-declared')).toThrow(RangeError);
  });
});

describe('ListObjectsV2', () => {
  beforeAll(async () => {
    for (const key of ['list/b', 'list/a', 'list/ü&<>', 'other']) await put(key, key);
  });

  it('lists what begins with a prefix, in order', async () => {
    const answer = await rig.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'list/' }));
    expect(answer).toMatchObject({
      Name: BUCKET,
      Prefix: 'list/',
      KeyCount: 3,
      MaxKeys: 1000,
      IsTruncated: false,
    });
    expect(answer.Contents?.map(({ Key }) => Key)).toEqual(['list/a', 'list/b', 'list/ü&<>']);
    expect(answer.Contents?.[0]).toEqual({
      Key: 'list/a',
      Size: 6,
      ETag: `"${md5Of(Buffer.from('list/a'))}"`,
      LastModified: new Date(START_AT),
      StorageClass: 'STANDARD',
    });
  });

  it('in pages', async () => {
    const pages = paginateListObjectsV2({ client: rig.s3, pageSize: 2 }, { Bucket: BUCKET, Prefix: 'list/' });
    const keys: unknown[] = [];
    for await (const { Contents } of pages) keys.push(Contents?.map(({ Key }) => Key));
    expect(keys).toEqual([['list/a', 'list/b'], ['list/ü&<>']]);
  });

  it('encoded, for keys that XML cannot carry', async () => {
    const list = { Bucket: BUCKET, Prefix: 'list/ü', EncodingType: 'url' } as const;
    const { Contents } = await rig.s3.send(new ListObjectsV2Command(list));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['list/%C3%BC%26%3C%3E']);
  });

  it('does not do what is not rehearsed', async () => {
    const call = rig.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Delimiter: '/' }));
    expect(await refusalOf(call)).toMatchObject({ name: 'NotImplemented', status: 501 });
  });
});
