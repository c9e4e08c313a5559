import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { preferenceBack } from '#domain/failback/preference-back.ts';
import { firmwareSays, runsTarget } from '#domain/firmware/firmware-look.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { SERVICES_UP_WITHIN_MS } from '#domain/firmware/timing.ts';
import { type Phase, waitFor } from '#domain/firmware/turn.ts';
import { finish, halt, type PairLook, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import { servingUnit } from '#domain/pair/serving-unit.ts';
import { SETTLE_TIMEOUT_MS } from '#domain/switchover/timing.ts';

/** As many virtual services are up on the unit that serves as were at the beginning; undefined where that is not known. */
const areServicesUp = (look: PairLook, { servicesUp }: FirmwareOperation): boolean | undefined => {
  const serving = servingUnit(look);
  const seen = serving === undefined ? undefined : firmwareSays(look, serving);
  return seen === undefined ? undefined : seen.servicesUp >= servicesUp;
};

/** What was set aside goes back, and what the pair is there for is compared with what it was before. */
export const settle: Phase = (look, op) => {
  const isPatient = timeInPhaseMs(look, op) <= SETTLE_TIMEOUT_MS;
  const isSeen = UNIT_NAMES.every((unit) => look.seen.units[unit].loadMaster.kind === 'read');
  if (isPatient && !isSeen) return wait(op, 'settling');
  const actions = isPatient ? preferenceBack(look, op.units) : [];
  if (actions.length > 0) return { operation: op, actions, reason: 'settling' };
  if (op.failed === 'window-closed') return finish('firmware-put-off');
  if (op.failed !== undefined) return finish('firmware-given-up');
  // `done` is said of units that run the target, whatever has happened to them since they were seen to.
  if (UNIT_NAMES.some((unit) => runsTarget(look, op, unit) === false))
    return halt(op, 'wrong-version', look.now);
  if (areServicesUp(look, op) !== true)
    return waitFor(look, op, 'comparing-services', SERVICES_UP_WITHIN_MS, 'services-missing');
  return finish('firmware-changed');
};
