import { needsAttention } from '#domain/pair/situation.ts';
import type { PairState, Situation } from '#domain/pair/state.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** More than this share of a region's pairs turning bad together is more likely our eyes than their pairs. */
export const BLAST_RADIUS_SHARE = 0.2;
/** Fewer than this many is never a blast: a small estate must not freeze because two pairs fail. */
export const BLAST_RADIUS_AT_LEAST = 3;
/** "Together" is within one turn of the schedule. */
const TOGETHER_MS: DurationMs = MINUTE_MS;

const isGood = (situation: Situation): boolean => !needsAttention(situation);

/** What we do not know leads to no action, so it needs no freeze: throttling must not stop automation for good. */
const isBad = (situation: Situation): boolean => needsAttention(situation) && situation !== 'unknown';

/** While a unit leaves or gives up its role it cannot take over: that is of our own making. */
const isExpected = ({ situation, operation }: PairState): boolean =>
  situation.kind === 'degraded' && operation.kind !== 'idle' && operation.kind !== 'halted';

/**
 * A pair that was in order and, by its last decision and not long ago, is not any more. One that is seen for the first
 * time does not count.
 */
const hasTurnedBad = (state: PairState, now: EpochMs): boolean => {
  const { situation, lastDecision } = state;
  return (
    lastDecision !== undefined &&
    isGood(lastDecision.from) &&
    lastDecision.to === situation.kind &&
    isBad(situation.kind) &&
    !isExpected(state) &&
    situation.since > now - TOGETHER_MS
  );
};

/** Why the region should freeze, or undefined: arithmetic over the states as they are after a pass. Pure. */
export const blastRadius = (states: readonly PairState[], now: EpochMs): string | undefined => {
  const turned = states.filter((state) => hasTurnedBad(state, now));
  if (turned.length < BLAST_RADIUS_AT_LEAST || turned.length <= states.length * BLAST_RADIUS_SHARE)
    return undefined;
  const named = turned.slice(0, 5).map(({ pairId, situation }) => `${pairId} ${situation.kind}`);
  return `${turned.length} of ${states.length} pairs turned bad within a minute: ${named.join(', ')}`;
};
