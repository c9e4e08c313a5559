import type { FirmwareOperation, GivenUpReason } from '#domain/firmware/operation.ts';
import type { HaltReason } from '#domain/pair/halt.ts';
import { enter, halt, type PairLook, type Step, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import type { Reason } from '#domain/reason.ts';
import type { DurationMs } from '#domain/time.ts';

/** What a phase makes of a look: a step, or the operation in another phase, which then decides on the same look. */
export type Turn = Step | { readonly goOn: FirmwareOperation };

export type Phase = (look: PairLook, op: FirmwareOperation) => Turn;

export const goOn = (op: FirmwareOperation): Turn => ({ goOn: op });

/** Waits, and halts once that has taken too long. */
export const waitFor = (
  look: PairLook,
  op: FirmwareOperation,
  reason: Reason,
  withinMs: DurationMs,
  because: HaltReason,
): Step => (timeInPhaseMs(look, op) > withinMs ? halt(op, because, look.now) : wait(op, reason));

/** Nothing was changed, so nothing has to be decided by people: what was set aside goes back, and the operation ends. */
export const giveUp = (look: PairLook, op: FirmwareOperation, failed: GivenUpReason): Turn =>
  goOn(enter({ ...op, failed }, 'settling', look.now));
