import type { Reason } from '#domain/reason.ts';
import type { EpochMs } from '#domain/time.ts';

/** An operator's leave for one return to the preferred unit. It ends with that return, or when the unit fails again. */
export interface Approval {
  readonly by: string;
  readonly why: string;
  readonly at: EpochMs;
}

/** What is remembered of a pair so that it returns to its preferred unit exactly when it should. */
export interface FailbackMemory {
  /** Since when the preferred unit has been able to take over, without interruption; absent while it is not, or is active. */
  readonly readySince?: EpochMs;
  readonly approval?: Approval;
  /** When the pair returned, within the policy's time for flapping, oldest first. What operators asked for is not in it. */
  readonly returns: readonly EpochMs[];
  /** Since when returns have stopped because there were too many; until an operator acknowledges. */
  readonly flappingSince?: EpochMs;
  /** What keeps a return that is due from beginning, once people were told of it; it ends with that time of being ready. */
  readonly blockedBy?: Reason;
  /** When the units' preference was last corrected: a correction that does not take is not repeated at every look. */
  readonly correctedAt?: EpochMs;
}

export const NO_RETURNS: FailbackMemory = { returns: [] };
