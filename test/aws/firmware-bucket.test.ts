import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firmwareBucketClientConfig, makeFirmwareBucket } from '#aws/firmware-bucket.ts';
import { contentOf } from '#loadmaster/jobs/firmware-bucket.ts';
import { type S3Endpoint, startS3Endpoint } from '#rehearsal/aws-wire/s3/endpoint.ts';
import { makeApiFaults, makeCallCounters } from '#rehearsal/cloud/api/faults.ts';
import type { ApiFaults, CallCounters } from '#rehearsal/cloud/api/types.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';

const BUCKET = 'firmware';
const KEY = 'images/7.2.61.1.24109.RELEASE-64bit.patch';
const MEBIBYTE = 1024 * 1024;

let s3: S3Endpoint;
let faults: ApiFaults;
let calls: CallCounters;
let client: S3Client;
let defects: unknown[];

beforeEach(async () => {
  const scheduler = new VirtualScheduler(0);
  faults = makeApiFaults(scheduler, () => 0);
  calls = makeCallCounters();
  defects = [];
  s3 = await startS3Endpoint({
    cloud: { region: 'eu-west-1', faults, calls },
    scheduler,
    buckets: [BUCKET],
    onDefect: (error) => void defects.push(error),
  });
  client = new S3Client({
    ...firmwareBucketClientConfig,
    endpoint: s3.url,
    forcePathStyle: true,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
});
afterEach(async () => {
  client.destroy();
  await s3.stop();
  expect(defects).toEqual([]);
});

const make = (bucket = BUCKET) => makeFirmwareBucket({ client, bucket });
const fails = (why: string) => expect.objectContaining({ name: 'FirmwareBucketError', why });

const chunksOf = async function* (mebibytes: number): AsyncGenerator<Buffer> {
  for (let nth = 0; nth < mebibytes; nth += 1) yield Buffer.alloc(MEBIBYTE, nth);
};
const sha256Of = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

/** Puts an object of so many MiB; another `salt`, other bytes. */
const put = async (mebibytes: number, salt = 0): Promise<string> => {
  const open = async function* () {
    for await (const chunk of chunksOf(mebibytes)) yield Buffer.from(chunk.map((byte) => byte + salt));
  };
  const sha256 = await sha256Of(open());
  await s3.put(BUCKET, KEY, { size: mebibytes * MEBIBYTE, sha256, open });
  return sha256;
};

describe('an image in the bucket', () => {
  it('is seen, and read as it was seen', async () => {
    const sha256 = await put(3);
    const bucket = make();
    const seen = await bucket.head(KEY);
    expect(seen).toEqual({ etag: expect.stringMatching(/^".+"$/), bytes: 3 * MEBIBYTE });
    if (seen === 'missing') return;
    const source = bucket.open(KEY, seen);
    expect(source.length).toBe(3 * MEBIBYTE);
    expect(await contentOf(source)).toEqual({ bytes: 3 * MEBIBYTE, sha256 });
  });

  it('may be missing', async () => {
    expect(await make().head(KEY)).toBe('missing');
    const gone = make().open(KEY, { etag: '"x"', bytes: 1 });
    await expect(contentOf(gone)).rejects.toEqual(fails('missing'));
  });

  it('is not read when it is another one than was seen', async () => {
    await put(1);
    const seen = await make().head(KEY);
    await put(1, 1);
    if (seen === 'missing') throw new Error(seen);
    await expect(contentOf(make().open(KEY, seen))).rejects.toEqual(fails('changed'));
  });

  it('is asked for only when somebody reads it', async () => {
    make().open(KEY, { etag: '"x"', bytes: 1 });
    expect(calls.read()).toEqual({});
  });

  it('that breaks off is not taken for a whole one', async () => {
    await put(2);
    const seen = await make().head(KEY);
    if (seen === 'missing') throw new Error(seen);
    faults.inject({ service: 's3', fault: { kind: 'cut-body', afterBytes: MEBIBYTE } });
    await expect(contentOf(make().open(KEY, seen))).rejects.toEqual(fails('unavailable'));
  });

  it('is not read faster than it is taken, and let go of when it is not', async () => {
    let made = 0;
    const open = async function* () {
      for await (const chunk of chunksOf(128)) {
        made += 1;
        yield chunk;
      }
    };
    await s3.put(BUCKET, KEY, { size: 128 * MEBIBYTE, sha256: 'ab'.repeat(32), open });
    const seen = await make().head(KEY);
    if (seen === 'missing') throw new Error(seen);
    for await (const _ of make().open(KEY, seen).bytes) break;
    expect(made).toBeLessThan(64);
  });

  it.each(['HeadObject', 'GetObject'])('is unavailable when %s is refused for good', async (operation) => {
    await put(1);
    const denied = { kind: 'error', code: 'AccessDenied', httpStatus: 403, message: 'no' } as const;
    faults.inject({ service: 's3', operation, fault: denied });
    const read = async () => {
      const seen = await make().head(KEY);
      return seen === 'missing' ? seen : contentOf(make().open(KEY, seen));
    };
    await expect(read()).rejects.toEqual(fails('unavailable'));
  });

  it('is asked for again when S3 is slow to serve it', async () => {
    await put(1);
    const slow = { kind: 'error', code: 'SlowDown', httpStatus: 503, message: 'later' } as const;
    faults.inject({ service: 's3', operation: 'HeadObject', fault: slow, times: 2 });
    expect(await make().head(KEY)).toMatchObject({ bytes: MEBIBYTE });
  });

  it('does not hide a bug', async () => {
    client.middlewareStack.add(
      () => () => {
        throw new TypeError('ours');
      },
      { step: 'initialize' },
    );
    await expect(make().head(KEY)).rejects.toThrow(TypeError);
    await expect(contentOf(make().open(KEY, { etag: '"x"', bytes: 1 }))).rejects.toThrow(TypeError);
  });
});

describe('a backup in the bucket', () => {
  const key = 'backups/dublin-1/first/x.backup';

  it.each([
    { mebibytes: 1, requests: { 's3.PutObject': 1 } },
    {
      mebibytes: 12,
      requests: { 's3.CreateMultipartUpload': 1, 's3.UploadPart': 3, 's3.CompleteMultipartUpload': 1 },
    },
  ])('of $mebibytes MiB is stored as it came', async ({ mebibytes, requests }) => {
    const sha256 = await sha256Of(chunksOf(mebibytes));
    expect(await make().putBackup(key, chunksOf(mebibytes))).toEqual({ bytes: mebibytes * MEBIBYTE, sha256 });
    expect(calls.read()).toEqual(requests);
    expect(await sha256Of(s3.read(BUCKET, key)?.body.open() ?? chunksOf(0))).toBe(sha256);
  });

  it.each([0, 1, 12])(
    'throws what its content throws after %i MiB, and leaves nothing',
    async (mebibytes) => {
      const failure = new Error('the unit went away');
      const breaking = async function* () {
        yield* chunksOf(mebibytes);
        throw failure;
      };
      await expect(make().putBackup(key, breaking())).rejects.toBe(failure);
      expect(s3.keys(BUCKET)).toEqual([]);
      expect(calls.read()['s3.AbortMultipartUpload'] ?? 0).toBe(mebibytes > 5 ? 1 : 0);
    },
  );

  it('ends its content when S3 does not take a part', async () => {
    const denied = { kind: 'error', code: 'AccessDenied', httpStatus: 403, message: 'no' } as const;
    faults.inject({ service: 's3', operation: 'UploadPart', fault: denied });
    let made = 0;
    let isLetGo = false;
    const endless = async function* () {
      try {
        for (; ; made += 1) yield Buffer.alloc(MEBIBYTE);
      } finally {
        isLetGo = true;
      }
    };
    await expect(make().putBackup(key, endless())).rejects.toEqual(fails('unavailable'));
    expect(made).toBeLessThan(32);
    expect(isLetGo).toBe(true);
    expect(s3.keys(BUCKET)).toEqual([]);
  });
});
