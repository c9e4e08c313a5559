import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import { partsPair, runsTarget, withChange } from '#domain/firmware/firmware-look.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { lacksSecret, setSecret } from '#domain/firmware/secret.ts';
import { BACK_WITHIN_MS } from '#domain/firmware/timing.ts';
import { type Turn, waitFor } from '#domain/firmware/turn.ts';
import { enter, halt, type PairLook } from '#domain/pair/look.ts';
import { goOn } from '#domain/pair/turns.ts';
import { loadMasterSays } from '#domain/switchover/look.ts';

/** Either it stands by next to a partner that serves; or the partner failed meanwhile, and it serves itself. */
const isInPlace = (look: PairLook, op: FirmwareOperation, unit: UnitName): boolean => {
  const view = look.views[unit];
  const partner = look.views[otherUnit(unit)];
  const says = loadMasterSays(look, unit)?.haStatus;
  if (says === 'standby') return view.canTakeOver && partner.serving;
  if (says !== 'active' || !view.serving) return false;
  return !partner.serving || (partsPair(op) && runsTarget(look, op, otherUnit(unit)) === false);
};

/** Once both run the target the clock of different versions stops. */
const withMixedEnd = (look: PairLook, op: FirmwareOperation, unit: UnitName): FirmwareOperation => {
  const { mixedSince, ...rest } = op;
  if (mixedSince === undefined || runsTarget(look, op, otherUnit(unit)) !== true) return op;
  return { ...rest, mixedMs: (op.mixedMs ?? 0) + look.now - mixedSince };
};

/** The unit is up again: does it run the target, and is it what it should be next to its partner? */
export const verify = (look: PairLook, op: FirmwareOperation, unit: UnitName): Turn => {
  const runs = runsTarget(look, op, unit);
  if (runs === undefined) return waitFor(look, op, 'waiting-for-reboot', BACK_WITHIN_MS, 'did-not-come-back');
  if (!runs) return halt(op, 'wrong-version', look.now);
  if (lacksSecret(op, unit)) return setSecret(look, op, unit);
  if (!isInPlace(look, op, unit))
    return waitFor(look, op, 'waiting-for-roles', BACK_WITHIN_MS, 'roles-unclear');
  const { unit: _, ...rest } = withMixedEnd(look, op, unit);
  const back = withChange(rest, unit, { ...op.units[unit], backAt: look.now });
  return goOn(enter(back, 'installing', look.now));
};
