import type { Pair } from '#domain/estate/estate.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';
import { decideWatch } from '#domain/watch/decide-watch.ts';

/** Which part of the control plane acts on a pair. */
export type ConcernName = OperationConcern | 'audit';

/** Those whose operations last, so that the schedule has them continued. */
export type OperationConcern = 'drain' | 'failback' | 'firmware' | 'geo';

export interface Policies {
  readonly pair: Pair;
  /** Automatic actions in the region are frozen. */
  readonly frozen: boolean;
  readonly window: WindowNow;
}

/** What one part of the control plane makes of a look, to whatever it was asked. Pure and total. */
export type Answer = (state: PairState, seen: PairSeen, policies: Policies, now: EpochMs) => Decision;

/**
 * Whoever is in more of a hurry says when to look again. A change of firmware or of GEO lists has a pace of its own, by
 * which a fleet stays within the load balancer's call budget: that roles move is what it is about.
 */
const lookAgain = (
  concern: ConcernName | 'all',
  watched: number | undefined,
  answered: number | undefined,
): { readonly lookAgainMs?: number } => {
  if ((concern === 'firmware' || concern === 'geo') && answered !== undefined)
    return { lookAgainMs: answered };
  const given = [watched, answered].filter((ms) => ms !== undefined);
  return given.length === 0 ? {} : { lookAgainMs: Math.min(...given) };
};

/**
 * One look at a pair, whole: what is it in, and what does that mean for the concern that looks? Whoever looks with a mind
 * to act also remembers what was seen, so that both are claimed in one write.
 */
export const decideConcern = (
  state: PairState,
  seen: PairSeen,
  policies: Policies,
  { concern, answer }: { readonly concern: ConcernName | 'all'; readonly answer: Answer },
  now: EpochMs,
): Decision => {
  const watched = decideWatch(state, seen, policies.pair, now);
  const answered = answer(watched.next, seen, policies, now);
  const onlyWatched =
    answered.next === watched.next && answered.actions.length === 0 && watched.next !== state;
  return {
    ...answered,
    ...(watched.checks === undefined ? {} : { checks: watched.checks }),
    reason: onlyWatched ? watched.reason : answered.reason,
    ...lookAgain(concern, watched.lookAgainMs, answered.lookAgainMs),
  };
};
