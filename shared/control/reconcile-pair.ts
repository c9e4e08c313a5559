import type { Hands } from '#control/carry-out.ts';
import { type ConcernQuestion, lookAtPair } from '#control/look-at-pair.ts';
import type { Observers } from '#control/observe.ts';
import { isDrainMoving } from '#domain/drain/is-due.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';

/** What an invocation did for a pair: the first decision, which answers the event, and the last. */
export interface ReconcileSummary {
  readonly pairId: string;
  readonly reason: Reason;
  readonly lastReason: Reason;
  readonly looks: number;
  /** The operation is still under way; the next sweep of the schedule has it continued. */
  readonly unfinished: boolean;
}

const wordsOf = ({ input }: ConcernQuestion): string | undefined => {
  switch (input.kind) {
    case 'look':
      return undefined;
    case 'intent':
      return input.intent.why;
    case 'switchover':
      return input.request.why;
    case 'order':
      return input.order.why;
    default:
      return input.why;
  }
};

const isMoving = (concern: ConcernQuestion['concern'], state: PairState, now: EpochMs): boolean => {
  switch (concern) {
    case 'drain':
      return isDrainMoving(state, now);
    case 'failback':
      return state.operation.kind === 'switching';
    case 'firmware':
      return state.operation.kind === 'upgrading';
    case 'geo':
      return state.operation.kind === 'syncing-geo';
    default:
      return concern satisfies never;
  }
};

/**
 * Works on a pair: one look for the question, then a look every few seconds while the operation is under way, for at
 * most `lookForMs`. Stopping at any point is harmless: the state says how far it is, and every minute the schedule has
 * unfinished operations continued.
 */
export const reconcilePair = async (
  hands: Hands,
  observers: Observers,
  pair: Pair,
  question: ConcernQuestion,
  lookForMs: DurationMs,
): Promise<ReconcileSummary> => {
  const { concern } = question;
  const until = hands.clock.now() + lookForMs;
  let { decision, state } = await lookAtPair(hands, observers, pair, question, wordsOf(question));
  const { reason } = decision;
  let looks = 1;
  while (isMoving(concern, state, hands.clock.now()) && decision.lookAgainMs !== undefined) {
    if (hands.clock.now() + decision.lookAgainMs > until) break;
    await hands.clock.sleep(decision.lookAgainMs);
    ({ decision, state } = await lookAtPair(hands, observers, pair, { concern, input: { kind: 'look' } }));
    looks += 1;
  }
  return {
    pairId: pair.id,
    reason,
    lastReason: decision.reason,
    looks,
    unfinished: isMoving(concern, state, hands.clock.now()),
  };
};
