import type { Clock } from '#control/ports.ts';
import { SECOND_MS } from '#domain/time.ts';

/** Permission to call an API that everything in the account shares, handed out in the order asked for. */
export interface CallBudget {
  /** Resolves when the call may be made. */
  take(): Promise<void>;
}

/**
 * A token bucket: `burst` calls at once, `perSecond` afterwards. A call that has to wait reserves its turn, so
 * the long-term rate holds however many ask at the same time.
 */
export const makeCallBudget = ({
  clock,
  perSecond,
  burst,
}: {
  readonly clock: Clock;
  /** Calls per second, above 0. */
  readonly perSecond: number;
  /** Calls that may be made at once after a rest, at least 1. */
  readonly burst: number;
}): CallBudget => {
  /** Below zero: that many calls have reserved a turn that has not come yet. */
  let tokens = burst;
  let filledAt = clock.now();
  return {
    async take() {
      const now = clock.now();
      tokens = Math.min(burst, tokens + ((now - filledAt) / SECOND_MS) * perSecond) - 1;
      filledAt = now;
      if (tokens < 0) await clock.sleep((-tokens / perSecond) * SECOND_MS);
    },
  };
};
