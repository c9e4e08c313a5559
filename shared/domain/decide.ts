import { type DrainInput, decideDrain } from '#domain/drain/decide-drain.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { decideFailback, type FailbackInput } from '#domain/failback/decide-failback.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import { decideFirmware, type FirmwareInput } from '#domain/firmware/decide-firmware.ts';
import { firmwareIsDue } from '#domain/firmware/is-due.ts';
import { decideGeo, type GeoInput } from '#domain/geo/decide-geo.ts';
import { geoIsDue } from '#domain/geo/is-due.ts';
import { type Decision, isNothing } from '#domain/pair/decision.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import type { EpochMs } from '#domain/time.ts';
import { decideWatch } from '#domain/watch/decide-watch.ts';

/** What is asked about a pair, and which part of the control plane is to answer; a person who only looks asks them all. */
export type Question =
  | { readonly concern: 'drain'; readonly input: DrainInput }
  | { readonly concern: 'failback'; readonly input: FailbackInput }
  | { readonly concern: 'firmware'; readonly input: FirmwareInput }
  | { readonly concern: 'geo'; readonly input: GeoInput }
  | { readonly concern: 'all' };

export interface Policies {
  readonly pair: Pair;
  /** Automatic actions in the region are frozen. */
  readonly frozen: boolean;
  readonly window: WindowNow;
}

/**
 * Whoever is in more of a hurry says when to look again. A change of firmware or of GEO lists has a pace of its own, by
 * which a fleet stays within the load balancer's call budget: that roles move is what it is about.
 */
const lookAgain = (
  { concern }: Question,
  watched: number | undefined,
  answered: number | undefined,
): { readonly lookAgainMs?: number } => {
  if ((concern === 'firmware' || concern === 'geo') && answered !== undefined)
    return { lookAgainMs: answered };
  const given = [watched, answered].filter((ms) => ms !== undefined);
  return given.length === 0 ? {} : { lookAgainMs: Math.min(...given) };
};

/** Where the pair is as it should be, that no unit is asked to leave says more. */
const NOTHING_TO_SAY: readonly Reason[] = ['nothing-to-return', 'preferred-is-active'];

/** What the parts of the control plane would do about a pair without being asked for anything: drains come first. */
export const decideOperations = (
  state: PairState,
  seen: PairSeen,
  policies: Policies,
  now: EpochMs,
): Decision => {
  const input = { kind: 'look' } as const;
  const drained = decideDrain(state, seen, { ...policies, input }, now);
  if (firmwareIsDue(state)) {
    const changed = decideFirmware(state, seen, { ...policies, input }, now);
    if (isNothing(state, drained)) return changed;
  }
  if (geoIsDue(state)) {
    const set = decideGeo(state, seen, { ...policies, input }, now);
    if (isNothing(state, drained)) return set;
  }
  const isForFailback = state.operation.kind === 'switching' || drained.reason === 'nothing-to-drain';
  if (!isNothing(state, drained) || !isForFailback) return drained;
  const failedBack = decideFailback(state, seen, { ...policies, input }, now);
  return NOTHING_TO_SAY.includes(failedBack.reason) ? drained : failedBack;
};

const answer = (
  state: PairState,
  seen: PairSeen,
  policies: Policies,
  question: Question,
  now: EpochMs,
): Decision => {
  switch (question.concern) {
    case 'drain':
      return decideDrain(state, seen, { ...policies, input: question.input }, now);
    case 'failback':
      return decideFailback(state, seen, { ...policies, input: question.input }, now);
    case 'firmware':
      return decideFirmware(state, seen, { ...policies, input: question.input }, now);
    case 'geo':
      return decideGeo(state, seen, { ...policies, input: question.input }, now);
    case 'all':
      return decideOperations(state, seen, policies, now);
    default:
      return question satisfies never;
  }
};

/**
 * One look at a pair, whole: what is it in, and what does that mean for the concern that looks? Whoever looks with a mind
 * to act also remembers what was seen, so that both are claimed in one write.
 */
export const decide = (
  state: PairState,
  seen: PairSeen,
  policies: Policies,
  question: Question,
  now: EpochMs,
): Decision => {
  const watched = decideWatch(state, seen, policies.pair, now);
  const answered = answer(watched.next, seen, policies, question, now);
  const onlyWatched =
    answered.next === watched.next && answered.actions.length === 0 && watched.next !== state;
  return {
    ...answered,
    ...(watched.checks === undefined ? {} : { checks: watched.checks }),
    reason: onlyWatched ? watched.reason : answered.reason,
    ...lookAgain(question, watched.lookAgainMs, answered.lookAgainMs),
  };
};
