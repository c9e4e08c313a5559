import type { FirmwareInput } from '#domain/firmware/decide-firmware.ts';
import { firmwareUnderWay } from '#domain/firmware/interrupt.ts';
import { isAnythingLeft } from '#domain/firmware/left-behind.ts';
import type { PairState } from '#domain/pair/state.ts';

/** Whether `firmware` has something to do on the pair without anybody asking. */
export const firmwareIsDue = ({ operation, firmware }: PairState): boolean => {
  if (operation.kind === 'upgrading') return true;
  return operation.kind === 'idle' && (firmware.interrupted !== undefined || isAnythingLeft(firmware));
};

/** Whether the units' firmware, and the records of their jobs, have to be read for a decision about it. */
export const readsFirmware = (state: PairState, input: FirmwareInput): boolean =>
  input.kind === 'order' || firmwareUnderWay(state) !== undefined || isAnythingLeft(state.firmware);
