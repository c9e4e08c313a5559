import { compareVersions, type FirmwareVersion, parseVersion } from '#domain/firmware/version.ts';

const FILE_VERSION = /^(\d{1,5}(?:\.\d{1,5}){3}(?:\.[0-9a-f]{1,40}\.(?:RELEASE|DEV))?)(?![0-9])/;

/**
 * The version that an image is of, by the vendor's file name: `7.2.60.0.22525.DEV.PATCH-64-MULTICORE`. Nothing else
 * tells before it is on a unit; undefined where the name does not begin with one.
 */
export const versionOfImage = (key: string): FirmwareVersion | undefined => {
  const file = key.slice(key.lastIndexOf('/') + 1);
  const [, version] = FILE_VERSION.exec(file) ?? [];
  return version === undefined ? undefined : parseVersion(version);
};

/** The image is of the target: all four numbers, and the build where the target names one. */
export const namesVersion = (key: string, target: string): boolean => {
  const wanted = parseVersion(target);
  const named = versionOfImage(key);
  if (wanted === undefined || named === undefined || compareVersions(wanted, named) !== 0) return false;
  return wanted.build === undefined || wanted.build.id === named.build?.id;
};
