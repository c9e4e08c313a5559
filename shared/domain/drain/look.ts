import type { DrainOperation, SkippedStep } from '#domain/drain/operation.ts';
import { isAboutToDie } from '#domain/drain/timing.ts';
import { otherUnit } from '#domain/estate/estate.ts';
import type { PairLook } from '#domain/pair/look.ts';
import type { LoadMasterSeen, Reading } from '#domain/pair/seen.ts';
import type { UnitView } from '#domain/pair/unit-view.ts';

export const leavingUnit = (look: PairLook, op: DrainOperation): UnitView => look.views[op.unit];

export const partnerUnit = (look: PairLook, op: DrainOperation): UnitView => look.views[otherUnit(op.unit)];

export const loadMasterOf = (look: PairLook, op: DrainOperation): Reading<LoadMasterSeen> =>
  look.seen.units[op.unit].loadMaster;

/** The operator accepted, with the confirm token of this very decision, that nobody may be left serving. */
export const isForced = (op: DrainOperation): boolean => op.intent.confirm !== undefined;

/** Somebody outside ends the unit at a known time: waiting longer than that is no choice. */
export const isUrgent = (op: DrainOperation): boolean =>
  isAboutToDie(op.intent) || op.intent.release.kind === 'complete-hook';

/** Notes a step that is left out, once. */
export const skip = (
  op: DrainOperation,
  step: SkippedStep['step'],
  because: SkippedStep['because'],
): DrainOperation =>
  op.skipped.some((skipped) => skipped.step === step)
    ? op
    : { ...op, skipped: [...op.skipped, { step, because }] };
