import type { Clock } from '#control/ports.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';

/**
 * A unit drops connections when more than 30 calls reach it in less than 3 seconds, counted over all its API
 * interfaces and users. @see LoadMaster Interface Description, RESTful API
 */
export const UNIT_WINDOW_MS: DurationMs = 3 * SECOND_MS;
export const UNIT_CALLS_PER_WINDOW = 30;

/** The vendor's own PowerShell module keeps this distance between calls. */
const CALL_EVERY_MS: DurationMs = 200;

/**
 * Calls that may go out without that distance, so that one look (three calls) is not slowed down. At most
 * 10 + 3,000 / 200 = 25 calls fall into any 3 seconds, which leaves 5 for people and for monitoring.
 */
const BURST_CALLS = 10;

/** The rate at which one unit may be called, shared by everything that calls it. */
export interface RateLimit {
  /**
   * Waits for the unit's next free place, in which the call is to be sent at once. False, without taking one, when none
   * comes within `withinMs`: as soon as that is known.
   */
  take(unitKey: string, withinMs: DurationMs): Promise<boolean>;
}

/**
 * A token bucket per unit, within this process. Calls beyond the burst are given places 200 ms apart, in the order of
 * asking.
 */
export const makeRateLimit = (clock: Clock): RateLimit => {
  /** When the bucket of a unit will be full again. */
  const fullAt = new Map<string, EpochMs>();
  return {
    take: async (unitKey, withinMs) => {
      const now = clock.now();
      const full = Math.max(fullAt.get(unitKey) ?? now, now) + CALL_EVERY_MS;
      const waitMs = full - BURST_CALLS * CALL_EVERY_MS - now;
      if (waitMs > withinMs) return false;
      fullAt.set(unitKey, full);
      if (waitMs > 0) await clock.sleep(waitMs);
      return true;
    },
  };
};
