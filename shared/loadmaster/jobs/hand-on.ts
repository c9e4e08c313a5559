import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ByteSink } from '#loadmaster/client.ts';

/**
 * Lets `take` read what `fill` writes, which waits for it: no more than a few chunks are held. Resolves when both have
 * ended. When one of them fails the other one does: `take` reads the error of `fill`, the sink of `fill` throws.
 */
export const handOn = <T>(
  fill: (sink: ByteSink) => Promise<void>,
  take: (content: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<[PromiseSettledResult<void>, PromiseSettledResult<T>]> => {
  const pipe = new PassThrough();
  const closed = new AbortController();
  // An error is learned by whoever reads; the event would end the process where nobody does yet.
  pipe.on('error', () => undefined).once('close', () => closed.abort());
  const sink: ByteSink = async (chunk) => {
    if (!pipe.write(chunk)) await once(pipe, 'drain', { signal: closed.signal });
  };
  const filling = async (): Promise<void> => {
    try {
      await fill(sink);
      pipe.end();
    } catch (error) {
      pipe.destroy(error instanceof Error ? error : new Error('the source failed', { cause: error }));
      throw error;
    }
  };
  const taking = async (): Promise<T> => {
    try {
      return await take(pipe);
    } finally {
      pipe.destroy();
    }
  };
  return Promise.allSettled([filling(), taking()]);
};
