import type { FirmwareOperation, GivenUpReason } from '#domain/firmware/operation.ts';
import type { HaltReason } from '#domain/pair/halt.ts';
import { enter, halt, type PairLook, type Step, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import type * as turns from '#domain/pair/turns.ts';
import { goOn } from '#domain/pair/turns.ts';
import type { Reason } from '#domain/reason.ts';
import type { DurationMs } from '#domain/time.ts';

/** What a phase of a change of firmware makes of a look. */
export type Turn = turns.Turn<FirmwareOperation>;

export type Phase = turns.Phase<FirmwareOperation>;

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
