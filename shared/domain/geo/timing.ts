import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';

/** How soon a pair whose lists are being set is looked at again: as with firmware, nothing of it is over within seconds. */
export const GEO_LOOK_AGAIN_MS: DurationMs = 10 * SECOND_MS;

/** What cannot be read, or roles that cannot be told, for so long need people. */
export const CLEAR_WITHIN_MS: DurationMs = 10 * MINUTE_MS;

/**
 * Lists that were set and read back, and are found otherwise again, were overwritten: by a partner's synchronisation, once,
 * or by somebody who would do it again.
 */
export const MOST_TIMES_SET = 2;

/**
 * From when a unit's lists were set until its partner would have them too, where the two synchronise them: soon after a
 * change. Whether they do is not published; a role that is moved in the meantime is moved for nothing.
 */
export const LISTS_FOLLOW_MS: DurationMs = 30 * SECOND_MS;
