import type { ApplianceRef } from '#control/ports.ts';
import { parseVersion } from '#domain/firmware/version.ts';
import type { EpochMs } from '#domain/time.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { downloadBackup } from '#loadmaster/commands/backup.ts';
import { getVersion } from '#loadmaster/commands/identity.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { formatBackupKey } from '#loadmaster/jobs/backup-key.ts';
import {
  type Content,
  contentOf,
  type FirmwareBucket,
  FirmwareBucketError,
} from '#loadmaster/jobs/firmware-bucket.ts';
import { handOn } from '#loadmaster/jobs/hand-on.ts';
import { failed, type JobEnd } from '#loadmaster/jobs/job-end.ts';
import { withUnit } from '#loadmaster/jobs/reach-unit.ts';
import type { Reach } from '#loadmaster/with-session.ts';

export interface BackupParts extends Reach {
  readonly bucket: FirmwareBucket;
  readonly now: () => EpochMs;
}

/** Puts a backup of the unit into the bucket, and reads it back: only what can be read again is a backup. */
export const backUp = async (parts: BackupParts, unit: ApplianceRef): Promise<JobEnd> => {
  const { bucket, now } = parts;
  try {
    return await withUnit(parts, unit, async (session) => {
      const version = parseVersion(await getVersion(session));
      if (version === undefined) return failed('version-unread');
      const key = formatBackupKey(unit, now(), version);
      const sent = await store(session, bucket, key);
      if (sent === 'empty') return failed('backup-empty');
      return (await readsBack(bucket, key, sent)) ? { state: 'done', key } : failed('backup-differs');
    });
  } catch (error) {
    if (!(error instanceof FirmwareBucketError)) throw error;
    return failed('backup-unstored');
  }
};

const store = async (
  session: LoadMasterSession,
  bucket: FirmwareBucket,
  key: string,
): Promise<Content | 'empty'> => {
  const [sent, stored] = await handOn(
    (sink) => downloadBackup(session, sink),
    (content) => bucket.putBackup(key, content),
  );
  if (sent.status === 'rejected' && sent.reason instanceof LoadMasterError) {
    const { code, httpStatus, cause } = sent.reason;
    // "Done" and nothing to show for it: other garbage has a status of its own, or is what HTTP or TLS choked on.
    if (code === 'garbage' && httpStatus === undefined && cause === undefined) return 'empty';
    throw sent.reason;
  }
  // Where both failed, what was sent had nowhere to go any more.
  if (stored.status === 'rejected') throw stored.reason;
  if (sent.status === 'rejected') throw sent.reason;
  return stored.value;
};

const readsBack = async (bucket: FirmwareBucket, key: string, sent: Content): Promise<boolean> => {
  const stored = await bucket.head(key);
  if (stored === 'missing' || stored.bytes !== sent.bytes) return false;
  return (await contentOf(bucket.open(key, stored))).sha256 === sent.sha256;
};
