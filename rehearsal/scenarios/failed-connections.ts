import type { EpochMs } from '#domain/time.ts';
import type { StagePair } from '#rehearsal/scenarios/stage.ts';

/**
 * Clients that came in the whole seconds from the one moment on until before the other and were not served. Ask when all
 * have gone.
 */
export const failedBetween = (
  { traffic }: StagePair,
  from: EpochMs,
  to: EpochMs = Number.POSITIVE_INFINITY,
): number =>
  traffic.tally
    .slots()
    .filter(({ at }) => at >= from && at < to)
    .reduce((sum, { failed }) => sum + failed, 0);
