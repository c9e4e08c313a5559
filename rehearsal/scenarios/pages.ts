import * as z from 'zod';
import type { EpochMs } from '#domain/time.ts';
import type { WireWorld } from '#rehearsal/world/wire-world.ts';

/** Somebody was called to a pair: what a rule on Understudy's own bus would send to people. */
export interface Page {
  readonly at: EpochMs;
  readonly pairId: string;
  /** The situation in which the pair is. */
  readonly to: string;
  readonly reason: string;
  /** What to check first. */
  readonly checks: readonly string[];
}

const needsAttention = z.looseObject({
  'detail-type': z.literal('Pair Needs Attention'),
  detail: z.looseObject({
    pairId: z.string(),
    to: z.string(),
    reason: z.string(),
    checks: z.array(z.string()).default([]),
  }),
});

/** Listens on the own bus of every region from now on. */
export const listenForPages = ({ regions, scheduler }: WireWorld, onPage: (page: Page) => void): void => {
  for (const { bus } of regions) {
    bus.onEvent((name, event) => {
      const parsed = name === 'own' ? needsAttention.safeParse(event) : undefined;
      if (parsed?.success !== true) return;
      const { pairId, to, reason, checks } = parsed.data.detail;
      onPage({ at: scheduler.now(), pairId, to, reason, checks });
    });
  }
};
