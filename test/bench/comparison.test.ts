import { describe, expect, it } from 'vitest';
import { makeComparison, median } from '../../bench/comparison.ts';

/** Both sides on scripted times, and the order in which they ran. */
const scripted = (ours: readonly number[], bare: readonly number[], runs?: number) => {
  const order: string[] = [];
  const side = (name: string, times: readonly number[]) => {
    const left = times.values();
    return async () => {
      order.push(name);
      return left.next().value ?? Number.NaN;
    };
  };
  return { order, comparison: makeComparison(side('ours', ours), side('bare', bare), runs) };
};

describe('a comparison', () => {
  it.each([
    { values: [3, 1, 2], is: 2 },
    { values: [10, 2, 9, 1], is: 5.5 },
    { values: [], is: Number.NaN },
  ])('knows the median of $values', ({ values, is }) => expect(median(values)).toBe(is));

  it('lets each side begin in turn', async () => {
    const { order, comparison } = scripted([1, 1], [1, 1]);
    await comparison.round();
    await comparison.round();
    expect(order).toEqual(['ours', 'bare', 'bare', 'ours']);
  });

  it('takes the mean of the runs of a round, and turns within the round as well', async () => {
    const { order, comparison } = scripted([2, 4], [1, 2], 2);
    await comparison.round();
    expect(comparison.samples()).toEqual([{ oursMs: 3, bareMs: 1.5 }]);
    expect(order).toEqual(['ours', 'bare', 'bare', 'ours']);
  });

  it('compares the sides round by round, so that a slow round weighs no more than another', async () => {
    const { comparison } = scripted([10, 400, 30], [10, 200, 20]);
    for (let round = 0; round < 3; round++) await comparison.round();
    expect(comparison.medians()).toEqual({ oursMs: 30, bareMs: 20, ratio: 1.5 });
  });

  it('forgets the rounds for warming up', async () => {
    const { comparison } = scripted([1_000, 2], [1_000, 1]);
    await comparison.round();
    comparison.forget();
    await comparison.round();
    expect(comparison.medians()).toEqual({ oursMs: 2, bareMs: 1, ratio: 2 });
  });
});
