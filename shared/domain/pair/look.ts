import type { Pair } from '#domain/estate/estate.ts';
import type { Action } from '#domain/pair/action.ts';
import type { HaltReason } from '#domain/pair/halt.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { IDLE, type Operation, type PairState } from '#domain/pair/state.ts';
import type { UnitViews } from '#domain/pair/unit-view.ts';
import type { Reason } from '#domain/reason.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';

/** Everything a decision about an operation may look at, gathered once. */
export interface PairLook {
  readonly pair: Pair;
  readonly state: PairState;
  readonly seen: PairSeen;
  readonly views: UnitViews;
  readonly now: EpochMs;
}

/** The next step of an operation: where it stands afterwards, what to do, and why. */
export interface Step {
  readonly operation: Operation;
  readonly actions: readonly Action[];
  readonly reason: Reason;
}

/** What a look at a pair comes to, before it is a decision. */
export interface Outcome {
  readonly next: PairState;
  readonly actions: readonly Action[];
  readonly reason: Reason;
  readonly would?: readonly Action[];
}

export const still = (state: PairState, reason: Reason): Outcome => ({ next: state, actions: [], reason });

export const wait = (operation: Operation, reason: Reason): Step => ({ operation, actions: [], reason });

export const halt = (
  operation: Exclude<Operation, { kind: 'idle' | 'halted' }>,
  because: HaltReason,
  now: EpochMs,
): Step => ({
  operation: { kind: 'halted', operation, because, haltedAt: now },
  actions: [],
  reason: 'halted',
});

export const finish = (reason: Reason, actions: readonly Action[] = []): Step => ({
  operation: IDLE,
  actions,
  reason,
});

/** How long the operation has been in its phase. Time under a hold does not count: nobody could act in it. */
export const timeInPhaseMs = (
  { state, now }: PairLook,
  { phaseSince }: { readonly phaseSince: EpochMs },
): DurationMs => now - Math.max(phaseSince, Math.min(state.hold?.until ?? 0, now));
