import type { ApplianceRef } from '#control/ports.ts';
import { namesVersion } from '#domain/firmware/image-name.ts';
import { parseVersion } from '#domain/firmware/version.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import { installPatch } from '#loadmaster/commands/firmware.ts';
import { imageUnread, verifyImage } from '#loadmaster/jobs/check-image.ts';
import type { FirmwareBucket } from '#loadmaster/jobs/firmware-bucket.ts';
import { DONE, failed, type JobEnd } from '#loadmaster/jobs/job-end.ts';
import type { JobRecords } from '#loadmaster/jobs/job-records.ts';
import { tableUnread, withUnit } from '#loadmaster/jobs/reach-unit.ts';
import { refuseToBrick } from '#loadmaster/jobs/running-version.ts';
import type { Reach } from '#loadmaster/with-session.ts';

/**
 * Puts the image onto the unit, straight from S3 and never whole in memory. What goes there is the very object whose
 * checksum was verified: S3 gives it under its tag and no other.
 */
export const install = async (
  parts: Reach & { readonly bucket: FirmwareBucket; readonly records: JobRecords },
  unit: ApplianceRef,
  { image, target }: Extract<UnitJob, { readonly kind: 'install' }>,
): Promise<JobEnd> => {
  const version = parseVersion(target);
  if (version === undefined || !namesVersion(image.key, target)) return failed('wrong-image');
  const { bucket, records } = parts;
  try {
    const before = (await records.readCheck(image))?.verified;
    const verified = await verifyImage(bucket, image, before);
    if (verified.state === 'failed') return verified;
    return await withUnit(parts, unit, async (session) => {
      const refusal = await refuseToBrick(session, version);
      if (refusal !== undefined) return refusal;
      await installPatch(session, bucket.open(image.key, verified.object));
      return DONE;
    });
  } catch (error) {
    return tableUnread(error) ?? imageUnread(error);
  }
};
