import type { UnitName } from '#domain/estate/estate.ts';
import { withChange } from '#domain/firmware/firmware-look.ts';
import { noteIncident } from '#domain/firmware/incidents.ts';
import type { AskedJob, FirmwareOperation } from '#domain/firmware/operation.ts';
import { JOB_BEGINS_AT_LAST_MS, JOB_BEGINS_MS, JOB_ENDS_MS } from '#domain/firmware/timing.ts';
import type { JobSeen, UnitJob } from '#domain/firmware/unit-job.ts';
import type { Action } from '#domain/pair/action.ts';
import type { PairLook } from '#domain/pair/look.ts';

/** How far a job of a unit is, by its record. */
export type JobCourse =
  | { readonly kind: 'done'; readonly op: FirmwareOperation; readonly seen: JobSeen }
  /** It is asked for, or under way. */
  | { readonly kind: 'under-way'; readonly op: FirmwareOperation; readonly actions: readonly Action[] }
  | { readonly kind: 'failed'; readonly op: FirmwareOperation; readonly code: string };

/** Once more, where the first try failed: a unit may have been busy, a connection lost. */
const ATTEMPTS = 2;

/** Failures of which a second try would be another of the same: they are about the image, the versions, or what is declared. */
const FINAL_JOB_CODES: readonly string[] = [
  'image-missing',
  'image-checksum',
  'wrong-image',
  'brick-floor',
  'no-such-previous',
  'no-partner-secret',
  'partner-secret-malformed',
  'loadmaster-auth',
  'loadmaster-permission',
  'loadmaster-certificate-changed',
];

/** Failures that do not say whether the unit did what was asked of it. */
export const ENDS_UNKNOWN: readonly string[] = [
  'job-lost',
  'job-not-begun',
  'loadmaster-unreachable',
  'loadmaster-timeout',
  'loadmaster-garbage',
  'loadmaster-too-large',
  'gateway-error',
  'unknown',
];

const ask = (
  look: PairLook,
  op: FirmwareOperation,
  unit: UnitName,
  job: UnitJob,
  attempt: number,
): JobCourse => {
  const { now } = look;
  // The time tells this request from one before a halt, whose record is still there.
  const asked: AskedJob = { id: `${op.order.id}/${unit}/${job.kind}/${now}`, job, askedAt: now, attempt };
  return {
    kind: 'under-way',
    op: withChange(op, unit, { ...op.units[unit], job: asked }),
    actions: [{ kind: 'begin-job', unit, jobId: asked.id, job }],
  };
};

const without = (op: FirmwareOperation, unit: UnitName): FirmwareOperation => {
  const { job: _, ...change } = op.units[unit];
  return withChange(op, unit, change);
};

const failed = (
  look: PairLook,
  op: FirmwareOperation,
  unit: UnitName,
  { job, attempt }: AskedJob,
  code: string,
): JobCourse => {
  if (attempt >= ATTEMPTS || FINAL_JOB_CODES.includes(code))
    return { kind: 'failed', op: without(op, unit), code };
  return ask(look, noteIncident(op, { at: look.now, what: 'job-repeated', unit }), unit, job, attempt + 1);
};

/**
 * Asked for and no record of it: what was handed over may have been lost on the way, or has to wait for others. Asking
 * again, every minute, does it once.
 */
const unrecorded = (look: PairLook, op: FirmwareOperation, unit: UnitName, asked: AskedJob): JobCourse => {
  const { now } = look;
  const { id: jobId, job, askedAt, repeatedAt = askedAt } = asked;
  if (now - askedAt > JOB_BEGINS_AT_LAST_MS) return failed(look, op, unit, asked, 'job-not-begun');
  if (now - repeatedAt <= JOB_BEGINS_MS) return { kind: 'under-way', op, actions: [] };
  return {
    kind: 'under-way',
    op: withChange(op, unit, { ...op.units[unit], job: { ...asked, repeatedAt: now } }),
    actions: [{ kind: 'begin-job', unit, jobId, job }],
  };
};

/** Asks for a job, or sees by its record how far it is. What is not read counts as under way. */
export const driveJob = (look: PairLook, op: FirmwareOperation, unit: UnitName, job: UnitJob): JobCourse => {
  const asked = op.units[unit].job;
  if (asked === undefined || asked.job.kind !== job.kind) return ask(look, op, unit, job, 1);
  const reading = look.seen.firmware?.[unit].job;
  if (reading === undefined || reading.kind === 'unread') return { kind: 'under-way', op, actions: [] };
  const seen = reading.value;
  if (seen === 'none' || seen.jobId !== asked.id) return unrecorded(look, op, unit, asked);
  switch (seen.state) {
    case 'done':
      return { kind: 'done', op: without(op, unit), seen };
    case 'failed':
      return failed(look, op, unit, asked, seen.code ?? 'unknown');
    case 'running':
      return look.now - seen.at > JOB_ENDS_MS
        ? failed(look, op, unit, asked, 'job-lost')
        : { kind: 'under-way', op, actions: [] };
    default:
      return seen.state satisfies never;
  }
};
