import { carryOut } from '#control/carry-out.ts';
import { StaleStateError } from '#control/errors.ts';
import { type Asked, findPair, type OperatorContext } from '#control/operator/context.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { liftHold, MAX_HOLD_MS, placeHold } from '#domain/hold/hold.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { type Hold, newPairState, type PairState } from '#domain/pair/state.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';

export interface HoldRequest extends Asked {
  readonly pairId: string;
  readonly expiry: { readonly forMs: DurationMs } | { readonly until: EpochMs };
}

/** How often a claim that lost the race is tried again. Functions claim a pair every few seconds at most. */
const CLAIM_ATTEMPTS = 5;

const claimDecision = async (
  context: OperatorContext,
  pairId: string,
  { by, why }: Asked,
  decideFrom: (state: PairState, now: EpochMs) => Decision,
): Promise<PairState> => {
  const { hands } = context;
  for (let attempt = 1; attempt <= CLAIM_ATTEMPTS; attempt++) {
    const { pair, state: stored } = await findPair(context, pairId);
    const now = hands.clock.now();
    const state = stored ?? newPairState(pairId, now);
    try {
      return await carryOut(hands, pair, state, decideFrom(state, now), 'operator', `${by}: ${why}`);
    } catch (error) {
      if (!(error instanceof StaleStateError)) throw error;
    }
  }
  throw new OperatorRefusal('overtaken', 'the pair changes too fast; try again');
};

const expiryOf = (expiry: HoldRequest['expiry'], now: EpochMs): EpochMs => {
  const until = 'until' in expiry ? expiry.until : now + expiry.forMs;
  if (until <= now) throw new OperatorRefusal('invalid-hold', 'the hold would be over already');
  if (until > now + MAX_HOLD_MS)
    throw new OperatorRefusal('invalid-hold', `a hold lasts at most ${durationWords(MAX_HOLD_MS)}`);
  return until;
};

/**
 * Places a hold on a pair, in the stead of one that is there: claimed and journaled like any decision. Throws
 * OperatorRefusal `unknown-pair`, `invalid-hold` or `overtaken`.
 */
export const holdPair = async (
  context: OperatorContext,
  { pairId, expiry, by, why }: HoldRequest,
): Promise<Hold> => {
  const now = context.hands.clock.now();
  const hold: Hold = { by, why, placedAt: now, until: expiryOf(expiry, now) };
  await claimDecision(context, pairId, { by, why }, (state) => placeHold(state, hold));
  return hold;
};

/** Lifts a pair's hold. Throws OperatorRefusal `unknown-pair`, `not-held` or `overtaken`. */
export const releasePair = async (
  context: OperatorContext,
  { pairId, ...asked }: Asked & { readonly pairId: string },
): Promise<void> => {
  await claimDecision(context, pairId, asked, (state, now) => {
    const decision = liftHold(state, now);
    if (decision === undefined) throw new OperatorRefusal('not-held', 'no hold is in force on the pair');
    return decision;
  });
};
