import type { UnitName } from '#domain/estate/estate.ts';
import { withChange } from '#domain/firmware/firmware-look.ts';
import { noteIncident } from '#domain/firmware/incidents.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { type AskedJob, driveJob as drive } from '#domain/job/drive-job.ts';
import type { JobSeen, UnitJob } from '#domain/job/unit-job.ts';
import type { Action } from '#domain/pair/action.ts';
import type { PairLook } from '#domain/pair/look.ts';

/** How far a job of a change of firmware is, and the operation that remembers it. */
export type JobCourse =
  | { readonly kind: 'done'; readonly op: FirmwareOperation; readonly seen: JobSeen }
  | { readonly kind: 'under-way'; readonly op: FirmwareOperation; readonly actions: readonly Action[] }
  | { readonly kind: 'failed'; readonly op: FirmwareOperation; readonly code: string };

const without = (op: FirmwareOperation, unit: UnitName): FirmwareOperation => {
  const { job: _, ...change } = op.units[unit];
  return withChange(op, unit, change);
};

/** A second try is something that the plan did not foresee. The same operation where the job is as it was. */
const withAsked = (
  { now }: PairLook,
  op: FirmwareOperation,
  unit: UnitName,
  asked: AskedJob,
): FirmwareOperation => {
  const before = op.units[unit].job;
  if (asked === before) return op;
  const isRepeated = asked.attempt > 1 && asked.attempt !== before?.attempt;
  const noted = isRepeated ? noteIncident(op, { at: now, what: 'job-repeated', unit }) : op;
  return withChange(noted, unit, { ...noted.units[unit], job: asked });
};

/** Asks for a job of the operation, or sees by its record how far it is. */
export const driveJob = (look: PairLook, op: FirmwareOperation, unit: UnitName, job: UnitJob): JobCourse => {
  const course = drive({
    name: `${op.order.id}/${unit}`,
    job,
    asked: op.units[unit].job,
    record: look.seen.firmware?.[unit].job,
    now: look.now,
  });
  switch (course.kind) {
    case 'done':
      return { ...course, op: without(op, unit) };
    case 'under-way': {
      const { asked, isDue } = course;
      const { id: jobId, job: asIs } = asked;
      const actions: readonly Action[] = isDue ? [{ kind: 'begin-job', unit, jobId, job: asIs }] : [];
      return { kind: 'under-way', op: withAsked(look, op, unit, asked), actions };
    }
    case 'failed':
      return { ...course, op: without(op, unit) };
    default:
      return course satisfies never;
  }
};
