import type { ApplianceRef, UnitJobs, UnitRef } from '#control/ports.ts';
import { mayBrick } from '#domain/firmware/release-line.ts';
import { compareVersions, parseVersion } from '#domain/firmware/version.ts';
import type { JobSeen, UnitJob } from '#domain/job/unit-job.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import { type Faults, isOfPair } from '#rehearsal/virtual/ports.ts';
import { setGeoLists } from '#rehearsal/virtual/unit-geo.ts';

/** Jobs on the models themselves, without a wire in between, and their records. */
export interface VirtualJobs {
  readonly port: UnitJobs;
  /** Jobs that were begun, in order: what a duplicate must not add to. */
  readonly begun: readonly { readonly unit: UnitRef; readonly job: UnitJob; readonly at: EpochMs }[];
}

export interface VirtualJobsOptions {
  readonly unitOf: (ref: UnitRef) => LoadMasterUnit;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  /** What the object under a key really is: its version, or a code by which the job fails. */
  readonly images: ReadonlyMap<string, { readonly version: string } | { readonly fails: string }>;
  /** Whether a job that was handed over is lost with whoever did it, and leaves no end. */
  readonly isLost?: () => boolean;
  /** Called before a job is done; what it returns is called when it is, or has failed. */
  readonly onJob?: (ref: UnitRef, jobId: string) => (end: JobSeen) => void;
}

const BACKUP_MS = 5 * SECOND_MS;
const SETTING_MS = SECOND_MS;

const unread: Reading<never> = { kind: 'unread', code: 'aws-error' };

const makesBackup = ({ kind }: UnitJob): boolean => kind === 'backup' || kind === 'set-geo-lists';

const durationOf = (unit: LoadMasterUnit, job: UnitJob): number => {
  if (job.kind === 'install') return unit.behaviour.patchSeconds * SECOND_MS;
  return makesBackup(job) ? BACKUP_MS : SETTING_MS;
};

type Trouble = Pick<JobSeen, 'failedAt'> & { readonly code: string };

const trouble = (code: string): Trouble => ({ code });

/** Why the job fails; undefined when it has done what it was to do. */
const carryOut = (
  unit: LoadMasterUnit,
  job: UnitJob,
  images: VirtualJobsOptions['images'],
): Trouble | undefined => {
  switch (job.kind) {
    case 'backup':
    case 'set-partner-secret':
      return undefined;
    case 'set-geo-lists':
      return setGeoLists(unit, job.lists);
    case 'install': {
      const image = images.get(job.image.key);
      if (image === undefined) return trouble('image-missing');
      if ('fails' in image) return trouble(image.fails);
      const target = parseVersion(job.target);
      if (target === undefined || mayBrick(parseVersion(unit.firmware.version()), target))
        return trouble('brick-floor');
      unit.firmware.stage({ version: image.version });
      return undefined;
    }
    case 'restore-previous': {
      const version = unit.firmware.previous() ?? '';
      const previous = parseVersion(version);
      const wanted = parseVersion(job.target);
      if (previous === undefined || wanted === undefined || compareVersions(previous, wanted) !== 0)
        return trouble('no-such-previous');
      if (mayBrick(parseVersion(unit.firmware.version()), previous)) return trouble('brick-floor');
      unit.firmware.stage({ version });
      return undefined;
    }
    default:
      return job satisfies never;
  }
};

const unreachable = ({ kind }: UnitJob): Trouble => ({
  ...trouble('loadmaster-unreachable'),
  ...(kind === 'set-geo-lists' && { failedAt: 'backup' as const }),
});

const isBehindBackup = ({ failedAt }: Trouble): boolean => failedAt !== undefined && failedAt !== 'backup';

export const makeVirtualJobs = (options: VirtualJobsOptions): VirtualJobs => {
  const { unitOf, scheduler, faults, images, isLost = () => false, onJob } = options;
  const records = new Map<string, JobSeen>();
  const begun: { unit: UnitRef; job: UnitJob; at: EpochMs }[] = [];
  const keyOf = ({ pairId, unit }: ApplianceRef): string => `${pairId}/${unit}`;
  const run = (ref: UnitRef, jobId: string, job: UnitJob): void => {
    const key = keyOf(ref);
    if (records.get(key)?.jobId === jobId) return;
    const record = { jobId, kind: job.kind };
    records.set(key, { ...record, state: 'running', at: scheduler.now() });
    begun.push({ unit: ref, job, at: scheduler.now() });
    if (isLost()) return;
    const unit = unitOf(ref);
    const bootedAt = unit.bootedAt();
    scheduler.after(durationOf(unit, job), () => {
      if (records.get(key)?.jobId !== jobId) return;
      const ended = onJob?.(ref, jobId);
      const answers = unit.machine() === 'up' && unit.bootedAt() === bootedAt;
      const failure = answers ? carryOut(unit, job, images) : unreachable(job);
      const at = scheduler.now();
      const hasBackup = makesBackup(job) && (failure === undefined || isBehindBackup(failure));
      const end =
        failure === undefined ? { state: 'done' as const } : { state: 'failed' as const, ...failure };
      const seen: JobSeen = { ...record, at, ...(hasBackup && { key: `backups/${key}/${at}` }), ...end };
      records.set(key, seen);
      ended?.(seen);
    });
  };
  return {
    begun,
    port: {
      readJobs: async (units) =>
        units.map((ref) =>
          faults('read-jobs') === 'ok' ? { kind: 'read', value: records.get(keyOf(ref)) ?? 'none' } : unread,
        ),
      begin: async (ref, jobId, job) => {
        const fate = faults('act-jobs');
        if (fate === 'unanswered') return { kind: 'failed', code: 'gateway-error' };
        if (!isOfPair(ref)) throw new Error(`${ref.pairId} is a standalone: no virtual unit is one`);
        run(ref, jobId, job);
        return fate === 'lost' ? { kind: 'failed', code: 'gateway-error' } : { kind: 'done' };
      },
    },
  };
};
