import type { Rollout } from '#domain/rollout/rollout.ts';
import type { EpochMs } from '#domain/time.ts';

/** A rollout of a hundred pairs and a dozen waves has fewer; it keeps the size of its item within bounds. */
export const MAX_EVENTS = 100;

/** What the rollout did by itself. */
export const BY_ITSELF = 'understudy';

/** Adds to what happened; the oldest are forgotten. */
export const noteEvent = (rollout: Rollout, by: string, what: string, at: EpochMs): Rollout => ({
  ...rollout,
  events: [...rollout.events, { at, by, what }].slice(-MAX_EVENTS),
});
