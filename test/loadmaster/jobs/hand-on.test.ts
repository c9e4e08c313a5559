import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { handOn } from '#loadmaster/jobs/hand-on.ts';

const CHUNK = Buffer.alloc(64 * 1024, 7);
const failure = new Error('ours');

describe('handing bytes on', () => {
  it('gives every one of them, in order', async () => {
    const chunks = Array.from({ length: 50 }, (_, nth) => Buffer.alloc(50_000, nth));
    const [filled, taken] = await handOn(async (sink) => {
      for (const chunk of chunks) await sink(chunk);
    }, buffer);
    expect(filled).toEqual({ status: 'fulfilled', value: undefined });
    expect(taken).toEqual({ status: 'fulfilled', value: Buffer.concat(chunks) });
  });

  it('holds no more than a few chunks', async () => {
    let written = 0;
    let read = 0;
    let furthestAhead = 0;
    await handOn(
      async (sink) => {
        for (; written < 500; written += 1) {
          furthestAhead = Math.max(furthestAhead, written - read);
          await sink(CHUNK);
        }
      },
      async (content) => {
        for await (const chunk of content) read += chunk.length / CHUNK.length;
      },
    );
    expect(read).toBe(500);
    expect(furthestAhead).toBeLessThan(8);
  });

  it.each([0, 1, 100])('tells the reader that the writer failed after %i chunks', async (count) => {
    const [filled, taken] = await handOn(async (sink) => {
      for (let nth = 0; nth < count; nth += 1) await sink(CHUNK);
      throw failure;
    }, buffer);
    expect(filled).toEqual({ status: 'rejected', reason: failure });
    expect(taken).toEqual({ status: 'rejected', reason: failure });
  });

  it('tells the reader who begins late that the writer failed', async () => {
    const [, taken] = await handOn(
      () => Promise.reject(failure),
      async (content) => {
        await setImmediate();
        return buffer(content);
      },
    );
    expect(taken).toEqual({ status: 'rejected', reason: failure });
  });

  it.each([0, 1, 100])('tells the writer that the reader failed after %i chunks', async (count) => {
    const endless = async (sink: (chunk: Uint8Array) => Promise<void>) => {
      for (;;) await sink(CHUNK);
    };
    const [filled, taken] = await handOn(endless, async (content) => {
      let read = 0;
      if (read === count) throw failure;
      for await (const _ of content) if (++read === count) throw failure;
    });
    expect(filled.status).toBe('rejected');
    expect(taken).toEqual({ status: 'rejected', reason: failure });
  });

  it('lets the writer end when the reader has had enough', async () => {
    const [filled, taken] = await handOn(
      async (sink) => {
        for (;;) await sink(CHUNK);
      },
      async () => 'enough',
    );
    expect(filled.status).toBe('rejected');
    expect(taken).toEqual({ status: 'fulfilled', value: 'enough' });
  });
});
