import { expect, it } from 'vitest';
import { ByteReader } from '#rehearsal/aws-wire/s3/byte-reader.ts';

async function* pieces(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

it('reads lines and runs of bytes wherever they are cut', async () => {
  const reader = new ByteReader(pieces('fi', 'rst\r', '\nab', 'c', 'd\r\n', '\r\n'));
  expect(await reader.line()).toBe('first');
  let run = '';
  for await (const piece of reader.take(4)) run += piece;
  expect(run).toBe('abcd');
  expect(await reader.line()).toBe('');
  expect(await reader.line()).toBe('');
  await expect(reader.line()).rejects.toMatchObject({ code: 'IncompleteBody' });
});

it('gives up on a line without end after little more than its limit', async () => {
  let taken = 0;
  const source = async function* () {
    for (; taken < 1000; taken += 1) yield Buffer.alloc(1000, '5');
  };
  await expect(new ByteReader(source()).line()).rejects.toMatchObject({ code: 'IncompleteBody' });
  expect(taken).toBeLessThan(3);
});
