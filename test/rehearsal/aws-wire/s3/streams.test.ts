import { once } from 'node:events';
import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { patchImage } from '#rehearsal/load-master/firmware/patch-image.ts';
import { BUCKET, type S3Rig, sha256Of, someBytes, startS3, weigh } from './s3-rig.ts';

const MIB = 1024 * 1024;
const object = { Bucket: BUCKET, Key: 'image' };

const bodyOf = async ({ client }: Pick<S3Rig, 'client'>): Promise<Readable> => {
  const { Body } = await client().send(new GetObjectCommand(object));
  if (!(Body instanceof Readable)) throw new Error('not a stream of Node');
  return Body;
};

/** Reads until the stream ends in one way or the other. */
const readOut = async (body: Readable) => {
  let size = 0;
  try {
    for await (const chunk of body) size += chunk.length;
  } catch (error) {
    return { size, error };
  }
  return { size, error: undefined };
};

describe('an object the world declares', () => {
  it('is made while it is read: 64 MB, every byte', async () => {
    await using rig = await startS3();
    const open = () => patchImage('7.2.61.0.22642.RELEASE', 64 * MIB);
    const weight = await weigh(open());
    await rig.put(BUCKET, 'image', { ...weight, open });
    const { ContentLength, Body, ChecksumSHA256 } = await rig.s3.send(new GetObjectCommand(object));
    expect(ContentLength).toBe(64 * MIB);
    expect(Buffer.from(ChecksumSHA256 ?? '', 'base64').toString('hex')).toBe(weight.sha256);
    expect(await weigh(Body as Readable)).toEqual(weight);
    expect(rig.defects).toEqual([]);
  });

  it('is made no faster than it is read, and no longer', async () => {
    await using rig = await startS3();
    let made = 0;
    const ended = Promise.withResolvers<void>();
    const piece = Buffer.alloc(64 * 1024);
    await rig.put(BUCKET, 'image', {
      size: 2 ** 40,
      sha256: '0'.repeat(64),
      open: async function* () {
        try {
          for (;;) {
            made += piece.length;
            yield piece;
          }
        } finally {
          ended.resolve();
        }
      },
    });
    const body = await bodyOf(rig);
    await once(body, 'readable');
    body.destroy();
    await ended.promise;
    // Two sockets' buffers and a piece or two: of a body made ahead there would be no end.
    expect(made).toBeLessThan(32 * MIB);
    expect(rig.defects).toEqual([]);
  });

  it('has a checksum that an SDK holds against its bytes', async () => {
    await using rig = await startS3();
    const open = () => patchImage('7.2.61.0', MIB);
    await rig.put(BUCKET, 'image', { size: MIB, sha256: '0'.repeat(64), open });
    const { error } = await readOut(await bodyOf(rig));
    expect(String(error)).toMatch(/checksum mismatch/i);
  });

  it.each([
    ['fewer', MIB - 1],
    ['more', MIB + 1],
  ])('with %s bytes than declared is a defect, and never looks whole', async (_what, really) => {
    await using rig = await startS3();
    const open = () => patchImage('7.2.61.0', really);
    await rig.put(BUCKET, 'image', { ...(await weigh(open())), size: MIB, open });
    const { size, error } = await readOut(await bodyOf(rig));
    expect(size).toBeLessThan(MIB);
    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(rig.defects).toEqual([expect.any(RangeError)]);
  });

  it('whose source fails is a defect, too', async () => {
    await using rig = await startS3();
    const failure = new Error('no more');
    await rig.put(BUCKET, 'image', {
      size: MIB,
      sha256: '0'.repeat(64),
      open: async function* () {
        yield Buffer.alloc(1000);
        throw failure;
      },
    });
    await expect(bodyOf(rig).then(readOut)).resolves.toMatchObject({ error: { code: 'ECONNRESET' } });
    expect(rig.defects).toEqual([failure]);
  });
});

describe('an object that is replaced while it is read', () => {
  it('is read to its end by those who have begun', async () => {
    await using rig = await startS3();
    const put = (Body: Buffer) => rig.s3.send(new PutObjectCommand({ ...object, Body }));
    const [before, after] = [someBytes(24 * MIB), Buffer.from('after')];
    await put(before);
    const reading = await bodyOf(rig);
    await put(after);
    expect(await weigh(reading)).toEqual({ size: before.length, sha256: sha256Of(before) });
    expect(await weigh(await bodyOf(rig))).toEqual({ size: after.length, sha256: sha256Of(after) });
    expect(rig.defects).toEqual([]);
  });
});

it('stop() ends a transfer that is under way', async () => {
  const rig = await startS3();
  const open = () => patchImage('7.2.61.0', 64 * MIB);
  await rig.put(BUCKET, 'image', { ...(await weigh(open())), open });
  const body = await bodyOf(rig);
  await rig.stop();
  expect(await readOut(body)).toMatchObject({ error: { code: 'ECONNRESET' } });
  expect(rig.defects).toEqual([]);
});

describe('a body that is cut', () => {
  it.each([0, 1, 100_000, MIB - 1])('ends after %i bytes with the connection', async (afterBytes) => {
    await using rig = await startS3();
    await rig.s3.send(new PutObjectCommand({ ...object, Body: someBytes(MIB) }));
    const fault = { kind: 'cut-body', afterBytes } as const;
    rig.cloud.faults.inject({ service: 's3', operation: 'GetObject', fault, times: 1 });
    const { ContentLength, Body } = await rig
      .client({ responseChecksumValidation: 'WHEN_REQUIRED' })
      .send(new GetObjectCommand(object));
    expect(ContentLength).toBe(MIB);
    expect(await readOut(Body as Readable)).toMatchObject({
      size: afterBytes,
      error: { code: 'ECONNRESET' },
    });
    expect(await weigh(await bodyOf(rig))).toMatchObject({ size: MIB });
    expect(rig.defects).toEqual([]);
  });

  it('is whole where it is shorter than that', async () => {
    await using rig = await startS3();
    await rig.s3.send(new PutObjectCommand({ ...object, Body: 'short' }));
    rig.cloud.faults.inject({ service: 's3', fault: { kind: 'cut-body', afterBytes: 5 } });
    expect(await weigh(await bodyOf(rig))).toMatchObject({ size: 5 });
  });
});
