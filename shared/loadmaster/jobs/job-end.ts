import type { JobSeen } from '#domain/job/unit-job.ts';
import type { PartnerSecretMissingCode } from '#loadmaster/jobs/partner-secrets.ts';
import type { FailureDetails, UnitFailureCode } from '#loadmaster/unit-failure.ts';

/** Why a job was not done. */
export type JobFailureCode =
  | UnitFailureCode
  | PartnerSecretMissingCode
  /** The version could make the unit inaccessible for good; whatever was asked. */
  | 'brick-floor'
  /** What the unit says it runs is no version. */
  | 'version-unread'
  /** The file name of the image does not begin with the version that was asked for. */
  | 'wrong-image'
  | 'image-missing'
  /** The image has another SHA-256 than declared. */
  | 'image-checksum'
  /** S3 did not give the image, or not to its end, or it was replaced meanwhile. */
  | 'image-unread'
  /** The unit answered, and sent no backup. */
  | 'backup-empty'
  /** S3 did not take the backup, or did not give it back. */
  | 'backup-unstored'
  /** What reads back from S3 is not what the unit sent. */
  | 'backup-differs'
  /** The unit does not keep the version that was asked for. */
  | 'no-such-previous'
  /** None is declared for the pair. */
  | 'no-partner-secret'
  /** A unit takes so many addresses into a GEO list and no more. */
  | 'geo-list-too-long';

export type JobEnd =
  | {
      readonly state: 'done';
      /** Of the backup that was made. */
      readonly key?: string;
    }
  | JobFailed;

export interface JobFailed {
  readonly state: 'failed';
  readonly code: JobFailureCode;
  /** Of several things to be done, the one that failed. */
  readonly failedAt?: NonNullable<JobSeen['failedAt']>;
  /** Of the backup that was made before. */
  readonly key?: string;
  /** For the log. */
  readonly details?: FailureDetails;
}

export const DONE: JobEnd = { state: 'done' };

export const failed = (code: JobFailureCode, details?: FailureDetails): JobFailed => ({
  state: 'failed',
  code,
  ...(details !== undefined && { details }),
});
