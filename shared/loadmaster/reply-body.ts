import type { Readable } from 'node:stream';
import { LoadMasterError } from '#loadmaster/error.ts';

/** A whole reply, by its events: iterating would cost a short one as much as everything else here. */
export const readWhole = (body: Readable, mostBytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    body
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > mostBytes) reject(new LoadMasterError('too-large'));
        else chunks.push(chunk);
      })
      .once('end', () => resolve(Buffer.concat(chunks)))
      .once('error', reject);
  });

/** The whole of a body. Throws LoadMasterError `too-large`. */
export const readBody = async (body: AsyncIterable<Buffer>, mostBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostBytes) throw new LoadMasterError('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
