import { backUp, prepare } from '#domain/firmware/before-change.ts';
import { noteMixed, noteRoles } from '#domain/firmware/incidents.ts';
import { install } from '#domain/firmware/install.ts';
import type { FirmwareOperation, FirmwarePhase } from '#domain/firmware/operation.ts';
import { rebootUnit } from '#domain/firmware/reboot.ts';
import { settle } from '#domain/firmware/settle.ts';
import type { Phase } from '#domain/firmware/turn.ts';
import { type PairLook, type Step, wait } from '#domain/pair/look.ts';

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
  let op = noteMixed(look, noteRoles(look, given));
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const turn = PHASES[op.phase](look, op);
    if (!('goOn' in turn)) return { step: turn, last: op };
    op = turn.goOn;
  }
  return { step: wait(op, 'waiting-unknown'), last: op };
};
