import type { FirmwareSeen } from '#domain/firmware/firmware-seen.ts';
import { compareVersions, type FirmwareVersion, parseVersion } from '#domain/firmware/version.ts';
import type { Reading } from '#domain/pair/seen.ts';

/** What a unit runs; undefined where it was not read, or what it says is no version. */
export const runningVersion = (reading: Reading<FirmwareSeen>): FirmwareVersion | undefined =>
  reading.kind === 'read' ? parseVersion(reading.value.version) : undefined;

/** The unit does not run the target, or it is not known whether it does. */
export const isToBeChanged = (reading: Reading<FirmwareSeen>, to: FirmwareVersion): boolean => {
  const running = runningVersion(reading);
  return running === undefined || compareVersions(running, to) !== 0;
};

/**
 * The unit has the target still, as the version it ran before: it is restored, not installed. That this asks for no
 * support subscription is inferred.
 */
export const keepsTarget = ({ previousVersion }: FirmwareSeen, to: FirmwareVersion): boolean => {
  const previous = previousVersion === undefined ? undefined : parseVersion(previousVersion);
  if (previous === undefined || compareVersions(previous, to) !== 0) return false;
  return to.build === undefined || to.build.id === previous.build?.id;
};
