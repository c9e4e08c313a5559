import { decideOperations } from '#domain/decide.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { freezeWords, holdWords } from '#domain/explain/blocker-words.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { failbackSentence } from '#domain/explain/failback-sentence.ts';
import { firmwareSentences } from '#domain/explain/firmware-sentence.ts';
import { geoSentences } from '#domain/explain/geo-sentence.ts';
import { operationSentence, SOURCE_WORDS } from '#domain/explain/operation-sentence.ts';
import { planOf } from '#domain/explain/plan.ts';
import { REASON_WORDS } from '#domain/explain/reason-words.ts';
import { situationWords } from '#domain/explain/situation-words.ts';
import { waysOut } from '#domain/explain/ways-out.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import { holdAt } from '#domain/hold/hold.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { viewUnits } from '#domain/pair/unit-view.ts';
import type { Reason } from '#domain/reason.ts';
import type { EpochMs } from '#domain/time.ts';

/** What `explain` says of a pair, in sentences for the person who is paged. */
export interface Explanation {
  /** What the pair is in, and since when. */
  readonly situation: string;
  /** What was seen, line by line, at this very look. */
  readonly seen: readonly string[];
  /** What is being done, if anything. */
  readonly operation: string;
  /** What it waits for, or why nothing is done. */
  readonly because: string;
  /** What would be done next, in order. */
  readonly next: readonly string[];
  /** What stands in the way of acting. */
  readonly blockedBy: readonly string[];
  /** Drains that are announced, or wait for something else to end. */
  readonly waiting: readonly string[];
  /** Where the return to the preferred unit stands, and what it waits for. */
  readonly failback: string;
  /** What happened during a change of firmware that nobody had planned, and what one left behind. */
  readonly firmware: readonly string[];
  /** What was done to the GEO lists by a change of them that is under way, and what went wrong with it or with the last. */
  readonly geo: readonly string[];
  /** What an operator can do or should check. */
  readonly youCan: readonly string[];
}

/** A look at a pair and the decision it led to, which nobody has carried out. */
export interface Explained {
  readonly pair: Pair;
  readonly state: PairState;
  readonly seen: PairSeen;
  readonly decision: Decision;
  /** Where the windows for returning stand. */
  readonly window: WindowNow;
  /** Why automatic actions are frozen in the region; absent when they are not. */
  readonly freezeWhy?: string;
  readonly now: EpochMs;
}

const situationSentence = ({ pair, seen, decision, now }: Explained): string => {
  const { situation, unseenSince } = decision.next;
  if (unseenSince !== undefined && situation.kind !== 'unknown')
    return `${situation.kind} when last seen; for ${durationWords(now - unseenSince)} the observers have not been able to say`;
  const views = viewUnits(seen, pair, decision.next, now);
  const since = situation.since < now ? `for ${durationWords(now - situation.since)}` : 'as of this look';
  return `${situation.kind} ${since}: ${situationWords(situation, views, seen, pair)}`;
};

const spaced = (name: string): string => name.replaceAll('-', ' ');

const skippedSentences = ({ operation }: PairState): readonly string[] =>
  operation.kind === 'draining'
    ? operation.skipped.map(({ step, because }) => `left out: ${spaced(step)} (${spaced(because)})`)
    : [];

const waitingSentences = ({ waiting }: PairState, now: EpochMs): readonly string[] =>
  waiting.map(({ source, why, notBefore }) =>
    notBefore !== undefined && notBefore > now
      ? `${SOURCE_WORDS[source]} is due in ${durationWords(notBefore - now)} (${why})`
      : `${SOURCE_WORDS[source]} waits for its turn (${why})`,
  );

const blockers = ({ pair, state, freezeWhy, now }: Explained): readonly string[] => {
  const hold = holdAt(state, now);
  return [
    ...(pair.mode === 'observe'
      ? ['the pair is in observe mode: decisions are recorded, nothing is done']
      : []),
    ...(hold === undefined ? [] : [holdWords(hold, now)]),
    ...(freezeWhy === undefined ? [] : [freezeWords(pair, freezeWhy)]),
    ...(state.operation.kind === 'halted' ? ['an operator has to resume or abort the halted operation'] : []),
  ];
};

const WATCHING: readonly Reason[] = [
  'nothing-changed',
  'first-look',
  'situation-changed',
  'active-unit-changed',
  'observers-silent',
  'observers-back',
  'flap-stop',
  'readiness-noted',
];

/** Why nothing, or what, is done. That something new was seen besides is in the situation already. */
const actingReason = ({ pair, seen, decision, window, freezeWhy, now }: Explained): Reason => {
  if (!WATCHING.includes(decision.reason)) return decision.reason;
  const policy = { pair, frozen: freezeWhy !== undefined, window };
  return decideOperations(decision.next, seen, policy, now).reason;
};

const becauseSentence = (explained: Explained): string => {
  const { operation } = explained.decision.next;
  const reason = actingReason(explained);
  const words = REASON_WORDS[reason];
  if (operation.kind !== 'draining' || reason !== 'waiting-for-last-moment') return words;
  const { deadlineAt } = operation.intent;
  return deadlineAt === undefined ? words : `${words}, in ${durationWords(deadlineAt - explained.now)}`;
};

/**
 * Explains a pair from a fresh look that decided and did nothing. Pure: the same decision that the control plane
 * would make now, in words.
 */
export const explain = (explained: Explained): Explanation => {
  const { pair, state, decision, freezeWhy, now } = explained;
  return {
    situation: situationSentence(explained),
    seen: decision.evidence,
    operation: operationSentence(state.operation, now),
    because: becauseSentence(explained),
    next: [...planOf(pair, decision), ...skippedSentences(decision.next)],
    blockedBy: blockers(explained),
    waiting: waitingSentences(decision.next, now),
    failback: failbackSentence(pair, decision.next, explained.window, now),
    firmware: firmwareSentences(pair, decision.next, now),
    geo: geoSentences(decision.next, now),
    youCan: waysOut(
      pair,
      { ...decision.next, operation: state.operation },
      explained.seen,
      freezeWhy !== undefined,
      now,
    ),
  };
};
