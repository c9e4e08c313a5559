import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { checksFor } from '#domain/explain/checks.ts';
import { noteFailback } from '#domain/failback/readiness.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { LOOK_AGAIN_MS } from '#domain/pair/look.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { classify } from '#domain/pair/situation.ts';
import type { PairState, SituationRecord } from '#domain/pair/state.ts';
import { PACIFIED_WINDOW_MS } from '#domain/pair/unit-view.ts';
import type { Reason } from '#domain/reason.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';

/** What was last seen of a pair is believed for so long; afterwards the pair is `unknown`. */
export const FRESHNESS_MS: DurationMs = 150 * SECOND_MS;

/** Adds boot times not known yet and drops those that no longer matter; the same object when nothing is new. */
const noteBoots = (state: PairState, seen: PairSeen, now: EpochMs): PairState['boots'] => {
  const bootOf = (name: UnitName): EpochMs | undefined => {
    const { loadMaster } = seen.units[name];
    return loadMaster.kind === 'read' ? loadMaster.value.bootedAt : undefined;
  };
  const isNews = (name: UnitName): boolean => {
    const bootedAt = bootOf(name);
    return (
      bootedAt !== undefined && bootedAt > now - PACIFIED_WINDOW_MS && !state.boots[name].includes(bootedAt)
    );
  };
  if (!UNIT_NAMES.some(isNews)) return state.boots;
  const updated = (name: UnitName): readonly EpochMs[] => {
    const kept = state.boots[name].filter((at) => at > now - PACIFIED_WINDOW_MS);
    return isNews(name) ? [...kept, bootOf(name) as EpochMs] : kept;
  };
  return { first: updated('first'), second: updated('second') };
};

const isSilent = (record: SituationRecord): boolean => record.kind === 'unknown';

const reasonFor = (state: PairState, next: PairState): Reason => {
  if (next === state) return 'nothing-changed';
  if (state.version === 0) return 'first-look';
  if (next.failback.flappingSince !== state.failback.flappingSince) return 'flap-stop';
  if (next.situation.kind !== state.situation.kind) return 'situation-changed';
  if (next.situation !== state.situation) return 'active-unit-changed';
  if (next.unseenSince !== undefined)
    return state.unseenSince === undefined ? 'observers-silent' : 'nothing-changed';
  if (state.unseenSince !== undefined) return 'observers-back';
  return next.failback === state.failback ? 'situation-changed' : 'readiness-noted';
};

const withoutUnseen = ({ unseenSince: _, ...state }: PairState): PairState => state;

/** While the observers say nothing, what was seen last stands, until it is too old to be believed. */
const rememberSilence = (state: PairState, record: SituationRecord, now: EpochMs): PairState => {
  const unseenSince = state.unseenSince ?? now;
  const tooOld = now - unseenSince >= FRESHNESS_MS || state.version === 0;
  if (tooOld && state.situation.kind !== 'unknown') return { ...state, unseenSince, situation: record };
  if (state.unseenSince !== undefined) return state;
  return { ...state, unseenSince };
};

const rememberSight = (state: PairState, record: SituationRecord): PairState => {
  const before = state.situation;
  const same = before.kind === record.kind && before.active === record.active && state.version > 0;
  if (same) return state.unseenSince === undefined ? state : withoutUnseen(state);
  return { ...withoutUnseen(state), situation: record };
};

/** What watching remembers of one look. While nothing can be seen nothing is noted, until that has lasted too long. */
const rememberLook = (
  state: PairState,
  record: SituationRecord,
  seen: PairSeen,
  pair: Pair,
  now: EpochMs,
): PairState => {
  if (!isSilent(record)) return noteFailback(rememberSight(state, record), seen, pair, now);
  const silent = rememberSilence(state, record, now);
  return silent.situation.kind === 'unknown' ? noteFailback(silent, seen, pair, now) : silent;
};

/** What people should look at, when the pair has just come into a situation that calls for them. */
const checksOf = (
  state: PairState,
  { situation }: PairState,
  seen: PairSeen,
  pair: Pair,
): Pick<Decision, 'checks'> => {
  const checks = situation.kind === state.situation.kind ? [] : checksFor(situation.kind, seen, pair);
  return checks.length === 0 ? {} : { checks };
};

/**
 * Recognises the pair's situation and remembers it. Takes no action on the pair: it only knows.
 * The same state object comes back when there is nothing to write.
 */
export const decideWatch = (state: PairState, seen: PairSeen, pair: Pair, now: EpochMs): Decision => {
  const boots = noteBoots(state, seen, now);
  const noted = boots === state.boots ? state : { ...state, boots };
  const record = classify(noted, seen, pair, now);
  const next = rememberLook(isSilent(record) ? state : noted, record, seen, pair, now);
  const moving =
    next.situation.kind === 'switching' ||
    next.unseenSince !== undefined ||
    next.operation.kind === 'draining' ||
    next.operation.kind === 'switching';
  return {
    next,
    actions: [],
    reason: reasonFor(state, next),
    evidence: record.evidence,
    ...checksOf(state, next, seen, pair),
    ...(moving ? { lookAgainMs: LOOK_AGAIN_MS } : {}),
  };
};
