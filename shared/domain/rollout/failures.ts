import type { Rollout } from '#domain/rollout/rollout.ts';
import { unsteadyAfterSoak } from '#domain/rollout/soak.ts';
import type { PairNow } from '#domain/rollout/standing.ts';
import type { EpochMs } from '#domain/time.ts';

/** Pairs of the open wave that failed, those that somebody went on in spite of left out. */
export const failuresOf = (
  rollout: Rollout,
  inWave: readonly PairNow[],
  now: EpochMs,
): readonly PairNow[] => {
  const unsteady = unsteadyAfterSoak(rollout, inWave, now);
  return inWave.filter(
    (one) =>
      (one.standing === 'failed' || one.standing === 'halted' || unsteady.includes(one)) &&
      !rollout.forgiven.includes(one.pair.pairId),
  );
};

/** More of the wave has failed than is allowed. */
export const isTooMuch = (
  { spec }: Rollout,
  failures: readonly PairNow[],
  inWave: readonly PairNow[],
): boolean => inWave.length > 0 && failures.length / inWave.length > spec.maxFailureShare;

const failureWords = ({ pair, standing, progress }: PairNow): string => {
  const because = progress?.result?.because.join(', ');
  if (standing === 'done') return `${pair.pairId} (${progress?.situation ?? 'not seen'} after its soak)`;
  if (standing === 'halted') return `${pair.pairId} (${progress?.operation ?? 'halted'})`;
  const words = progress?.state ?? standing;
  return because === undefined || because === ''
    ? `${pair.pairId} (${words})`
    : `${pair.pairId} (${words}: ${because})`;
};

/** Beyond so many names a sentence is not read any more. */
const MOST_NAMED = 10;

/** Which pairs failed and how, in a sentence's length. */
export const failuresWords = (failures: readonly PairNow[]): string => {
  const named = failures.slice(0, MOST_NAMED).map(failureWords).join(', ');
  const more = failures.length - MOST_NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
};
