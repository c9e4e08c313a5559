import type { DrainOperation, DrainPhase, HaltReason, SkippedStep } from '#domain/drain/operation.ts';
import { isAboutToDie } from '#domain/drain/timing.ts';
import { otherUnit, type Pair } from '#domain/estate/estate.ts';
import type { Action } from '#domain/pair/action.ts';
import type { LoadMasterSeen, PairSeen, Reading } from '#domain/pair/seen.ts';
import type { Operation, PairState } from '#domain/pair/state.ts';
import { IDLE } from '#domain/pair/state.ts';
import type { UnitView, UnitViews } from '#domain/pair/unit-view.ts';
import type { Reason } from '#domain/reason.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';

/** Everything a drain decision may look at, gathered once. */
export interface DrainLook {
  readonly pair: Pair;
  readonly state: PairState;
  readonly seen: PairSeen;
  readonly views: UnitViews;
  readonly now: EpochMs;
}

/** The next step of a drain: where the operation stands afterwards, what to do, and why. */
export interface Step {
  readonly operation: Operation;
  readonly actions: readonly Action[];
  readonly reason: Reason;
}

export const leavingUnit = (look: DrainLook, op: DrainOperation): UnitView => look.views[op.unit];

export const partnerUnit = (look: DrainLook, op: DrainOperation): UnitView => look.views[otherUnit(op.unit)];

export const loadMasterOf = (look: DrainLook, op: DrainOperation): Reading<LoadMasterSeen> =>
  look.seen.units[op.unit].loadMaster;

/** The operator accepted, with the confirm token of this very decision, that nobody may be left serving. */
export const isForced = (op: DrainOperation): boolean => op.intent.confirm !== undefined;

/** Somebody outside ends the unit at a known time: waiting longer than that is no choice. */
export const isUrgent = (op: DrainOperation): boolean =>
  isAboutToDie(op.intent) || op.intent.release.kind === 'complete-hook';

export const enter = (op: DrainOperation, phase: DrainPhase, now: EpochMs): DrainOperation =>
  op.phase === phase ? op : { ...op, phase, phaseSince: now };

/** How long the operation has been in its phase. Time under a hold does not count: nobody could act in it. */
export const timeInPhaseMs = (look: DrainLook, op: DrainOperation): DurationMs => {
  const heldUntil = look.state.hold?.until ?? 0;
  return look.now - Math.max(op.phaseSince, Math.min(heldUntil, look.now));
};

/** Notes a step that is left out, once. */
export const skip = (
  op: DrainOperation,
  step: SkippedStep['step'],
  because: SkippedStep['because'],
): DrainOperation =>
  op.skipped.some((skipped) => skipped.step === step)
    ? op
    : { ...op, skipped: [...op.skipped, { step, because }] };

export const wait = (operation: DrainOperation, reason: Reason): Step => ({ operation, actions: [], reason });

export const halt = (operation: DrainOperation, because: HaltReason, now: EpochMs): Step => ({
  operation: { kind: 'halted', operation, because, haltedAt: now },
  actions: [],
  reason: 'halted',
});

export const finish = (reason: Reason, actions: readonly Action[] = []): Step => ({
  operation: IDLE,
  actions,
  reason,
});
