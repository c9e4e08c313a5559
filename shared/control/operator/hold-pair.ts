import { claimDecision } from '#control/operator/claim-decision.ts';
import type { Asked, OperatorContext } from '#control/operator/context.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { liftHold, MAX_HOLD_MS, placeHold } from '#domain/hold/hold.ts';
import type { Hold } from '#domain/pair/state.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';

export interface HoldRequest extends Asked {
  readonly pairId: string;
  readonly expiry: { readonly forMs: DurationMs } | { readonly until: EpochMs };
}

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
  await claimDecision(context, pairId, { by, why }, ({ state }) => placeHold(state, hold));
  return hold;
};

/** Lifts a pair's hold. Throws OperatorRefusal `unknown-pair`, `not-held` or `overtaken`. */
export const releasePair = async (
  context: OperatorContext,
  { pairId, ...asked }: Asked & { readonly pairId: string },
): Promise<void> => {
  await claimDecision(context, pairId, asked, ({ state, now }) => {
    const decision = liftHold(state, now);
    if (decision === undefined) throw new OperatorRefusal('not-held', 'no hold is in force on the pair');
    return decision;
  });
};
