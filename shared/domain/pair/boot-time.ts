import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';

/** A boot time that is worked out from the time a unit is up may differ by this much between two readings. */
export const BOOT_TIME_JITTER_MS: DurationMs = 5 * SECOND_MS;

/** By the unit's own clock, whatever that shows: it has booted since it said `before`. */
export const hasBootedSince = (before: EpochMs, bootedAt: EpochMs | undefined): boolean =>
  bootedAt !== undefined && bootedAt > before + BOOT_TIME_JITTER_MS;
