/**
 * How the handling of one trigger ended. The third end, failure, is an exception: the source of the event tries again
 * and gives up into the dead-letter queue.
 */
export type EventEnd =
  | { readonly end: 'done'; readonly what: string }
  /** Acknowledged and not acted on. Counted by reason; never an error, or an account's foreign events would be one. */
  | { readonly end: 'skipped'; readonly reason: SkipReason };

export type SkipReason =
  | 'foreign-instance'
  | 'other-region'
  | 'unknown-pair'
  | 'not-for-this-function'
  | 'ignored'
  | 'malformed';

export const skipped = (reason: SkipReason): EventEnd => ({ end: 'skipped', reason });
