import type { ApplianceRef, ImageCheck } from '#control/ports.ts';
import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import type { JobSeen } from '#domain/job/unit-job.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';
import type { StoredObject } from '#loadmaster/jobs/firmware-bucket.ts';

/** What is kept of a unit's jobs. */
export interface JobRecord {
  /** The last one. */
  readonly job: JobSeen;
  /** Names the one who does it; nobody else writes down its end. */
  readonly claim: string;
  /** Ids of jobs that were begun before it, the latest first. */
  readonly before: readonly string[];
}

/** What is kept of the checks of an image. */
export interface CheckRecord {
  /** The last one. */
  readonly check: ImageCheck;
  readonly claim: string;
  /** The object that had the declared checksum when it was read last. */
  readonly verified?: StoredObject;
}

/** A job as it is begun. */
export type BegunJob = Pick<JobSeen, 'jobId' | 'kind' | 'at'>;

export type Beginning<T> =
  | { readonly kind: 'begun'; readonly record: T }
  /** This very job was begun before: its event was delivered twice, or it was asked for again. */
  | { readonly kind: 'known' }
  /** Another job of the unit is under way. */
  | { readonly kind: 'busy' };

/**
 * The records by which jobs are seen. Lambda may deliver an event more than once, so to begin is a conditional write.
 * Everything throws StoreUnavailableError, and DamagedItemError where a record cannot be read.
 */
export interface JobRecords {
  begin(unit: ApplianceRef, job: BegunJob): Promise<Beginning<JobRecord>>;
  /** False, and nothing is written, where somebody else has begun a job of the unit since. */
  end(unit: ApplianceRef, record: JobRecord): Promise<boolean>;
  readJob(unit: ApplianceRef): Promise<JobSeen | undefined>;
  /** Never `busy`. */
  beginCheck(image: FirmwareImage, at: EpochMs): Promise<Beginning<CheckRecord>>;
  /** As `end`. */
  endCheck(image: FirmwareImage, record: CheckRecord): Promise<boolean>;
  readCheck(image: FirmwareImage): Promise<CheckRecord | undefined>;
}

/** Lambda ends a function after 15 minutes; the rest is for clocks that differ. Who began before that is gone. */
export const GONE_AFTER_MS: DurationMs = 16 * MINUTE_MS;

/** Lambda gives an event up long before a unit has had so many other jobs. */
const IDS_KEPT = 20;

const isUnderWay = ({ state, at }: ImageCheck, now: EpochMs): boolean =>
  state === 'running' && now < at + GONE_AFTER_MS;

/** What beginning a job makes of what is on record. */
export const beginJob = (
  last: JobRecord | undefined,
  { jobId, kind, at }: BegunJob,
  claim: string,
): Beginning<JobRecord> => {
  const begun = (before: readonly string[]): Beginning<JobRecord> => ({
    kind: 'begun',
    record: { job: { jobId, kind, state: 'running', at }, claim, before },
  });
  if (last === undefined) return begun([]);
  const { job, before } = last;
  const isGone = job.state === 'running' && !isUnderWay(job, at);
  if (job.jobId === jobId) return isGone ? begun(before) : { kind: 'known' };
  if (before.includes(jobId)) return { kind: 'known' };
  if (isUnderWay(job, at)) return { kind: 'busy' };
  return begun([job.jobId, ...before].slice(0, IDS_KEPT));
};

/** What beginning a check makes of what is on record. */
export const beginCheck = (
  last: CheckRecord | undefined,
  at: EpochMs,
  claim: string,
): Beginning<CheckRecord> => {
  if (last !== undefined && isUnderWay(last.check, at)) return { kind: 'known' };
  return {
    kind: 'begun',
    record: {
      check: { state: 'running', at },
      claim,
      ...(last?.verified !== undefined && { verified: last.verified }),
    },
  };
};
