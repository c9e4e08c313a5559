import { carryOut } from '#control/carry-out.ts';
import { StaleStateError } from '#control/errors.ts';
import { type Asked, findPair, type OperatorContext } from '#control/operator/context.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { newPairState, type PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/** A pair as it is remembered, for an operator to decide about. */
export interface Remembered {
  readonly pair: Pair;
  readonly state: PairState;
  readonly now: EpochMs;
}

/** Throws OperatorRefusal `unknown-pair`. */
export const recall = async (context: OperatorContext, pairId: string): Promise<Remembered> => {
  const { pair, state } = await findPair(context, pairId);
  const now = context.hands.clock.now();
  return { pair, state: state ?? newPairState(pairId, now), now };
};

/** How often a claim that lost the race is tried again. Functions claim a pair every few seconds at most. */
const CLAIM_ATTEMPTS = 5;

/**
 * Decides about a pair from what is remembered of it, and claims and journals that like any decision. Returns the pair
 * as it is then. Throws OperatorRefusal `unknown-pair` or `overtaken`, and whatever `decideFrom` throws.
 */
export const claimDecision = async (
  context: OperatorContext,
  pairId: string,
  { by, why }: Asked,
  decideFrom: (remembered: Remembered) => Decision,
): Promise<Remembered> => {
  const { hands } = context;
  for (let attempt = 1; attempt <= CLAIM_ATTEMPTS; attempt++) {
    const remembered = await recall(context, pairId);
    const { pair, state } = remembered;
    const decision = decideFrom(remembered);
    try {
      const claimed = await carryOut(hands, pair, state, decision, 'operator', `${by}: ${why}`);
      return { ...remembered, state: claimed };
    } catch (error) {
      if (!(error instanceof StaleStateError)) throw error;
    }
  }
  throw new OperatorRefusal('overtaken', 'the pair changes too fast; try again');
};
