import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LARGEST_KEPT, LARGEST_UPLOAD, receiveUpload } from '#rehearsal/load-master/api/upload.ts';
import { patchImage } from '#rehearsal/load-master/firmware/patch-image.ts';
import { callManagement, callV2, makeWiredWorld, PASSWORD, type WiredWorld } from './wired-world.ts';

const VERSION = '7.2.61.1.24109.RELEASE';

const collect = async (chunks: AsyncIterable<Buffer>): Promise<Buffer> => {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
};

async function* repeated(chunk: Buffer, times: number): AsyncGenerator<Buffer> {
  for (let count = 0; count < times; count++) yield chunk;
}

describe('receiveUpload', () => {
  it('counts and digests everything and keeps the beginning', async () => {
    const image = await collect(patchImage(VERSION, LARGEST_KEPT + 100_001));
    const upload = await receiveUpload(patchImage(VERSION, image.length));
    expect(upload).toMatchObject({
      size: image.length,
      sha256: createHash('sha256').update(image).digest('hex'),
    });
    expect(upload?.content.equals(image.subarray(0, LARGEST_KEPT))).toBe(true);
  });

  it('keeps all of something small', async () => {
    const upload = await receiveUpload(repeated(Buffer.from('abc'), 2));
    expect(upload).toMatchObject({ size: 6, content: Buffer.from('abcabc') });
  });

  it('reads no further than the largest upload', async () => {
    const chunk = Buffer.alloc(LARGEST_UPLOAD / 2 + 1);
    expect(await receiveUpload(repeated(chunk, 2))).toBeUndefined();
  });
});

describe('an image sent to a unit', () => {
  let world: WiredWorld;
  beforeEach(async () => {
    world = await makeWiredWorld();
  });
  afterEach(() => world.wired.stop());

  const image = () => collect(patchImage(VERSION, LARGEST_KEPT + 1_000_000));
  const send = (body: Buffer, query = '?confirm=yes') =>
    callManagement(world, `/access/installpatch${query}`, {
      method: 'POST',
      auth: `bal:${PASSWORD}`,
      // What the vendor's own client sends with the bare bytes.
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
  /** Lets time pass, second by second, until the call has its answer. */
  const passUntil = async <T>(answer: Promise<T>): Promise<T> => {
    let settled = false;
    const mark = () => {
      settled = true;
    };
    answer.then(mark, mark);
    while (!settled) {
      await setImmediate();
      world.pass(0.1);
    }
    return answer;
  };

  it('arrives whole, answered when it is installed', async () => {
    const body = await image();
    const sentAt = world.scheduler.now();
    const answer = await passUntil(send(body));
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('Command completed ok');
    expect(world.scheduler.now() - sentAt).toBeGreaterThanOrEqual(30_000);
    expect(world.first.firmware.staged()).toEqual({
      version: VERSION,
      image: { size: body.length, sha256: createHash('sha256').update(body).digest('hex') },
    });
  });

  it('needs confirming in the query', async () => {
    expect((await send(await image(), '')).status).toBe(422);
  });

  it('is broken off when the unit goes down', async () => {
    const answer = send(await image()).catch((error: NodeJS.ErrnoException) => error.code);
    while (world.first.machine() === 'up') {
      await setImmediate();
      world.pass(0.01);
      if (world.scheduler.now() - world.first.bootedAt() > 5_000) world.first.crash();
    }
    expect(await answer).toBe('ECONNRESET');
    world.pass(60);
    expect(world.first.firmware.staged()).toBeUndefined();
  });

  it('is not taken by API v2', async () => {
    expect((await callV2(world, { cmd: 'installpatch', data: 'UEsDBA==' })).status).toBe(405);
  });

  it.each([
    { wire: 'v1', path: '/access/get' },
    { wire: 'v2', path: '/accessv2' },
  ])('is too large for any other command of $wire', async ({ path }) => {
    const answer = await callManagement(world, path, {
      method: 'POST',
      auth: `bal:${PASSWORD}`,
      body: Buffer.alloc(LARGEST_KEPT + 1, 'x'),
    });
    expect(answer.status).toBe(413);
  });
});
