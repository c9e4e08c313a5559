import type { Decision } from '#domain/pair/decision.ts';
import type { Hold, PairState } from '#domain/pair/state.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** The longest a hold may last: one that nobody renews for a month is a forgotten one. */
export const MAX_HOLD_MS: DurationMs = 30 * 24 * 60 * MINUTE_MS;

/** The hold in force at `now`; undefined when there is none, or it is over. */
export const holdAt = (state: PairState, now: EpochMs): Hold | undefined =>
  state.hold !== undefined && state.hold.until > now ? state.hold : undefined;

export const isHeldAt = (state: PairState, now: EpochMs): boolean => holdAt(state, now) !== undefined;

/** Places a hold, in the stead of one that is there. */
export const placeHold = (state: PairState, hold: Hold): Decision => ({
  next: { ...state, hold },
  actions: [],
  reason: 'hold-placed',
  evidence: [],
});

/**
 * Ends a hold now. It is not removed: how long an operation was held counts against none of its time limits.
 * Undefined when there is no hold in force.
 */
export const liftHold = (state: PairState, now: EpochMs): Decision | undefined => {
  const hold = holdAt(state, now);
  if (hold === undefined) return undefined;
  return {
    next: { ...state, hold: { ...hold, until: now } },
    actions: [],
    reason: 'hold-lifted',
    evidence: [],
  };
};
