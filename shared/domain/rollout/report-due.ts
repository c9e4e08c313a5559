import { overdueReleases } from '#domain/rollout/release.ts';
import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { unseenAfterSoak } from '#domain/rollout/soak.ts';
import { fleetOf, openWave, type PairNow } from '#domain/rollout/standing.ts';
import type { EpochMs } from '#domain/time.ts';

/**
 * Whether a region has to write down its progress although nothing in it has changed: its home region waits to hear
 * that a release was not taken up in time, or that pairs are steady still at the end of a soak. What was written before
 * then says neither. Once the region has written, it is not due any more.
 */
export const isReportDue = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  region: string,
  now: EpochMs,
): boolean => {
  const fleet = fleetOf(rollout, progress);
  const isHere = ({ pair }: PairNow): boolean => pair.region === region;
  return (
    unseenAfterSoak(rollout, openWave(rollout, fleet), now).some(isHere) ||
    overdueReleases(rollout, fleet, now).some(
      (one) => isHere(one.pair) && (one.pair.reportedAt === undefined || one.pair.reportedAt < one.lapsesAt),
    )
  );
};
