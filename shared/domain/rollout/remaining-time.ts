import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { soakEndsAt } from '#domain/rollout/soak.ts';
import { fleetOf, isSettled, type PairNow } from '#domain/rollout/standing.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** What a pair is taken to need as long as none has ended: two reboots and two installations; inferred. */
const USUAL_PAIR_MS: DurationMs = 15 * MINUTE_MS;

const meanPairMs = (fleet: readonly PairNow[]): DurationMs => {
  const took = fleet.flatMap(({ standing, progress }) =>
    standing === 'done' && progress?.result !== undefined
      ? [progress.result.endedAt - progress.result.startedAt]
      : [],
  );
  return took.length === 0 ? USUAL_PAIR_MS : took.reduce((sum, ms) => sum + ms, 0) / took.length;
};

/** A pair under way has a part of it behind it. */
const leftOf = ({ progress }: PairNow, pairMs: DurationMs, now: EpochMs): DurationMs => {
  const startedAt = progress?.state === 'running' ? progress.startedAt : undefined;
  return startedAt === undefined ? pairMs : Math.max(0, pairMs - (now - startedAt));
};

/** Regions work side by side, each on so many pairs at a time: the one with most left says how long a wave takes. */
const workLeftMs = (
  left: readonly PairNow[],
  concurrency: number,
  pairMs: DurationMs,
  now: EpochMs,
): DurationMs => {
  const regions = new Set(left.map(({ pair }) => pair.region));
  const work = [...regions].map((region) => {
    const each = left.filter(({ pair }) => pair.region === region).map((one) => leftOf(one, pairMs, now));
    return Math.max(...each, each.reduce((sum, ms) => sum + ms, 0) / concurrency);
  });
  return Math.max(0, ...work);
};

/**
 * How long the rollout will take from now on: an estimate, without closed windows and without pairs of one GEO cluster
 * waiting for one another. Undefined unless it runs or is paused.
 */
export const remainingMs = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  now: EpochMs,
): DurationMs | undefined => {
  if (rollout.status !== 'running' && rollout.status !== 'paused') return undefined;
  const fleet = fleetOf(rollout, progress);
  const pairMs = meanPairMs(fleet);
  const endsAt = soakEndsAt(rollout);
  return rollout.spec.waves.reduce((sum, { soakMs }, wave) => {
    const inWave = fleet.filter(({ pair }) => pair.wave === wave);
    if (wave < rollout.wave || inWave.length === 0) return sum;
    const left = inWave.filter((one) => !isSettled(one));
    const soakLeftMs = wave === rollout.wave && endsAt !== undefined ? Math.max(0, endsAt - now) : soakMs;
    return sum + workLeftMs(left, rollout.spec.concurrency, pairMs, now) + soakLeftMs;
  }, 0);
};
