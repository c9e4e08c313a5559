import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { hasChangedAnything } from '#domain/firmware/firmware-look.ts';
import { noteIncident } from '#domain/firmware/incidents.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { memoryAfter, resultOf } from '#domain/firmware/result.ts';
import type { Outcome, PairLook } from '#domain/pair/look.ts';
import { servingUnit } from '#domain/pair/serving-unit.ts';
import { IDLE } from '#domain/pair/state.ts';
import { switchAgain, turnRound } from '#domain/switchover/begin.ts';

/** The drain that put an end to it has moved the role: that is no failover. */
const withRolesAfterDrain = (look: PairLook, op: FirmwareOperation): FirmwareOperation => {
  const serving = servingUnit(look);
  const wasInterrupted = op.incidents.at(-1)?.what === 'interrupted-by-drain';
  if (!wasInterrupted || serving === undefined || serving === op.servedBy) return op;
  return { ...op, servedBy: serving, roleChanges: op.roleChanges + 1 };
};

/** What was tried and failed is tried anew; what was seen to be done is not done again. */
export const resumed = (look: PairLook, stopped: FirmwareOperation): FirmwareOperation => {
  const { now } = look;
  const { failed: _, handover, ...op } = withRolesAfterDrain(look, stopped);
  const fresh = noteIncident({ ...op, phaseSince: now }, { at: now, what: 'resumed' });
  const units = { ...fresh.units };
  for (const unit of UNIT_NAMES) {
    const { job: __, rebootedAt: ___, ...change } = units[unit];
    units[unit] = change;
  }
  if (handover !== undefined)
    return { ...fresh, units, phase: 'rebooting', handover: switchAgain(handover, now) };
  return { ...fresh, units, phase: hasChangedAnything(op) ? 'installing' : 'backing-up' };
};

/**
 * Ends the operation where it stands. A handover under way is turned round, as an operation of its own. That the units
 * may run different firmware, or have some on them that no reboot has started, stays remembered.
 */
export const aborted = (look: PairLook, op: FirmwareOperation): Outcome => {
  const { state, now } = look;
  const firmware = memoryAfter(look, op, resultOf(op, 'aborted', now));
  const operation = op.handover === undefined ? IDLE : turnRound(op.handover, now);
  return { next: { ...state, operation, firmware }, actions: [], reason: 'firmware-aborted' };
};
