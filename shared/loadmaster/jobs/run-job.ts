import type { JobRequest } from '#contracts/unit-jobs.ts';
import type { ApplianceRef, Clock } from '#control/ports.ts';
import type { JobSeen, UnitJob, UnitJobKind } from '#domain/job/unit-job.ts';
import { backUp } from '#loadmaster/jobs/backup.ts';
import { checkImage } from '#loadmaster/jobs/check-image.ts';
import type { FirmwareBucket } from '#loadmaster/jobs/firmware-bucket.ts';
import { install } from '#loadmaster/jobs/install.ts';
import type { JobEnd, JobFailed } from '#loadmaster/jobs/job-end.ts';
import type { JobRecords } from '#loadmaster/jobs/job-records.ts';
import type { PartnerSecrets } from '#loadmaster/jobs/partner-secrets.ts';
import { restorePrevious } from '#loadmaster/jobs/restore-previous.ts';
import { setGeoLists } from '#loadmaster/jobs/set-geo-lists.ts';
import { setPartnerSecret } from '#loadmaster/jobs/set-partner-secret.ts';
import type { FailureDetails } from '#loadmaster/unit-failure.ts';
import type { Reach } from '#loadmaster/with-session.ts';

/** One job that was not done, as logged. */
export interface JobFailure
  extends Partial<ApplianceRef>,
    FailureDetails,
    Pick<JobFailed, 'code' | 'failedAt'> {
  readonly kind: UnitJobKind | 'check-image';
  readonly jobId?: string;
  /** Of the image, or of the backup that was made before. */
  readonly key?: string;
}

export interface JobsOptions extends Reach {
  readonly clock: Clock;
  readonly records: JobRecords;
  readonly bucket: FirmwareBucket;
  readonly partnerSecrets: PartnerSecrets;
  /** Told of every failure, in more detail than a record carries. */
  readonly report: (failure: JobFailure) => void;
}

/**
 * What became of a request: it was done, it failed, or it was not begun, because this very job was begun before or
 * another one of the unit is under way.
 */
export type JobRun = JobEnd['state'] | 'known' | 'busy';

/** Begins a job, does it, and writes down its end. Throws what the records throw. */
export const runJob = (options: JobsOptions, request: JobRequest): Promise<JobRun> =>
  request.kind === 'check-image' ? runCheck(options, request) : runUnitJob(options, request);

const runCheck = async (
  { clock, report, ...parts }: JobsOptions,
  { image }: Extract<JobRequest, { readonly kind: 'check-image' }>,
): Promise<JobRun> => {
  const end = await checkImage({ ...parts, now: clock.now }, image);
  if (end?.state === 'failed') report({ kind: 'check-image', key: image.key, code: end.code });
  return end?.state ?? 'known';
};

const runUnitJob = async (
  options: JobsOptions,
  { pairId, unit, jobId, job }: Extract<JobRequest, { readonly kind: 'unit-job' }>,
): Promise<JobRun> => {
  const { clock, records, report } = options;
  const ref = { pairId, unit };
  const { kind } = job;
  const beginning = await records.begin(ref, { jobId, kind, at: clock.now() });
  if (beginning.kind !== 'begun') return beginning.kind;
  const end = await perform(options, ref, job);
  if (end.state === 'failed') {
    const { state: _, details, ...failure } = end;
    report({ ...ref, ...details, kind, jobId, ...failure });
  }
  await records.end(ref, {
    ...beginning.record,
    job: { jobId, kind, at: clock.now(), ...recorded(end) },
  });
  return end.state;
};

/** Without what is for the log. */
const recorded = (end: JobEnd): Pick<JobSeen, 'state' | 'code' | 'failedAt' | 'key'> => {
  if (end.state === 'done') return end;
  const { details: _, ...failed } = end;
  return failed;
};

const perform = (options: JobsOptions, unit: ApplianceRef, job: UnitJob): Promise<JobEnd> => {
  const parts = { ...options, now: options.clock.now };
  switch (job.kind) {
    case 'backup':
      return backUp(parts, unit);
    case 'install':
      return install(options, unit, job);
    case 'restore-previous':
      return restorePrevious(options, unit, job);
    case 'set-partner-secret':
      return setPartnerSecret(options, unit);
    case 'set-geo-lists':
      return setGeoLists(parts, unit, job);
    default:
      return job satisfies never;
  }
};
