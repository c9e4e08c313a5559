import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNIT_CALLS_PER_WINDOW, UNIT_WINDOW_MS } from '#loadmaster/rate-limit.ts';
import {
  afterReservation,
  BLOCK_CALLS,
  CALLS_PER_SLOT,
  NO_SHARE,
  nextStep,
  QUIET_MS,
  type Share,
  SLOT_MS,
} from '#loadmaster/rate-limit-slots.ts';

/** One of several processes that call the same unit. */
interface Process {
  /** How far its clock is ahead of the true time. */
  readonly aheadMs: number;
  /** From its asking the store to the answer. */
  readonly storeMs: number;
  /** From its sending a call to its arrival. */
  readonly networkMs: number;
  /** Between an answer and its wish for the next call. */
  readonly pauseMs: number;
}

interface Running {
  readonly process: Process;
  share: Share;
  /** True time of its next step. */
  wakesAt: number;
  /** A reservation under way. */
  asked: { readonly slot: number; readonly granted: boolean } | undefined;
}

const RUN_MS = 30_000;
const START = 1_000_000 * SLOT_MS;

/** The store as `unit-calls.ts` promises it: what is reserved in a slot, until another process begins the next. */
const makeStore = () => {
  let current = { slot: 0, taken: 0 };
  return (slot: number): boolean => {
    if (slot < current.slot) return false;
    const taken = slot === current.slot ? current.taken : 0;
    if (taken + BLOCK_CALLS > CALLS_PER_SLOT) return false;
    current = { slot, taken: taken + BLOCK_CALLS };
    return true;
  };
};

/** The slot of the call that it sent, if it sent one. */
const step = (running: Running, now: number, reserve: (slot: number) => boolean): number | undefined => {
  const { process, asked } = running;
  if (asked !== undefined) {
    running.share = afterReservation(running.share, asked.slot, asked.granted ? 'granted' : 'refused');
    running.asked = undefined;
  }
  const local = now + process.aheadMs;
  const next = nextStep(running.share, local);
  if (next.kind === 'wait') {
    expect(next.until).toBeGreaterThan(local);
    running.wakesAt = now + next.until - local;
  } else if (next.kind === 'reserve') {
    running.asked = { slot: next.slot, granted: reserve(next.slot) };
    running.wakesAt = now + process.storeMs;
  } else {
    running.share = next.share;
    running.wakesAt = now + process.pauseMs;
    return next.share.slot;
  }
  return undefined;
};

interface Arrival {
  readonly at: number;
  readonly slot: number;
}

/** The calls of these processes as they arrive at the unit, by process. */
const arrivals = (processes: readonly Process[]): readonly (readonly Arrival[])[] => {
  const reserve = makeStore();
  const calls: Arrival[][] = processes.map(() => []);
  const all = processes.map<Running>((process, index) => ({
    process,
    share: NO_SHARE,
    wakesAt: START + index,
    asked: undefined,
  }));
  for (;;) {
    const now = Math.min(...all.map(({ wakesAt }) => wakesAt));
    if (now > START + RUN_MS) return calls;
    for (const [index, running] of all.entries()) {
      const slot = running.wakesAt === now ? step(running, now, reserve) : undefined;
      if (slot !== undefined) calls[index]?.push({ at: now + running.process.networkMs, slot });
    }
  }
};

/** The calls in every window that begins with one. */
const windows = (calls: readonly Arrival[]): readonly (readonly Arrival[])[] =>
  calls.map(({ at: from }) => calls.filter(({ at }) => at >= from && at < from + UNIT_WINDOW_MS));

const most = (counts: readonly number[]): number => Math.max(0, ...counts);

/** Clocks and networks that differ by no more than the margin between any two processes. */
const processes = (least: number) =>
  fc.array(
    fc
      .record({
        aheadMs: fc.oneof(fc.constantFrom(0, QUIET_MS), fc.integer({ min: 0, max: QUIET_MS })),
        networkMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: QUIET_MS })),
        storeMs: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 4_000 })),
        pauseMs: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 900 })),
      })
      .map(({ aheadMs, networkMs, ...rest }) => ({
        ...rest,
        aheadMs,
        networkMs: Math.min(networkMs, aheadMs),
      })),
    { minLength: least, maxLength: 8 },
  );

describe('the calls of several processes to one unit', () => {
  it('are never those of three slots, nor more than 24, in any window, whatever the clocks and the store', () => {
    fc.assert(
      fc.property(processes(1), (all) => {
        const seen = windows(arrivals(all).flat());
        expect(most(seen.map((calls) => new Set(calls.map(({ slot }) => slot)).size))).toBeLessThanOrEqual(2);
        expect(most(seen.map(({ length }) => length))).toBeLessThanOrEqual(2 * CALLS_PER_SLOT);
      }),
      { numRuns: 300 },
    );
  });

  it('leave the unit room', () => {
    expect(2 * CALLS_PER_SLOT).toBeLessThan(UNIT_CALLS_PER_WINDOW);
  });

  it('use the rate when there is demand', () => {
    const busy: Process = { aheadMs: 0, storeMs: 5, networkMs: 0, pauseMs: 5 };
    for (const count of [1, 4, 8]) {
      const calls = arrivals(Array.from({ length: count }, () => busy)).flat();
      expect(calls.length).toBeGreaterThanOrEqual((RUN_MS / SLOT_MS) * CALLS_PER_SLOT);
    }
  });

  it('are shared fairly: who got nothing in a slot comes first in the next', () => {
    const busy = (aheadMs: number): Process => ({ aheadMs, storeMs: 5, networkMs: 0, pauseMs: 5 });
    // Five gateways, where a slot has blocks for four: the one whose clock is behind would always come last.
    const byProcess = arrivals([busy(0), busy(20), busy(30), busy(40), busy(50)]);
    const slots = RUN_MS / SLOT_MS;
    for (const calls of byProcess) expect(calls.length).toBeGreaterThanOrEqual((slots / 2) * BLOCK_CALLS);
  });
});
