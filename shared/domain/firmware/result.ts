import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { hasStarted, mayHaveIt } from '#domain/firmware/firmware-look.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import type { FirmwareOfUnits } from '#domain/firmware/firmware-seen.ts';
import { isStagedStill } from '#domain/firmware/left-behind.ts';
import type {
  FirmwareMemory,
  FirmwareOperation,
  FirmwareResult,
  StagedFirmware,
} from '#domain/firmware/operation.ts';
import type { PairLook } from '#domain/pair/look.ts';
import type { EpochMs } from '#domain/time.ts';

type Backups = FirmwareResult['backups'];

const backupsOf = ({ units }: FirmwareOperation): Backups => {
  const backups: { -readonly [U in UnitName]?: string } = {};
  for (const unit of UNIT_NAMES) {
    const { backup } = units[unit];
    if (backup !== undefined) backups[unit] = backup;
  }
  return backups;
};

/** How an operation that ends now ended. */
export const resultOf = (
  op: FirmwareOperation,
  end: Exclude<FirmwareResult['end'], 'refused'>,
  now: EpochMs,
): FirmwareResult => ({
  orderId: op.order.id,
  rolloutId: op.order.rolloutId,
  target: op.order.target,
  end,
  because: op.failed === undefined ? [] : [op.failed],
  from: { first: op.units.first.from, second: op.units.second.from },
  startedAt: op.startedAt,
  endedAt: now,
  roleChanges: op.roleChanges,
  mixedMs: (op.mixedMs ?? 0) + (op.mixedSince === undefined ? 0 : now - op.mixedSince),
  backups: backupsOf(op),
  incidents: op.incidents,
});

/** An order that was not begun. */
export const refusedResult = (
  order: FirmwareOrder,
  because: readonly string[],
  firmware: FirmwareOfUnits | undefined,
  now: EpochMs,
): FirmwareResult => {
  const from = (unit: UnitName): string => {
    const reading = firmware?.[unit];
    return reading?.kind === 'read' ? reading.value.version.trim() : 'unknown';
  };
  return {
    orderId: order.id,
    rolloutId: order.rolloutId,
    target: order.target,
    end: 'refused',
    because: [...new Set(because)],
    from: { first: from('first'), second: from('second') },
    startedAt: now,
    endedAt: now,
    roleChanges: 0,
    mixedMs: 0,
    backups: {},
    incidents: [],
  };
};

/**
 * What lies on the units, or may, and was not started: by this operation, or by an earlier one where this one has put
 * nothing in its place.
 */
export const stagedAfter = (look: PairLook, op: FirmwareOperation): Pick<FirmwareMemory, 'staged'> => {
  const staged: { -readonly [U in UnitName]?: StagedFirmware } = {};
  for (const unit of UNIT_NAMES) {
    const change = op.units[unit];
    const { installedAt: at = look.now, bootedBefore } = change;
    const earlier = look.state.firmware.staged?.[unit];
    if (mayHaveIt(change)) {
      const before = bootedBefore === undefined ? {} : { bootedBefore };
      if (!hasStarted(look, change, unit)) staged[unit] = { version: op.order.target, at, ...before };
    } else if (earlier !== undefined && isStagedStill(look, earlier, unit)) staged[unit] = earlier;
  }
  return Object.keys(staged).length === 0 ? {} : { staged };
};

/** Whatever an operation that ends leaves behind on the units. */
export const leftBehind = (
  look: PairLook,
  op: FirmwareOperation,
): Pick<FirmwareMemory, 'mixedSince' | 'staged'> => ({
  ...(op.mixedSince === undefined ? {} : { mixedSince: op.mixedSince }),
  ...stagedAfter(look, op),
});

/** What has to be remembered of an operation that ends. */
export const memoryAfter = (look: PairLook, op: FirmwareOperation, last: FirmwareResult): FirmwareMemory => ({
  last,
  ...leftBehind(look, op),
});
