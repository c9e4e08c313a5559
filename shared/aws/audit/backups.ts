import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { allPages } from '#aws/audit/readings.ts';
import { unreadBecause } from '#aws/aws-failure.ts';
import type { Backups } from '#control/ports.ts';
import type { EpochMs } from '#domain/time.ts';
import { BACKUPS_PREFIX, parseBackupKey } from '#loadmaster/jobs/backup-key.ts';

export interface BackupsOptions {
  readonly client: S3Client;
  readonly bucket: string;
}

/** The region's firmware bucket as a list of backups: what they hold is not read. */
export const makeBackups = (options: BackupsOptions): Backups => ({
  async readNewest(units) {
    if (units.length === 0) return [];
    try {
      const newest = await readNewestOfAll(options);
      return units.map(({ pairId, unit }) => ({
        kind: 'read',
        value: newest.get(unitKey(pairId, unit)) ?? 'none',
      }));
    } catch (error) {
      // Half a list does not say who is not on it.
      const unread = unreadBecause(error);
      return units.map(() => unread);
    }
  },
});

const unitKey = (pairId: string, unit: string): string => `${pairId}/${unit}`;

const readNewestOfAll = async ({
  client,
  bucket: Bucket,
}: BackupsOptions): Promise<ReadonlyMap<string, EpochMs>> => {
  const objects = await allPages(async (ContinuationToken) => {
    const Prefix = BACKUPS_PREFIX;
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
    return { items: page.Contents, next: page.NextContinuationToken };
  });
  const newest = new Map<string, EpochMs>();
  for (const { Key = '', Size = 0 } of objects) {
    const made = parseBackupKey(Key);
    // An object without content is no backup, whoever put it there.
    if (made === undefined || Size === 0) continue;
    const unit = unitKey(made.pairId, made.unit);
    newest.set(unit, Math.max(made.at, newest.get(unit) ?? made.at));
  }
  return newest;
};
