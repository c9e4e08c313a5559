import type { Hands } from '#control/carry-out.ts';
import type { Asking } from '#control/concerns/pair-question.ts';
import { lookAtPair } from '#control/look-at-pair.ts';
import type { Observers } from '#control/observe.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { Reason } from '#domain/reason.ts';
import type { DurationMs } from '#domain/time.ts';

/** What an invocation did for a pair: the first decision, which answers the event, and the last. */
export interface ReconcileSummary {
  readonly pairId: string;
  readonly reason: Reason;
  readonly lastReason: Reason;
  readonly looks: number;
  /** The operation is still under way; the next sweep of the schedule has it continued. */
  readonly unfinished: boolean;
}

/**
 * Works on a pair: one look for the question, then a look every few seconds while the operation is under way, for at
 * most `lookForMs`. Stopping at any point is harmless: the state says how far it is, and every minute the schedule has
 * unfinished operations continued.
 */
export const reconcilePair = async <Input>(
  hands: Hands,
  observers: Observers,
  pair: Pair,
  asking: Asking<Input>,
  input: Input,
  lookForMs: DurationMs,
): Promise<ReconcileSummary> => {
  const again = asking({ kind: 'look' });
  const until = hands.clock.now() + lookForMs;
  let { decision, state } = await lookAtPair(hands, observers, pair, asking(input));
  const { reason } = decision;
  let looks = 1;
  while (again.isMoving(state, hands.clock.now()) && decision.lookAgainMs !== undefined) {
    if (hands.clock.now() + decision.lookAgainMs > until) break;
    await hands.clock.sleep(decision.lookAgainMs);
    ({ decision, state } = await lookAtPair(hands, observers, pair, again));
    looks += 1;
  }
  return {
    pairId: pair.id,
    reason,
    lastReason: decision.reason,
    looks,
    unfinished: again.isMoving(state, hands.clock.now()),
  };
};
