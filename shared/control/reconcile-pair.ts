import type { Hands } from '#control/carry-out.ts';
import { lookAtPair } from '#control/look-at-pair.ts';
import type { Observers } from '#control/observe.ts';
import type { DrainInput } from '#domain/drain/decide-drain.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { Reason } from '#domain/reason.ts';
import type { DurationMs } from '#domain/time.ts';

/** What an invocation did for a pair: the first decision, which answers the event, and the last. */
export interface DrainSummary {
  readonly pairId: string;
  readonly reason: Reason;
  readonly lastReason: Reason;
  readonly looks: number;
  /** The drain is still under way; the next sweep of the schedule has it continued. */
  readonly unfinished: boolean;
}

const wordsOf = (input: DrainInput): string | undefined => {
  if (input.kind === 'look') return undefined;
  return input.kind === 'intent' ? input.intent.why : input.why;
};

/**
 * Works on a pair's drain: one look for the input, then a look every few seconds while the drain is under way, for at
 * most `lookForMs`. Stopping at any point is harmless: the state says how far the drain is, and every minute the
 * schedule has unfinished drains continued.
 */
export const drainPair = async (
  hands: Hands,
  observers: Observers,
  pair: Pair,
  input: DrainInput,
  lookForMs: DurationMs,
): Promise<DrainSummary> => {
  const until = hands.clock.now() + lookForMs;
  const why = wordsOf(input);
  let { decision, state } = await lookAtPair(hands, observers, pair, input, 'drain', why);
  const { reason } = decision;
  let looks = 1;
  while (state.operation.kind === 'draining' && decision.lookAgainMs !== undefined) {
    if (hands.clock.now() + decision.lookAgainMs > until) break;
    await hands.clock.sleep(decision.lookAgainMs);
    ({ decision, state } = await lookAtPair(hands, observers, pair, { kind: 'look' }, 'drain'));
    looks += 1;
  }
  return {
    pairId: pair.id,
    reason,
    lastReason: decision.reason,
    looks,
    unfinished: state.operation.kind === 'draining',
  };
};
