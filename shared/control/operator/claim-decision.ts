import { carryOut } from '#control/carry-out.ts';
import { type Asked, findPair, type OperatorContext } from '#control/operator/context.ts';
import { untilClaimed } from '#control/operator/until-claimed.ts';
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

/**
 * Decides about a pair from what is remembered of it, and claims and journals that like any decision. Returns the pair
 * as it is then. Throws OperatorRefusal `unknown-pair` or `overtaken`, and whatever `decideFrom` throws.
 */
export const claimDecision = (
  context: OperatorContext,
  pairId: string,
  { by, why }: Asked,
  decideFrom: (remembered: Remembered) => Decision,
): Promise<Remembered> =>
  untilClaimed('the pair', async () => {
    const remembered = await recall(context, pairId);
    const { pair, state } = remembered;
    const decision = decideFrom(remembered);
    const claimed = await carryOut(context.hands, pair, state, decision, 'operator', `${by}: ${why}`);
    return { ...remembered, state: claimed };
  });
