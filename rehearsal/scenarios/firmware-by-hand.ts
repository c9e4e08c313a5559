import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { isActive, isBack, unitOf } from '#rehearsal/scenarios/unit-conditions.ts';
import { setPreferFirst } from '#rehearsal/scenarios/unit-troubles.ts';

/*
 * What a person does who follows the manual step by step and never waits for longer than the manual says.
 * @see LoadMaster HA for AWS, section 7
 */

const BACK_WITHIN_MS = 10 * MINUTE_MS;

const installAndReboot = async (
  stage: Stage,
  pairId: string,
  unit: UnitName,
  version: string,
): Promise<void> => {
  const loadMaster = unitOf(stage, pairId, unit);
  await stage.wait(loadMaster.behaviour.patchSeconds * SECOND_MS);
  loadMaster.firmware.stage({ version });
  stage.note(`${pairId}: ${unit} has the new firmware and is rebooted`);
  loadMaster.reboot();
  await stage.until(
    `${pairId}: ${unit} is back`,
    () => loadMaster.machine() === 'up' && isBack(stage, pairId, unit),
    BACK_WITHIN_MS,
  );
};

/** The standby, then the active unit; Prefer First set aside and put back. */
export const changeByHand = async (stage: Stage, pairId: string, version: string): Promise<void> => {
  const active = UNIT_NAMES.find((unit) => isActive(stage, pairId, unit)) ?? 'first';
  const preferFirst = unitOf(stage, pairId, 'first').cloudHa().preferFirst;
  if (preferFirst) setPreferFirst(stage, pairId, false);
  await installAndReboot(stage, pairId, otherUnit(active), version);
  await installAndReboot(stage, pairId, active, version);
  if (preferFirst) setPreferFirst(stage, pairId, true);
};
