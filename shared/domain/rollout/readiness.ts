import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import type { RolloutReason } from '#domain/rollout/rollout-words.ts';
import { fleetOf, type PairNow, progressIn } from '#domain/rollout/standing.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** A check says what a pair was in; after a day it may be in anything. */
export const CHECKS_LAST_MS: DurationMs = 24 * 60 * MINUTE_MS;

/** What is known of a planned rollout before it starts. */
export interface Readiness {
  readonly unchecked: readonly PairNow[];
  readonly stale: readonly PairNow[];
  /** Something stands in their way, or they are not declared any more. */
  readonly refused: readonly PairNow[];
  /** Regions of the rollout in which the image is not the declared one, or nobody has looked yet; why, by region. */
  readonly imageIn: readonly { readonly region: string; readonly state: string }[];
}

const imageStates = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  pairs: readonly PairNow[],
): Readiness['imageIn'] => {
  if (rollout.spec.image === undefined) return [];
  const regions = [...new Set(pairs.map(({ pair }) => pair.region))];
  return regions.flatMap((region) => {
    const image = progressIn(rollout, progress, region)?.image;
    if (image?.state === 'verified') return [];
    return [{ region, state: image?.state === 'failed' ? image.code : (image?.state ?? 'unchecked') }];
  });
};

/** What stands between a plan and its start; everything empty where nothing does. */
export const readinessOf = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  now: EpochMs,
): Readiness => {
  const fleet = fleetOf(rollout, progress);
  const isGone = ({ progress: one }: PairNow): boolean => one?.state === 'gone';
  const isChecked = ({ progress: one }: PairNow): boolean =>
    (one?.state === 'ready' || one?.state === 'refused') && one.checkedAt !== undefined;
  const isStale = ({ progress: one }: PairNow): boolean => now - (one?.checkedAt ?? now) > CHECKS_LAST_MS;
  const refused = fleet.filter((one) => one.progress?.state === 'refused' || isGone(one));
  return {
    unchecked: fleet.filter((one) => !isChecked(one) && !isGone(one)),
    stale: fleet.filter((one) => isChecked(one) && isStale(one)),
    refused,
    imageIn: imageStates(
      rollout,
      progress,
      fleet.filter((one) => !refused.includes(one)),
    ),
  };
};

/** What a rollout that has not started waits for. */
export const plannedReason = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  now: EpochMs,
): RolloutReason => {
  const { unchecked, stale, imageIn } = readinessOf(rollout, progress, now);
  if (unchecked.length + stale.length + imageIn.length > 0) return 'waiting-for-checks';
  const isApproved = !rollout.spec.needsApproval || rollout.approvedBy !== undefined;
  return isApproved ? 'waiting-for-start' : 'waiting-for-approval';
};
