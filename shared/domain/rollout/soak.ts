import type { Rollout } from '#domain/rollout/rollout.ts';
import type { PairNow } from '#domain/rollout/standing.ts';
import type { EpochMs } from '#domain/time.ts';

/** When the soak of the open wave ends; undefined where none has begun. Without a soak that is its beginning. */
export const soakEndsAt = ({ spec, wave, soakSince }: Rollout): EpochMs | undefined =>
  soakSince === undefined ? undefined : soakSince + (spec.waves[wave]?.soakMs ?? 0);

/** There is a soak, and at its end pairs have to be steady still: a wave without one asks for nothing more. */
const endOfSoak = (rollout: Rollout, now: EpochMs): EpochMs | undefined => {
  const endsAt = soakEndsAt(rollout);
  return endsAt !== undefined && endsAt > (rollout.soakSince ?? endsAt) && now >= endsAt ? endsAt : undefined;
};

const isDone = ({ standing }: PairNow): boolean => standing === 'done';

/** Done pairs of which nobody has said anything since the soak was over: an earlier look says nothing about its end. */
export const unseenAfterSoak = (
  rollout: Rollout,
  inWave: readonly PairNow[],
  now: EpochMs,
): readonly PairNow[] => {
  const endsAt = endOfSoak(rollout, now);
  if (endsAt === undefined) return [];
  return inWave.filter((pair) => isDone(pair) && (pair.reportedAt === undefined || pair.reportedAt < endsAt));
};

/** Done pairs that are not steady any more at the end of the soak. */
export const unsteadyAfterSoak = (
  rollout: Rollout,
  inWave: readonly PairNow[],
  now: EpochMs,
): readonly PairNow[] => {
  const endsAt = endOfSoak(rollout, now);
  if (endsAt === undefined) return [];
  return inWave.filter(
    (pair) =>
      isDone(pair) &&
      pair.reportedAt !== undefined &&
      pair.reportedAt >= endsAt &&
      pair.progress?.situation !== 'steady',
  );
};
