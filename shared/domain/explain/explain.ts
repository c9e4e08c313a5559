import { LAST_MOMENT_MS } from '#domain/drain/timing.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { planOf } from '#domain/explain/plan.ts';
import { HALT_WORDS, REASON_WORDS, SITUATION_WORDS } from '#domain/explain/reason-words.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { PairState } from '#domain/pair/state.ts';
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
}

const situationSentence = ({ situation }: PairState, now: EpochMs): string => {
  const active = situation.active === undefined ? '' : `, ${situation.active} is active`;
  return `${situation.kind} for ${durationWords(now - situation.since)}${active}: ${SITUATION_WORDS[situation.kind]}`;
};

const operationSentence = ({ operation }: PairState, now: EpochMs): string => {
  switch (operation.kind) {
    case 'idle':
      return 'none';
    case 'draining': {
      const { unit, intent, phase, startedAt } = operation;
      const deadline =
        intent.deadlineAt === undefined
          ? ''
          : `; the unit is gone in ${durationWords(intent.deadlineAt - now)}`;
      return `draining ${unit} (${phase}) for ${durationWords(now - startedAt)}, because of ${intent.source}: ${intent.why}${deadline}`;
    }
    case 'halted':
      return `halted for ${durationWords(now - operation.haltedAt)}: ${HALT_WORDS[operation.because]}`;
    default:
      return operation satisfies never;
  }
};

const skippedSentences = ({ operation }: PairState): readonly string[] =>
  operation.kind === 'draining'
    ? operation.skipped.map(({ step, because }) => `step left out: ${step} (${because})`)
    : [];

const blockers = (
  pair: Pair,
  state: PairState,
  freezeWhy: string | undefined,
  now: EpochMs,
): readonly string[] => {
  const { hold, operation, waiting } = state;
  return [
    ...(pair.mode === 'observe'
      ? ['the pair is in observe mode: decisions are recorded, nothing is done']
      : []),
    ...(hold !== undefined && hold.until > now
      ? [`held by ${hold.by} for another ${durationWords(hold.until - now)}: ${hold.why}`]
      : []),
    ...(freezeWhy === undefined ? [] : [`automatic actions are frozen in ${pair.region}: ${freezeWhy}`]),
    ...(operation.kind === 'halted' ? ['an operator has to resume or abort the halted operation'] : []),
    ...waiting.map(({ source, why, notBefore }) =>
      notBefore !== undefined && notBefore > now
        ? `${source} is due in ${durationWords(notBefore - now)}: ${why}`
        : `${source} waits for its turn: ${why}`,
    ),
  ];
};

const becauseSentence = (state: PairState, decision: Decision, now: EpochMs): string => {
  const { operation } = state;
  const words = REASON_WORDS[decision.reason];
  if (operation.kind !== 'draining' || decision.reason !== 'waiting-for-last-moment') return words;
  const { deadlineAt } = operation.intent;
  return deadlineAt === undefined
    ? words
    : `${words}, in ${durationWords(deadlineAt - LAST_MOMENT_MS - now)}`;
};

/**
 * Explains a pair from a fresh look that decided and did nothing. Pure: the same decision that the control plane
 * would make now, in words.
 */
export const explain = (
  pair: Pair,
  state: PairState,
  decision: Decision,
  freezeWhy: string | undefined,
  now: EpochMs,
): Explanation => ({
  situation: situationSentence(decision.next, now),
  seen: decision.evidence,
  operation: operationSentence(state, now),
  because: becauseSentence(decision.next, decision, now),
  next: [...planOf(pair, decision), ...skippedSentences(decision.next)],
  blockedBy: blockers(pair, state, freezeWhy, now),
});
