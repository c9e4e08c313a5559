import type { JobSeen, UnitJob } from '#domain/job/unit-job.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** A job that was asked for; asked again under the same id it is done once. */
export interface AskedJob {
  readonly id: string;
  readonly job: UnitJob;
  readonly askedAt: EpochMs;
  /** When it was handed over once more, for want of a record. */
  readonly repeatedAt?: EpochMs;
  /** Which try this is, from 1 on. */
  readonly attempt: number;
}

/** One unit's job: what is wanted of it, what was asked for last, and what its record says. */
export interface JobDrive {
  /** Of the order that wants it, and the unit: the job is named after them. */
  readonly name: string;
  readonly job: UnitJob;
  readonly asked: AskedJob | undefined;
  /** Absent where nobody read it. */
  readonly record: Reading<JobSeen | 'none'> | undefined;
  readonly now: EpochMs;
}

/** How far a job of a unit is, by its record. */
export type JobCourse =
  | { readonly kind: 'done'; readonly seen: JobSeen }
  /** It is under way, or `isDue` to be handed over, for the first time or once more. */
  | { readonly kind: 'under-way'; readonly asked: AskedJob; readonly isDue: boolean }
  /** No further try would help. */
  | { readonly kind: 'failed'; readonly code: string; readonly failedAt?: JobSeen['failedAt'] };

/** A job that was handed over is begun within seconds; one without any record after this long was lost on the way. */
const JOB_BEGINS_MS: DurationMs = MINUTE_MS;

/** Jobs of other pairs may have the function to themselves for as long as Lambda lets them: nothing is touched meanwhile. */
const JOB_BEGINS_AT_LAST_MS: DurationMs = 15 * MINUTE_MS;

/** Lambda ends a function after 15 minutes; a job without an end after this long will have none. */
const JOB_ENDS_MS: DurationMs = 16 * MINUTE_MS;

/** Once more, where the first try failed: a unit may have been busy, a connection lost. */
const ATTEMPTS = 2;

/** Failures of which a second try would be another of the same: they are about the image, the versions, what is declared, or what a unit takes. */
const FINAL_JOB_CODES: readonly string[] = [
  'image-missing',
  'image-checksum',
  'wrong-image',
  'brick-floor',
  'no-such-previous',
  'no-partner-secret',
  'partner-secret-malformed',
  'geo-list-too-long',
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

const ask = ({ name, job, now }: JobDrive, attempt: number): JobCourse => ({
  kind: 'under-way',
  // The time tells this request from one before a halt, whose record is still there.
  asked: { id: `${name}/${job.kind}/${now}`, job, askedAt: now, attempt },
  isDue: true,
});

const failed = (
  drive: JobDrive,
  { attempt }: AskedJob,
  code: string,
  failedAt?: JobSeen['failedAt'],
): JobCourse => {
  if (attempt < ATTEMPTS && !FINAL_JOB_CODES.includes(code)) return ask(drive, attempt + 1);
  return { kind: 'failed', code, ...(failedAt === undefined ? {} : { failedAt }) };
};

/**
 * Asked for and no record of it: what was handed over may have been lost on the way, or has to wait for others. Asking
 * again, every minute, does it once.
 */
const unrecorded = (drive: JobDrive, asked: AskedJob): JobCourse => {
  const { now } = drive;
  const { askedAt, repeatedAt = askedAt } = asked;
  if (now - askedAt > JOB_BEGINS_AT_LAST_MS) return failed(drive, asked, 'job-not-begun');
  if (now - repeatedAt <= JOB_BEGINS_MS) return { kind: 'under-way', asked, isDue: false };
  return { kind: 'under-way', asked: { ...asked, repeatedAt: now }, isDue: true };
};

/** Asks for a job, or sees by its record how far it is. What is not read counts as under way. */
export const driveJob = (drive: JobDrive): JobCourse => {
  const { asked, record, job, now } = drive;
  if (asked === undefined || asked.job.kind !== job.kind) return ask(drive, 1);
  if (record === undefined || record.kind === 'unread') return { kind: 'under-way', asked, isDue: false };
  const seen = record.value;
  if (seen === 'none' || seen.jobId !== asked.id) return unrecorded(drive, asked);
  switch (seen.state) {
    case 'done':
      return { kind: 'done', seen };
    case 'failed':
      return failed(drive, asked, seen.code ?? 'unknown', seen.failedAt);
    case 'running':
      return now - seen.at > JOB_ENDS_MS
        ? failed(drive, asked, 'job-lost')
        : { kind: 'under-way', asked, isDue: false };
    default:
      return seen.state satisfies never;
  }
};
