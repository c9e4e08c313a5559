import { type Answer, decideConcern, type Policies } from '#domain/decide-concern.ts';
import { type DrainInput, decideDrain } from '#domain/drain/decide-drain.ts';
import { decideFailback, type FailbackInput } from '#domain/failback/decide-failback.ts';
import { decideFirmware, type FirmwareInput } from '#domain/firmware/decide-firmware.ts';
import { firmwareIsDue } from '#domain/firmware/is-due.ts';
import { decideGeo, type GeoInput } from '#domain/geo/decide-geo.ts';
import { geoIsDue } from '#domain/geo/is-due.ts';
import { type Decision, isNothing } from '#domain/pair/decision.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import type { EpochMs } from '#domain/time.ts';

/** What is asked about a pair, and which part of the control plane is to answer; a person who only looks asks them all. */
export type Question =
  | { readonly concern: 'drain'; readonly input: DrainInput }
  | { readonly concern: 'failback'; readonly input: FailbackInput }
  | { readonly concern: 'firmware'; readonly input: FirmwareInput }
  | { readonly concern: 'geo'; readonly input: GeoInput }
  | { readonly concern: 'all' };

/** What one function, which acts for one concern, asks about a pair. */
export type ConcernQuestion = Exclude<Question, { readonly concern: 'all' }>;

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

const answerTo =
  (question: Question): Answer =>
  (state, seen, policies, now) => {
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

/** What any question comes to: for whoever only looks. A function that acts knows its own concern alone. */
export const decide = (
  state: PairState,
  seen: PairSeen,
  policies: Policies,
  question: Question,
  now: EpochMs,
): Decision =>
  decideConcern(state, seen, policies, { concern: question.concern, answer: answerTo(question) }, now);
