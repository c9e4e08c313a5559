import { type DurationMs, SECOND_MS } from '#domain/time.ts';

/** How much time and room one unit gets. */
export interface Limits {
  /** From the first packet to the end of the TLS handshake. */
  readonly connectMs: DurationMs;
  /** From a call to the last byte of its reply, the connection included. */
  readonly replyMs: DurationMs;
  /** For everything asked over one session: calls, repeats, and waiting for the unit's call rate. */
  readonly sessionMs: DurationMs;
  /** Bytes of a reply's body. The largest ordinary reply (`getall`, `listvs` of a full unit) is some hundred kB. */
  readonly replyBytes: number;
}

/** A look at the other units waits for the slowest. One that needs longer is unread, and asked again at the next look. */
export const DEFAULT_LIMITS: Limits = {
  connectMs: 3 * SECOND_MS,
  replyMs: 6 * SECOND_MS,
  sessionMs: 15 * SECOND_MS,
  replyBytes: 2 * 1024 * 1024,
};
