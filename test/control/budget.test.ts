import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCallBudget } from '#control/budget.ts';
import type { Clock } from '#control/ports.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';

const virtualClock = (scheduler: VirtualScheduler): Clock => ({
  now: () => scheduler.now(),
  sleep: (ms) => new Promise((resolve) => scheduler.after(ms, resolve)),
});

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** When each of `calls` calls, all asked for at once, was let through. */
const grantsOf = async (perSecond: number, burst: number, calls: number): Promise<number[]> => {
  const scheduler = new VirtualScheduler(0);
  const budget = makeCallBudget({ clock: virtualClock(scheduler), perSecond, burst });
  const grants: number[] = [];
  for (let call = 0; call < calls; call++) void budget.take().then(() => grants.push(scheduler.now()));
  await settled();
  while (grants.length < calls) {
    scheduler.advance(10);
    await settled();
  }
  return grants;
};

describe('the call budget', () => {
  it('lets the burst through at once and then keeps the rate', async () => {
    expect(await grantsOf(2.5, 10, 13)).toEqual([...Array(10).fill(0), 400, 800, 1_200]);
  });

  it('fills up again at rest, to the burst and no further', async () => {
    const scheduler = new VirtualScheduler(0);
    const budget = makeCallBudget({ clock: virtualClock(scheduler), perSecond: 10, burst: 2 });
    const grants: number[] = [];
    const take = () => void budget.take().then(() => grants.push(scheduler.now()));
    take();
    take();
    await settled();
    scheduler.advance(60_000);
    for (let call = 0; call < 3; call++) take();
    await settled();
    expect(grants).toEqual([0, 0, 60_000, 60_000]);
    scheduler.advance(100);
    await settled();
    expect(grants.at(-1)).toBe(60_100);
  });

  it('never lets more through in any span than burst + rate × span', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 2, 4, 5, 10, 20),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 30 }),
        async (perSecond, burst, calls) => {
          const grants = await grantsOf(perSecond, burst, calls);
          for (const [first, from] of grants.entries()) {
            for (const [last, to] of grants.entries()) {
              if (last < first) continue;
              expect(last - first + 1).toBeLessThanOrEqual(burst + ((to - from) / 1_000) * perSecond + 1e-6);
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
