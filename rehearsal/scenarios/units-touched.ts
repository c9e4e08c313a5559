import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { WiredUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/** What was done to one LoadMaster since the cause, by its own logs. */
export interface UnitTouched {
  /** Of its pair, or its own. */
  readonly id: string;
  readonly unit: UnitName | 'standalone';
  /** Calls that were to change its configuration, those that it refused included. */
  readonly configurationWrites: number;
  /** How often it came up again, for whatever reason. */
  readonly boots: number;
}

type Named = Pick<UnitTouched, 'id' | 'unit'> & { readonly wired: WiredUnit };

const loadMasters = ({ world }: Stage): readonly Named[] =>
  world.regions.flatMap(({ pairs, standalones }) => [
    ...pairs.flatMap(({ pair, wired }) =>
      UNIT_NAMES.map((unit) => ({ id: pair.id, unit, wired: wired[unit] })),
    ),
    ...standalones.map(({ standalone, wired }) => ({
      id: standalone.id,
      unit: 'standalone' as const,
      wired,
    })),
  ]);

/** What was done to every LoadMaster since the cause; to all of them ever, before there is one. */
export const unitsTouched = (stage: Stage): readonly UnitTouched[] => {
  const from = stage.causedAt ?? 0;
  return loadMasters(stage).map(({ id, unit, wired }) => ({
    id,
    unit,
    configurationWrites: wired.management.writeLog.configurationWrites(from).length,
    boots: wired.unit.boots(from).length,
  }));
};

/** The sums of both. */
export const touchFigures = (
  stage: Stage,
): { readonly loadMasterWrites: number; readonly loadMasterBoots: number } => {
  const touched = unitsTouched(stage);
  return {
    loadMasterWrites: touched.reduce((sum, { configurationWrites }) => sum + configurationWrites, 0),
    loadMasterBoots: touched.reduce((sum, { boots }) => sum + boots, 0),
  };
};
