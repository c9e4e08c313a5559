import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/* What is so of the units, asked of the simulated LoadMasters themselves. */

export const unitOf = (stage: Stage, pairId: string, unit: UnitName): LoadMasterUnit =>
  stage.find(pairId).pair.units[unit];

export const isActive = (stage: Stage, pairId: string, unit: UnitName): boolean =>
  unitOf(stage, pairId, unit).role() === 'active';

export const isStandby = (stage: Stage, pairId: string, unit: UnitName): boolean =>
  unitOf(stage, pairId, unit).role() === 'standby';

/** It has booted and the load balancer has found it again. */
export const isBack = (stage: Stage, pairId: string, unit: UnitName): boolean =>
  isActive(stage, pairId, unit) || isStandby(stage, pairId, unit);

/** Prefer First as against No Preferred Host. */
export const prefersFirst = (stage: Stage, pairId: string, unit: UnitName): boolean =>
  unitOf(stage, pairId, unit).cloudHa().preferFirst;

/** Both units have Prefer First, or both No Preferred Host. */
export const bothPrefer = (stage: Stage, pairId: string, first: boolean): boolean =>
  UNIT_NAMES.every((unit) => prefersFirst(stage, pairId, unit) === first);
