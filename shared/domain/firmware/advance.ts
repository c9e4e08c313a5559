import { backUp, prepare } from '#domain/firmware/before-change.ts';
import { noteMixed, noteRoles } from '#domain/firmware/incidents.ts';
import { install } from '#domain/firmware/install.ts';
import type { FirmwareOperation, FirmwarePhase } from '#domain/firmware/operation.ts';
import { rebootUnit } from '#domain/firmware/reboot.ts';
import { settle } from '#domain/firmware/settle.ts';
import type { Phase } from '#domain/firmware/turn.ts';
import type { PairLook, Step } from '#domain/pair/look.ts';
import { takeTurns } from '#domain/pair/turns.ts';

const PHASES: Readonly<Record<FirmwarePhase, Phase>> = {
  'backing-up': backUp,
  preparing: prepare,
  installing: install,
  rebooting: rebootUnit,
  settling: settle,
};

/** Both units' turns on one look, each phase once, with room to spare; more would be a mistake of ours. */
const MOST_TURNS = 12;

/**
 * The next step of a change of firmware, and the operation as it led there. Each step follows from what is seen, so an
 * action that was lost is asked for again. Total.
 */
export const advanceFirmware = (
  look: PairLook,
  given: FirmwareOperation,
): { readonly step: Step; readonly last: FirmwareOperation } => {
  const op = noteMixed(look, noteRoles(look, given));
  return takeTurns(PHASES, look, op, MOST_TURNS);
};
