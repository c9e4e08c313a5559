import type { ApplianceRef } from '#control/ports.ts';
import { type FirmwareVersion, formatVersion } from '#domain/firmware/version.ts';
import type { EpochMs } from '#domain/time.ts';

/** Under which all backups are kept in the firmware bucket. */
export const BACKUPS_PREFIX = 'backups/';

/** Of whom a backup is, and when it was made. */
export interface BackupMade {
  readonly pairId: string;
  readonly unit: string;
  readonly at: EpochMs;
}

/** `backups/<pair>/<unit>/<ISO time>-<version>.backup` */
export const formatBackupKey = (
  { pairId, unit }: ApplianceRef,
  at: EpochMs,
  version: FirmwareVersion,
): string =>
  `${BACKUPS_PREFIX}${pairId}/${unit}/${new Date(at).toISOString()}-${formatVersion(version)}.backup`;

const KEY = /^([^/]+)\/([^/]+)\/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)-[^/]+\.backup$/;

/** Undefined for whatever else somebody has put there. */
export const parseBackupKey = (key: string): BackupMade | undefined => {
  if (!key.startsWith(BACKUPS_PREFIX)) return undefined;
  const [, pairId, unit, time = ''] = KEY.exec(key.slice(BACKUPS_PREFIX.length)) ?? [];
  const at = Date.parse(time);
  return pairId === undefined || unit === undefined || Number.isNaN(at) ? undefined : { pairId, unit, at };
};
