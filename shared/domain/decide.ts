import { type DrainPolicyNow, decideDrain } from '#domain/drain/decide-drain.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';
import { decideWatch } from '#domain/watch/decide-watch.ts';

const soonest = (a: number | undefined, b: number | undefined): { readonly lookAgainMs?: number } => {
  const given = [a, b].filter((ms) => ms !== undefined);
  return given.length === 0 ? {} : { lookAgainMs: Math.min(...given) };
};

/**
 * One look at a pair, whole: what is it in, and what does that mean for a drain? Whoever looks with a mind to act
 * also remembers what was seen, so that both are claimed in one write.
 */
export const decide = (state: PairState, seen: PairSeen, policy: DrainPolicyNow, now: EpochMs): Decision => {
  const watched = decideWatch(state, seen, policy.pair, now);
  const drained = decideDrain(watched.next, seen, policy, now);
  const onlyWatched = drained.next === watched.next && drained.actions.length === 0 && watched.next !== state;
  return {
    ...drained,
    reason: onlyWatched ? watched.reason : drained.reason,
    ...soonest(watched.lookAgainMs, drained.lookAgainMs),
  };
};
