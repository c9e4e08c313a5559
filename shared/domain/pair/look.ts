import type { Pair } from '#domain/estate/estate.ts';
import type { Action } from '#domain/pair/action.ts';
import type { HaltReason } from '#domain/pair/halt.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { IDLE, type Operation, type PairState } from '#domain/pair/state.ts';
import { type UnitViews, viewUnits } from '#domain/pair/unit-view.ts';
import type { Reason } from '#domain/reason.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';

/** How soon a pair in motion is looked at again. */
export const LOOK_AGAIN_MS: DurationMs = 5 * SECOND_MS;

/** Everything a decision about an operation may look at, gathered once. */
export interface PairLook {
  readonly pair: Pair;
  readonly state: PairState;
  readonly seen: PairSeen;
  readonly views: UnitViews;
  readonly now: EpochMs;
}

export const lookAt = (pair: Pair, state: PairState, seen: PairSeen, now: EpochMs): PairLook => ({
  pair,
  state,
  seen,
  views: viewUnits(seen, pair, state, now),
  now,
});

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

/** The operation in a phase, since now unless it was in it already. */
export const enter = <Op extends { readonly phase: string; readonly phaseSince: EpochMs }>(
  op: Op,
  phase: Op['phase'],
  now: EpochMs,
): Op => (op.phase === phase ? op : { ...op, phase, phaseSince: now });

/** How long the operation has been in its phase. Time under a hold does not count: nobody could act in it. */
export const timeInPhaseMs = (
  { state, now }: PairLook,
  { phaseSince }: { readonly phaseSince: EpochMs },
): DurationMs => now - Math.max(phaseSince, Math.min(state.hold?.until ?? 0, now));
