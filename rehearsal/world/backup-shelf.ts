import { createHash } from 'node:crypto';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { parseVersion } from '#domain/firmware/version.ts';
import type { EpochMs } from '#domain/time.ts';
import { formatBackupKey } from '#loadmaster/jobs/backup-key.ts';
import type { WirePair } from '#rehearsal/world/wire-pair.ts';
import type { WireRegion } from '#rehearsal/world/wire-region.ts';

/** What is in it matters to nobody here. */
const CONTENT = Buffer.from('a backup');

/** Puts a backup of each unit of the pair, made at that time, into the region's bucket. */
export const putBackups = async (
  { s3, firmwareBucket }: Pick<WireRegion, 's3' | 'firmwareBucket'>,
  { pair, units }: Pick<WirePair, 'pair' | 'units'>,
  at: EpochMs,
): Promise<void> => {
  const sha256 = createHash('sha256').update(CONTENT).digest('hex');
  for (const unit of UNIT_NAMES) {
    const version = parseVersion(units[unit].firmware.version());
    if (version === undefined) throw new Error(`${pair.id}: ${unit} runs no known firmware`);
    const key = formatBackupKey({ pairId: pair.id, unit }, at, version);
    const open = async function* () {
      yield CONTENT;
    };
    await s3.put(firmwareBucket, key, { size: CONTENT.length, sha256, open });
  }
};
