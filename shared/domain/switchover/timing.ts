import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';

/** Setting a preference takes one call; when it has not taken after this long, something refuses it. */
export const PREPARE_TIMEOUT_MS: DurationMs = MINUTE_MS;

/**
 * A second unit that sees its partner active under Prefer First gives way at its next poll; polls come every few
 * seconds (High Availability, HA timeout: 3 to 15 s).
 */
export const STEP_DOWN_MS: DurationMs = 30 * SECOND_MS;

/**
 * A Network Load Balancer goes on sending new connections to a target for 30 to 40 s after it shows it unhealthy, as
 * users measured (docs/adr/0005): for so long the old unit has to go on serving.
 */
export const ROUTING_FOLLOWS_MS: DurationMs = 45 * SECOND_MS;

/** The roles are as asked by then; a preference that cannot be put back is drift, and corrected as such. */
export const SETTLE_TIMEOUT_MS: DurationMs = MINUTE_MS;

/** A LoadMaster reboots within a minute, "may take a few minutes" (High Availability, Feature Description). */
export const REBOOT_TIMEOUT_MS: DurationMs = 15 * MINUTE_MS;

/** A LoadMaster goes down as soon as it has answered to a reboot: one that is up for so long, unbooted, was not told. */
export const REBOOT_BEGINS_MS: DurationMs = MINUTE_MS;
