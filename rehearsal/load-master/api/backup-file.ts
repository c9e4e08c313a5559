import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ConfigurationSnapshot } from '#rehearsal/load-master/config/unit-configuration.ts';

/** What a backup holds. Certificates are not in it: they have a backup of their own. */
export interface Backup {
  /** Of a unit in HA. */
  readonly ha: boolean;
  readonly configuration: Omit<ConfigurationSnapshot, 'certificates'>;
}

/** The format of real backups is not published: to everybody but a unit this is a string of bytes. */
const FIRST_LINE = /^UNDERSTUDY-REHEARSAL-BACKUP ([\da-f]{64})\n/;
const LONGEST_FIRST_LINE = 128;

const digest = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

export const writeBackup = (backup: Backup): Buffer => {
  const body = gzipSync(JSON.stringify(backup));
  return Buffer.concat([Buffer.from(`UNDERSTUDY-REHEARSAL-BACKUP ${digest(body)}\n`), body]);
};

/** Undefined for anything that is not exactly what `writeBackup` wrote; so what it finds needs no further check. */
export const readBackup = (file: Buffer): Backup | undefined => {
  const [firstLine, sha256] = FIRST_LINE.exec(file.subarray(0, LONGEST_FIRST_LINE).toString('latin1')) ?? [];
  if (firstLine === undefined) return undefined;
  const body = file.subarray(firstLine.length);
  return digest(body) === sha256 ? JSON.parse(gunzipSync(body).toString('utf8')) : undefined;
};
