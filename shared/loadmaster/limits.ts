import { type DurationMs, SECOND_MS } from '#domain/time.ts';

/** How much time and room one unit gets. */
export interface Limits {
  /** From the first packet to the end of the TLS handshake. */
  readonly connectMs: DurationMs;
  /** From a call to the last byte of its reply, the connection included. */
  readonly replyMs: DurationMs;
  /** For everything asked over one session: calls, repeats, and waiting for the unit's call rate; uploads and downloads apart. */
  readonly sessionMs: DurationMs;
  /** One upload with its reply, or one download. */
  readonly transferMs: DurationMs;
  /** Bytes of a reply's body. The largest ordinary reply (`getall`, `listvs` of a full unit) is some hundred kB. */
  readonly replyBytes: number;
  /** Bytes of a download. */
  readonly downloadBytes: number;
}

const MEBIBYTE = 1024 * 1024;

/**
 * A look at the other units waits for the slowest. One that needs longer is unread, and asked again at the next look.
 * The vendor's own PowerShell module gives an upload 500 seconds; the vendor's cloud service keeps backups of up to
 * 100 MB. @see LoadMaster 360, Backup Management
 */
export const DEFAULT_LIMITS: Limits = {
  connectMs: 3 * SECOND_MS,
  replyMs: 6 * SECOND_MS,
  sessionMs: 15 * SECOND_MS,
  transferMs: 500 * SECOND_MS,
  replyBytes: 2 * MEBIBYTE,
  downloadBytes: 128 * MEBIBYTE,
};
