import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import type { FirmwareOperation, UnitChange } from '#domain/firmware/operation.ts';
import { needsPartnerSecret } from '#domain/firmware/release-line.ts';
import { compareVersions, type FirmwareVersion, parseVersion } from '#domain/firmware/version.ts';
import { hasBootedSince } from '#domain/pair/boot-time.ts';
import type { PairLook } from '#domain/pair/look.ts';
import { loadMasterSays } from '#domain/switchover/look.ts';

/* What a look says about the firmware of a pair that is being changed. */

/** What a unit says of its firmware; undefined where it was not read. */
export const firmwareSays = ({ seen }: PairLook, unit: UnitName): FirmwareSeen | undefined => {
  const reading = seen.firmware?.[unit].firmware;
  return reading?.kind === 'read' ? reading.value : undefined;
};

export const targetOf = ({ order }: FirmwareOperation): FirmwareVersion | undefined =>
  parseVersion(order.target);

/** Undefined where it is not known what the unit runs. */
export const runsTarget = (look: PairLook, op: FirmwareOperation, unit: UnitName): boolean | undefined => {
  const running = parseVersion(firmwareSays(look, unit)?.version ?? '');
  const target = targetOf(op);
  if (running === undefined || target === undefined) return undefined;
  return compareVersions(running, target) === 0;
};

/** Both units run the same version; undefined where it is not known of one of them. */
export const runSame = (look: PairLook): boolean | undefined => {
  const [first, second] = UNIT_NAMES.map((unit) => parseVersion(firmwareSays(look, unit)?.version ?? ''));
  if (first === undefined || second === undefined) return undefined;
  return compareVersions(first, second) === 0;
};

/** It ran the target at the beginning. */
export const ranTarget = (op: FirmwareOperation, unit: UnitName): boolean => {
  const from = parseVersion(op.units[unit].from);
  const target = targetOf(op);
  return from !== undefined && target !== undefined && compareVersions(from, target) === 0;
};

/** It has booted since the firmware was on it: whoever told it to, it has started what it had. */
export const hasStarted = (look: PairLook, { bootedBefore }: UnitChange, unit: UnitName): boolean =>
  bootedBefore !== undefined && hasBootedSince(bootedBefore, loadMasterSays(look, unit)?.bootedAt);

/** The firmware is on the unit and waits for a reboot. */
export const isStaged = (look: PairLook, change: UnitChange, unit: UnitName): boolean =>
  change.installedAt !== undefined && !hasStarted(look, change, unit);

/** The unit goes to firmware that connects only to a partner with the same secret, from firmware that has none. */
export const gainsSecret = (op: FirmwareOperation, unit: UnitName): boolean => {
  const from = parseVersion(op.units[unit].from);
  const target = targetOf(op);
  if (from === undefined || target === undefined) return false;
  return needsPartnerSecret(target) && !needsPartnerSecret(from);
};

/** While one unit of the pair has the secret and the other does not, they may not see one another. */
export const partsPair = (op: FirmwareOperation): boolean => {
  const target = targetOf(op);
  return UNIT_NAMES.some((unit) => {
    const from = parseVersion(op.units[unit].from);
    return (
      from !== undefined && target !== undefined && needsPartnerSecret(from) !== needsPartnerSecret(target)
    );
  });
};

export const withChange = (op: FirmwareOperation, unit: UnitName, change: UnitChange): FirmwareOperation => ({
  ...op,
  units: { ...op.units, [unit]: change },
});

/** The firmware is on the unit, or may be: it was asked for, and how that ended is not known. */
export const mayHaveIt = ({ installedAt, bootedBefore }: UnitChange): boolean =>
  installedAt !== undefined || bootedBefore !== undefined;

/** Something was done that a mere end would not take back: a unit was rebooted, or may start the firmware when it is. */
export const hasChangedAnything = ({ units }: FirmwareOperation): boolean =>
  UNIT_NAMES.some((unit) => mayHaveIt(units[unit]));
