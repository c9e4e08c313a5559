import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeFnv1a64 } from '#domain/fnv1a64.ts';

const fnv1a64 = (...texts: readonly string[]): string => {
  const hash = makeFnv1a64();
  for (const text of texts) hash.take(text);
  return hash.digest();
};

it.each([
  // Of the reference's own test vectors.
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
  ['chongo was here!\n', '46810940eff5f915'],
])('the FNV-1a of %j is %s', (text, hash) => {
  expect(fnv1a64(text)).toBe(hash);
});

it('FNV-1a in two words is FNV-1a', () => {
  const reference = (text: string): string => {
    let hash = 0xcbf29ce484222325n;
    for (const octet of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(octet)) * 0x100000001b3n);
    return hash.toString(16).padStart(16, '0');
  };
  fc.assert(fc.property(fc.array(fc.string()), (texts) => fnv1a64(...texts) === reference(texts.join(''))));
});
