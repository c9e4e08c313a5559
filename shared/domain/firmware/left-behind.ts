import type { UnitName } from '#domain/estate/estate.ts';
import { runSame } from '#domain/firmware/firmware-look.ts';
import type { FirmwareMemory, StagedFirmware } from '#domain/firmware/operation.ts';
import { hasBootedSince } from '#domain/pair/boot-time.ts';
import type { PairLook } from '#domain/pair/look.ts';
import { loadMasterSays } from '#domain/switchover/look.ts';

/* What an operation that ended half-way left on the units: remembered until it is seen to be over. */

/** Something of the kind is remembered: the pair's firmware has to be read now and then. */
export const isAnythingLeft = ({ mixedSince, staged }: FirmwareMemory): boolean =>
  mixedSince !== undefined || staged !== undefined;

/** The unit has not booted since it got the firmware, as far as is known. */
export const isStagedStill = (
  look: PairLook,
  { at, bootedBefore }: StagedFirmware,
  unit: UnitName,
): boolean => !hasBootedSince(bootedBefore ?? at, loadMasterSays(look, unit)?.bootedAt);

/**
 * The memory as it is after this look; the same object when nothing is over. A unit that has started what was left on it
 * may have made the pair a mixed one: what it runs now has to be known before that is forgotten.
 */
export const forgetWhatIsOver = (look: PairLook, memory: FirmwareMemory): FirmwareMemory => {
  const same = runSame(look);
  if (same === undefined) return memory;
  const before = Object.entries(memory.staged ?? {}) as [UnitName, StagedFirmware][];
  const left = before.filter(([unit, staged]) => isStagedStill(look, staged, unit));
  const isClockRight = same === (memory.mixedSince === undefined);
  if (isClockRight && left.length === before.length) return memory;
  const { mixedSince = look.now, staged: _, ...rest } = memory;
  return {
    ...rest,
    ...(same ? {} : { mixedSince }),
    ...(left.length === 0 ? {} : { staged: Object.fromEntries(left) }),
  };
};
