import type { UnitJobs, UnitRef } from '#control/ports.ts';
import { mayBrick } from '#domain/firmware/release-line.ts';
import { compareVersions, parseVersion } from '#domain/firmware/version.ts';
import type { JobSeen, UnitJob } from '#domain/job/unit-job.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import type { Faults } from '#rehearsal/virtual/ports.ts';

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
}

const BACKUP_MS = 5 * SECOND_MS;
const SETTING_MS = SECOND_MS;

const unread: Reading<never> = { kind: 'unread', code: 'aws-error' };

const durationOf = (unit: LoadMasterUnit, { kind }: UnitJob): number => {
  if (kind === 'install') return unit.behaviour.patchSeconds * SECOND_MS;
  return kind === 'backup' ? BACKUP_MS : SETTING_MS;
};

/** Why the job fails; undefined when it has done what it was to do. */
const carryOut = (
  unit: LoadMasterUnit,
  job: UnitJob,
  images: VirtualJobsOptions['images'],
): string | undefined => {
  switch (job.kind) {
    case 'backup':
    case 'set-partner-secret':
      return undefined;
    case 'install': {
      const image = images.get(job.image.key);
      if (image === undefined) return 'image-missing';
      if ('fails' in image) return image.fails;
      const target = parseVersion(job.target);
      if (target === undefined || mayBrick(parseVersion(unit.firmware.version()), target))
        return 'brick-floor';
      unit.firmware.stage({ version: image.version });
      return undefined;
    }
    case 'restore-previous': {
      const version = unit.firmware.previous() ?? '';
      const previous = parseVersion(version);
      const wanted = parseVersion(job.target);
      if (previous === undefined || wanted === undefined || compareVersions(previous, wanted) !== 0)
        return 'no-such-previous';
      if (mayBrick(parseVersion(unit.firmware.version()), previous)) return 'brick-floor';
      unit.firmware.stage({ version });
      return undefined;
    }
    default:
      return job satisfies never;
  }
};

export const makeVirtualJobs = (options: VirtualJobsOptions): VirtualJobs => {
  const { unitOf, scheduler, faults, images, isLost = () => false } = options;
  const records = new Map<string, JobSeen>();
  const begun: { unit: UnitRef; job: UnitJob; at: EpochMs }[] = [];
  const keyOf = ({ pairId, unit }: UnitRef): string => `${pairId}/${unit}`;
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
      const answers = unit.machine() === 'up' && unit.bootedAt() === bootedAt;
      const code = answers ? carryOut(unit, job, images) : 'loadmaster-unreachable';
      const at = scheduler.now();
      const backup = job.kind === 'backup' ? { key: `backups/${key}/${at}` } : {};
      records.set(
        key,
        code === undefined
          ? { ...record, state: 'done', at, ...backup }
          : { ...record, state: 'failed', at, code },
      );
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
        run(ref, jobId, job);
        return fate === 'lost' ? { kind: 'failed', code: 'gateway-error' } : { kind: 'done' };
      },
    },
  };
};
