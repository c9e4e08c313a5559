import { carryOut, type Hands, repairInterrupted } from '#control/carry-out.ts';
import type { PairQuestion } from '#control/concerns/pair-question.ts';
import { StaleStateError } from '#control/errors.ts';
import type { Observers } from '#control/observe.ts';
import { readLook } from '#control/read-look.ts';
import { decideConcern } from '#domain/decide-concern.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { PairState } from '#domain/pair/state.ts';

/** How often a look that lost the race for the claim starts again before it leaves the pair to whoever keeps winning. */
const CLAIM_ATTEMPTS = 5;

/**
 * Looks, decides, claims, acts and records, once. Who loses the race for the claim looks again: the input must not be
 * lost, and what the winner did must be seen.
 */
export const lookAtPair = async (
  hands: Hands,
  observers: Observers,
  pair: Pair,
  question: PairQuestion,
): Promise<{ readonly decision: Decision; readonly state: PairState }> => {
  const { concern, why } = question;
  for (let attempt = 1; ; attempt++) {
    const { state, seen, frozen, window } = await readLook(hands, observers, pair, question);
    const decision = decideConcern(state, seen, { pair, frozen, window }, question, hands.clock.now());
    await repairInterrupted(hands, pair, state);
    try {
      return { decision, state: await carryOut(hands, pair, state, decision, concern, why) };
    } catch (error) {
      if (!(error instanceof StaleStateError) || attempt === CLAIM_ATTEMPTS) throw error;
    }
  }
};
