import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameContent } from '#domain/same-content.ts';

/** As a table gives it back: every object's keys in another order. */
const reordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reordered(inner)]),
  );
};

const data = fc.jsonValue({ maxDepth: 4 });

describe('the content of two pieces of data', () => {
  it('is the same whatever the order of their keys', () => {
    fc.assert(
      fc.property(data, (one) => {
        expect(sameContent(one, reordered(one))).toBe(true);
      }),
    );
  });

  it('is the same exactly where their texts are, with the keys in order', () => {
    const sorted = (value: unknown): string =>
      JSON.stringify(value, (_key, inner: unknown) =>
        typeof inner === 'object' && inner !== null && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
          : inner,
      );
    fc.assert(
      fc.property(data, data, (one, other) => {
        fc.pre(!JSON.stringify([one, other]).includes('-0'));
        expect(sameContent(one, other)).toBe(sorted(one) === sorted(other));
      }),
    );
  });

  it.each<{ readonly one: unknown; readonly other: unknown; readonly same: boolean }>([
    { one: { a: 1 }, other: { a: 1, b: undefined }, same: true },
    { one: { a: undefined, b: 1 }, other: { b: 1 }, same: true },
    { one: { a: 1 }, other: { b: 1 }, same: false },
    { one: [1, 2], other: [2, 1], same: false },
    { one: [], other: {}, same: false },
    { one: { constructor: 1 }, other: { a: 1 }, same: false },
  ])('of $one and $other: $same', ({ one, other, same }) => {
    expect(sameContent(one, other)).toBe(same);
  });
});
