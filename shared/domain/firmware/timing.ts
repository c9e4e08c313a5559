import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';

/**
 * How soon a pair whose firmware is changed is looked at again. Nothing of it is over within seconds, and a fleet under
 * way must leave most of the load balancer's call budget to others.
 */
export const FIRMWARE_LOOK_AGAIN_MS: DurationMs = 10 * SECOND_MS;

/** A unit that has started other firmware "may take a few minutes" (High Availability, Feature Description). */
export const BACK_WITHIN_MS: DurationMs = 10 * MINUTE_MS;

/** Units must not stay paired with different firmware; people are told when it has taken longer than both reboots may. */
export const MIXED_LIMIT_MS: DurationMs = 30 * MINUTE_MS;

/** Real servers are checked every few seconds: virtual services that were up are up again by then. */
export const SERVICES_UP_WITHIN_MS: DurationMs = 5 * MINUTE_MS;

/** What cannot be read, or roles that cannot be told, for so long need people. */
export const CLEAR_WITHIN_MS: DurationMs = 10 * MINUTE_MS;
