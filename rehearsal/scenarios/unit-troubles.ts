import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { instanceIdOf } from '#rehearsal/scenarios/conditions.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { unitOf } from '#rehearsal/scenarios/unit-conditions.ts';

/* What happens to units, or is done to them behind everybody's back. */

/** The machine dies while EC2 goes on calling it running. */
export const crash = (stage: Stage, pairId: string, unit: UnitName): void =>
  stage.find(pairId).region.cloud.ec2.crash(instanceIdOf(stage, pairId, unit));

/** Power for a crashed machine: it boots. */
export const repair = (stage: Stage, pairId: string, unit: UnitName): void =>
  stage.find(pairId).region.cloud.ec2.repair(instanceIdOf(stage, pairId, unit));

/** Somebody sets the preferred host on one unit, or on both. */
export const setPreferFirst = (
  stage: Stage,
  pairId: string,
  preferFirst: boolean,
  units: readonly UnitName[] = UNIT_NAMES,
): void => {
  for (const unit of units) unitOf(stage, pairId, unit).configureHa({ preferFirst });
};
