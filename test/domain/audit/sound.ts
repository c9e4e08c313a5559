import type { PairSnapshot } from '#domain/audit/snapshot.ts';

/** What is as sound as the clean pair is: nothing is found, and nothing is left open. */
export interface Sound {
  readonly words: string;
  readonly snapshot: PairSnapshot;
  /** The one rule that might say something. */
  readonly rule: string;
}
