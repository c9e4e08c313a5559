import type { EpochMs } from '#domain/time.ts';
import type { StagePair } from '#rehearsal/scenarios/stage.ts';

/** Clients that came in the seconds from the one until before the other and were not served. Ask when all have gone. */
export const failedBetween = (
  { traffic }: StagePair,
  from: EpochMs,
  to: EpochMs = Number.POSITIVE_INFINITY,
): number =>
  traffic.tally
    .slots(from)
    .filter(({ at }) => at < to)
    .reduce((sum, { failed }) => sum + failed, 0);
