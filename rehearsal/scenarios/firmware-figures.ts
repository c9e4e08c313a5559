import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { unitOf } from '#rehearsal/scenarios/unit-conditions.ts';

/** For how long the units of a pair ran different firmware, as the models have it. */
export interface MixedClock {
  seconds(): number;
}

/** Follows the versions that the two units run from now on. A unit that is down runs what it ran. */
export const followMixed = (stage: Stage, pairId: string): MixedClock => {
  const { scheduler } = stage.world;
  let since: EpochMs | undefined;
  let ms = 0;
  const look = (): void => {
    const [first, second] = UNIT_NAMES.map((unit) => unitOf(stage, pairId, unit).firmware.version());
    if (first !== second) since ??= scheduler.now();
    else if (since !== undefined) {
      ms += scheduler.now() - since;
      since = undefined;
    }
  };
  for (const unit of UNIT_NAMES) unitOf(stage, pairId, unit).onChange(look);
  return {
    seconds: () => Math.round((ms + (since === undefined ? 0 : scheduler.now() - since)) / SECOND_MS),
  };
};

/** Every unit of the pair runs this version. */
export const bothRun = (stage: Stage, pairId: string, version: string): boolean =>
  UNIT_NAMES.every((unit) => {
    const loadMaster = unitOf(stage, pairId, unit);
    return loadMaster.machine() === 'up' && loadMaster.firmware.version() === version;
  });

/** How often a unit was rebooted is told by its boot time: it is up for longer than the scenario. */
export const hasNotBooted = (stage: Stage, pairId: string): boolean =>
  UNIT_NAMES.every((unit) => unitOf(stage, pairId, unit).bootedAt() < (stage.causedAt ?? 0));

/** How often each unit begins to boot from now on; the counts go on growing. */
export const followBoots = (stage: Stage, pairId: string): Readonly<Record<UnitName, number>> => {
  const boots = { first: 0, second: 0 };
  for (const name of UNIT_NAMES) {
    const unit = unitOf(stage, pairId, name);
    let before = unit.machine();
    unit.onChange(() => {
      const machine = unit.machine();
      if (machine === 'booting' && before !== 'booting') boots[name] += 1;
      before = machine;
    });
  }
  return boots;
};
