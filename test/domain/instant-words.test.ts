import { expect, it } from 'vitest';
import { instantWords } from '#domain/explain/instant-words.ts';

it.each([
  [Date.UTC(2026, 4, 15, 11, 30, 59, 999), '2026-05-15 11:30 UTC'],
  [Date.UTC(2026, 11, 31, 0, 0), '2026-12-31 00:00 UTC'],
  [Date.UTC(2028, 1, 29, 23, 59), '2028-02-29 23:59 UTC'],
  [0, '1970-01-01 00:00 UTC'],
])('%d is %s', (at, words) => {
  expect(instantWords(at)).toBe(words);
});
