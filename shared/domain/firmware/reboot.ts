import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { hasStarted, partsPair, runsTarget, withChange } from '#domain/firmware/firmware-look.ts';
import { handOver } from '#domain/firmware/hand-over.ts';
import { noteIncident } from '#domain/firmware/incidents.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { BACK_WITHIN_MS, CLEAR_WITHIN_MS } from '#domain/firmware/timing.ts';
import { type Phase, type Turn, waitFor } from '#domain/firmware/turn.ts';
import { verify } from '#domain/firmware/verify.ts';
import { enter, type PairLook, wait } from '#domain/pair/look.ts';
import { goOn } from '#domain/pair/turns.ts';
import { hasRebootBudget } from '#domain/pair/unit-view.ts';
import { beginSwitch } from '#domain/switchover/begin.ts';
import { isUnseen, loadMasterSays } from '#domain/switchover/look.ts';
import { REBOOT_BEGINS_MS } from '#domain/switchover/timing.ts';

/** From the first reboot on the units run different firmware, unless the other runs the target already. */
const withMixedClock = (look: PairLook, op: FirmwareOperation, unit: UnitName): FirmwareOperation => {
  const startsIt = op.mixedSince === undefined && runsTarget(look, op, otherUnit(unit)) !== true;
  return startsIt ? { ...op, mixedSince: look.now } : op;
};

/** A standby goes down while its partner serves, and never more often than a LoadMaster bears. */
const rebootStandby = (look: PairLook, op: FirmwareOperation, unit: UnitName): Turn => {
  if (!hasRebootBudget(look.state, unit, look.now)) return wait(op, 'refused-reboot-budget');
  const told = op.units[unit].rebootedAt !== undefined;
  const noted = told ? noteIncident(op, { at: look.now, what: 'reboot-repeated', unit }) : op;
  const change = { ...noted.units[unit], rebootedAt: look.now };
  return {
    operation: withMixedClock(look, withChange(noted, unit, change), unit),
    actions: [{ kind: 'reboot-unit', unit }],
    reason: 'rebooting',
  };
};

/**
 * The active unit goes down for other firmware only when the partner is back on the target, answers 503 and says that
 * it stands by. Where the units may not see one another the partner may say Active as well: then it serves already.
 */
const mayHandOver = (look: PairLook, op: FirmwareOperation, unit: UnitName): boolean => {
  const partner = otherUnit(unit);
  if (runsTarget(look, op, partner) !== true) return false;
  const view = look.views[partner];
  const says = loadMasterSays(look, partner)?.haStatus;
  if (view.canTakeOver && says === 'standby') return true;
  return partsPair(op) && view.serving && says === 'active';
};

const beginHandover = (look: PairLook, op: FirmwareOperation, unit: UnitName): FirmwareOperation => {
  const to = otherUnit(unit);
  const { id, why } = op.order;
  const request = { id, to, cause: 'firmware', requestedAt: look.now, why } as const;
  return { ...op, handover: beginSwitch(request, look.now) };
};

/** It was told to, and has not come back yet. Where it is up long after as if nothing had been said, the call was lost. */
const isGoingDown = (look: PairLook, op: FirmwareOperation, unit: UnitName): boolean => {
  const { rebootedAt } = op.units[unit];
  if (rebootedAt === undefined) return false;
  return loadMasterSays(look, unit) === undefined || look.now - rebootedAt < REBOOT_BEGINS_MS;
};

const takeDown = (look: PairLook, op: FirmwareOperation, unit: UnitName): Turn => {
  const view = look.views[unit];
  const partner = look.views[otherUnit(unit)];
  const unread = UNIT_NAMES.some((name) => loadMasterSays(look, name) === undefined);
  if (isUnseen(view) || isUnseen(partner) || unread)
    return waitFor(look, op, 'waiting-unknown', CLEAR_WITHIN_MS, 'loadmaster-unread');
  const standsBy = !view.serving && view.health === 'unhealthy' && partner.serving;
  if (standsBy && loadMasterSays(look, unit)?.haStatus !== 'active') return rebootStandby(look, op, unit);
  if (view.serving && mayHandOver(look, op, unit)) return goOn(beginHandover(look, op, unit));
  return waitFor(look, op, 'waiting-for-roles', CLEAR_WITHIN_MS, 'roles-unclear');
};

/** Has one unit start its new firmware, and sees it come back. The roles are read again before it is told to. */
export const rebootUnit: Phase = (look, op) => {
  const { unit } = op;
  if (unit === undefined) return goOn(enter(op, 'installing', look.now));
  if (op.handover !== undefined) return handOver(look, op, unit, op.handover);
  const hasIt = hasStarted(look, op.units[unit], unit) || runsTarget(look, op, unit) === true;
  if (hasIt) return verify(look, op, unit);
  if (isGoingDown(look, op, unit))
    return waitFor(look, op, 'waiting-for-reboot', BACK_WITHIN_MS, 'did-not-come-back');
  return takeDown(look, op, unit);
};
