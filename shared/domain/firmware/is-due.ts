import type { FirmwareInput } from '#domain/firmware/decide-firmware.ts';
import { hasChangedAnything } from '#domain/firmware/firmware-look.ts';
import { firmwareUnderWay } from '#domain/firmware/interrupt.ts';
import { isAnythingLeft } from '#domain/firmware/left-behind.ts';
import type { HaltedOperation } from '#domain/pair/halt.ts';
import type { PairState } from '#domain/pair/state.ts';

/** A unit may start by itself what was put on it. Once the units are known to differ, nothing more is to be found out. */
const mayTurnMixed = ({ operation }: HaltedOperation): boolean =>
  operation.kind === 'upgrading' && operation.mixedSince === undefined && hasChangedAnything(operation);

/** Whether `firmware` has something to do on the pair without anybody asking. */
export const firmwareIsDue = ({ operation, firmware }: PairState): boolean => {
  if (operation.kind === 'upgrading') return true;
  if (operation.kind === 'halted') return mayTurnMixed(operation);
  return operation.kind === 'idle' && (firmware.interrupted !== undefined || isAnythingLeft(firmware));
};

/** Whether the units' firmware, and the records of their jobs, have to be read for a decision about it. */
export const readsFirmware = (state: PairState, input: FirmwareInput): boolean =>
  input.kind === 'order' || firmwareUnderWay(state) !== undefined || isAnythingLeft(state.firmware);
