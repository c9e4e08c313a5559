import { noteIncident } from '#domain/firmware/incidents.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { IDLE, operationOf, type PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/** The change of firmware that a pair is in the middle of, halted or not. */
export const firmwareUnderWay = (state: PairState): FirmwareOperation | undefined => {
  const op = operationOf(state);
  return op.kind === 'upgrading' ? op : undefined;
};

/**
 * The pair as an urgent drain finds it: the change of firmware is set aside and remembered, and only a handover of
 * the role that it was in the middle of is left to deal with.
 */
export const interruptFirmware = (state: PairState, op: FirmwareOperation, now: EpochMs): PairState => {
  const { handover, ...rest } = noteIncident(op, { at: now, what: 'interrupted-by-drain' });
  return {
    ...state,
    operation: handover ?? IDLE,
    firmware: { ...state.firmware, interrupted: rest },
  };
};
