import type { Action, ActionOutcome } from '#domain/pair/action.ts';
import type { PairState, Situation } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';

/**
 * What a pure `decide` returns. `next === state` (the same object) and no actions means that there is
 * nothing to write; doing nothing has a reason all the same.
 */
export interface Decision {
  readonly next: PairState;
  readonly actions: readonly Action[];
  readonly reason: Reason;
  /** What was seen that led here, one line each. */
  readonly evidence: readonly string[];
  /** The situation has just become one that calls for people: what they should check first. */
  readonly checks?: readonly string[];
  /** In `observe` mode: the actions that `enforce` would have taken. */
  readonly would?: readonly Action[];
  /** The pair is in motion: look again after this long. Absent: the schedule is soon enough. */
  readonly lookAgainMs?: DurationMs;
}

/** Nothing to write: the same state, no actions, nothing that would have been done. */
export const isNothing = (state: PairState, { next, actions, would }: Decision): boolean =>
  next === state && actions.length === 0 && would === undefined;

/** Which part of the control plane decided. */
export type Decider = 'watch' | 'drain' | 'failback' | 'firmware' | 'geo' | 'audit' | 'operator';

/** A decision as it is claimed (stored in the state) and journaled. */
export interface DecisionRecord {
  readonly version: number;
  readonly at: EpochMs;
  readonly by: Decider;
  readonly reason: Reason;
  readonly from: Situation;
  readonly to: Situation;
  /** Kind and phase of the operation after the decision, for example `draining second: handing-over`. */
  readonly operation: string;
  readonly evidence: readonly string[];
  readonly actions: readonly Action[];
  readonly would?: readonly Action[];
  readonly checks?: readonly string[];
  /** Free words of whoever asked: the operator's reason, the event's description. */
  readonly why?: string;
}

/** One line of a pair's journal: a decision and what came of it. */
export interface JournalEntry extends DecisionRecord {
  readonly pairId: string;
  /** One per action, in order. Absent while nobody has recorded them; `interrupted` when nobody ever will. */
  readonly outcomes: readonly ActionOutcome[] | 'interrupted';
}
