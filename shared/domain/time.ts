/** An instant: milliseconds since 1970-01-01T00:00:00Z. Names of instants end in `At`. */
export type EpochMs = number;

/** A length of time in milliseconds. Names of durations end in `Ms`. */
export type DurationMs = number;

export const SECOND_MS: DurationMs = 1_000;
export const MINUTE_MS: DurationMs = 60 * SECOND_MS;
