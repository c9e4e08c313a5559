import { type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** `2026-05-01T10:00:00Z`, with or without a fraction of a second. */
export const RFC_3339_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

/** Further ahead of our own clock than this, a time is wrong: deadlines must not follow from it. */
const MAX_AHEAD_MS = 5 * MINUTE_MS;

/**
 * When an event happened by its own account. `receivedAt` where it does not say, or says something that cannot be:
 * EventBridge events have been seen with an empty time.
 */
export const eventTime = (time: unknown, receivedAt: EpochMs): EpochMs => {
  if (typeof time !== 'string' || !RFC_3339_UTC.test(time)) return receivedAt;
  const at = Date.parse(time);
  return Number.isNaN(at) || at > receivedAt + MAX_AHEAD_MS ? receivedAt : at;
};
