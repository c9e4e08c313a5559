import type { UnitName } from '#domain/estate/estate.ts';
import { withGeoChange } from '#domain/geo/geo-look.ts';
import type { GeoLists } from '#domain/geo/geo-seen.ts';
import type { GeoChange, GeoOperation } from '#domain/geo/operation.ts';
import { driveJob, type JobCourse } from '#domain/job/drive-job.ts';
import type { JobSeen } from '#domain/job/unit-job.ts';
import { type PairLook, type Step, wait } from '#domain/pair/look.ts';

/* The job that sets a unit's lists, and what its record tells of it. */

/** How far the job is that sets lists on a unit; asks for it where there is none. */
export const driveListJob = (
  look: PairLook,
  op: GeoOperation,
  unit: UnitName,
  lists: Partial<GeoLists>,
): JobCourse =>
  driveJob({
    name: `${op.order.id}/${unit}`,
    job: { kind: 'set-geo-lists', lists },
    asked: op.units[unit].job,
    record: look.seen.geo?.[unit].job,
    now: look.now,
  });

/** Whatever has come of the unit's job, it is not waited for any more. */
export const withoutJob = (op: GeoOperation, unit: UnitName): GeoOperation => {
  const { job: _, ...change } = op.units[unit];
  return withGeoChange(op, unit, change);
};

/** The first backup is the one from before; what comes after it has lists of ours in it. */
const withBackup = (change: GeoChange, { key }: JobSeen): GeoChange =>
  key === undefined || change.backup !== undefined ? change : { ...change, backup: key };

/** What the job's record says was done. That the lists are as ordered is for the next look to see: this one is older. */
export const noteSet = (
  look: PairLook,
  op: GeoOperation,
  unit: UnitName,
  { seen }: Extract<JobCourse, { readonly kind: 'done' }>,
): Step => {
  const { job: _, ...change } = withBackup(op.units[unit], seen);
  const set = { ...change, setAt: look.now, timesSet: change.timesSet + 1 };
  return wait({ ...withGeoChange(op, unit, set), phaseSince: look.now }, 'geo-waiting-for-lists');
};

/** A try whose access list was set before its partner list was refused has left the unit half-way, whatever follows. */
export const noteHalfSet = (look: PairLook, op: GeoOperation, unit: UnitName): GeoOperation => {
  const change = op.units[unit];
  const record = look.seen.geo?.[unit].job;
  if (record?.kind !== 'read' || record.value === 'none' || record.value.jobId !== change.job?.id) return op;
  const { job } = change.job;
  const hadAccess = job.kind === 'set-geo-lists' && job.lists.access !== undefined;
  if (!hadAccess || record.value.failedAt !== 'partners') return op;
  const set = { ...withBackup(change, record.value), timesSet: change.timesSet + 1 };
  return withGeoChange(op, unit, set);
};

/** Why it failed, and where: what comes before was done. */
export const noteFailed = (
  op: GeoOperation,
  unit: UnitName,
  { code, failedAt }: Extract<JobCourse, { readonly kind: 'failed' }>,
): GeoOperation => {
  const where = failedAt === undefined ? unit : `${unit}: ${failedAt}`;
  return { ...withoutJob(op, unit), trouble: `${where}, ${code}` };
};
