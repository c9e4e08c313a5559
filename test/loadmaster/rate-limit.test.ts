import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRateLimit, UNIT_CALLS_PER_WINDOW, UNIT_WINDOW_MS } from '#loadmaster/rate-limit.ts';

/** A clock that tells how long it was asked to sleep instead of sleeping. */
const watchedClock = () => {
  const clock = {
    at: 0,
    slept: 0,
    now: () => clock.at,
    sleep: async (ms: number) => {
      clock.slept = ms;
    },
  };
  return clock;
};

/** When each call goes out, for callers that come with the given gaps and do not wait for one another. */
const callTimes = async (gaps: readonly number[]): Promise<number[]> => {
  const clock = watchedClock();
  const limit = makeRateLimit(clock);
  const times: number[] = [];
  for (const gap of gaps) {
    clock.at += gap;
    clock.slept = 0;
    expect(await limit.take('unit', Number.POSITIVE_INFINITY)).toBe(true);
    times.push(clock.at + clock.slept);
  }
  return times;
};

const most = (times: readonly number[], windowMs: number): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at <= from + windowMs).length));

describe('the call rate of one unit', () => {
  it('never comes near what the unit tolerates, and is used when there is demand', async () => {
    const flood = await callTimes(Array.from({ length: 100 }, () => 0));
    expect(most(flood, UNIT_WINDOW_MS)).toBe(25);
  });

  it('holds for every pattern of callers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 5_000 }).map((n) => (n < 3_000 ? n % 50 : n))),
        async (gaps) => {
          const times = await callTimes(gaps);
          expect(most(times, UNIT_WINDOW_MS)).toBeLessThanOrEqual(UNIT_CALLS_PER_WINDOW - 5);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it('lets the calls of one look go out at once', async () => {
    expect(await callTimes([0, 0, 0])).toEqual([0, 0, 0]);
  });

  it('says no at once, and takes no place, when the place is too far off', async () => {
    const clock = watchedClock();
    const limit = makeRateLimit(clock);
    for (let call = 0; call < 10; call += 1) await limit.take('unit', 0);
    expect(await limit.take('unit', 199)).toBe(false);
    expect(clock.slept).toBe(0);
    expect(await limit.take('unit', 200)).toBe(true);
    expect(clock.slept).toBe(200);
  });

  it('is each unit’s own', async () => {
    const clock = watchedClock();
    const limit = makeRateLimit(clock);
    for (let call = 0; call < 10; call += 1) await limit.take('one', 0);
    expect(await limit.take('one', 0)).toBe(false);
    expect(await limit.take('other', 0)).toBe(true);
  });
});
