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

/** Regions work side by side: the one with most left says how long a wave takes. */
const roundsOf = (left: readonly PairNow[], concurrency: number): number => {
  const regions = new Set(left.map(({ pair }) => pair.region));
  const rounds = [...regions].map((region) =>
    Math.ceil(left.filter(({ pair }) => pair.region === region).length / concurrency),
  );
  return Math.max(0, ...rounds);
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
    return sum + roundsOf(left, rollout.spec.concurrency) * pairMs + soakLeftMs;
  }, 0);
};
