import type { ApplianceRef } from '#control/ports.ts';
import { compareVersions, parseVersion } from '#domain/firmware/version.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import { getPreviousVersion, restorePatch } from '#loadmaster/commands/firmware.ts';
import { DONE, failed, type JobEnd } from '#loadmaster/jobs/job-end.ts';
import { withUnit } from '#loadmaster/jobs/reach-unit.ts';
import { refuseToBrick } from '#loadmaster/jobs/running-version.ts';
import type { Reach } from '#loadmaster/with-session.ts';

/** Makes the previous version the next one, where it is the one that is meant: a unit has no other to go back to. */
export const restorePrevious = (
  reach: Reach,
  unit: ApplianceRef,
  { target }: Extract<UnitJob, { readonly kind: 'restore-previous' }>,
): Promise<JobEnd> =>
  withUnit(reach, unit, async (session) => {
    const previous = parseVersion((await getPreviousVersion(session)) ?? '');
    const wanted = parseVersion(target);
    if (previous === undefined || wanted === undefined || compareVersions(previous, wanted) !== 0)
      return failed('no-such-previous');
    const refusal = await refuseToBrick(session, previous);
    if (refusal !== undefined) return refusal;
    await restorePatch(session);
    return DONE;
  });
