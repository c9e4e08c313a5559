import type { Standalone } from '#domain/estate/estate.ts';
import { briefly } from '#domain/geo/geo-finding.ts';
import type { MemberEvent, MemberReport } from '#domain/geo/geo-report.ts';
import type { GeoLists } from '#domain/geo/geo-seen.ts';
import { type MemberSight, stateBefore, stateByDrift, TRY_AGAIN_MS, WHOLE } from '#domain/geo/pair-report.ts';
import { type AskedJob, driveJob } from '#domain/job/drive-job.ts';
import type { JobSeen } from '#domain/job/unit-job.ts';
import type { Reading } from '#domain/pair/seen.ts';
import { MINUTE_MS } from '#domain/time.ts';

export interface StandaloneSight extends MemberSight {
  readonly standalone: Standalone;
  /** Its lists that are not as declared, as they are to be; absent where it was not asked in this pass. */
  readonly wrong?: Partial<GeoLists>;
  /** As many others as may be have their lists set just now. */
  readonly hasToQueue?: boolean;
  /** The last record of its jobs; absent where nobody read it. */
  readonly record?: Reading<JobSeen | 'none'>;
}

/** How a standalone is, and the job that is to be handed over now. */
export interface StandaloneStep {
  readonly report: MemberReport;
  readonly job?: AskedJob;
}

const EVENTS_KEPT = 20;

/** What is done to a standalone takes no reboot and no change of roles: it needs neither a window nor a turn. */
export const waitsFor = (sight: StandaloneSight): string | undefined => {
  const { standalone, expected, before, requests, frozen, hasToQueue = false, now } = sight;
  if (expected === undefined) return WHOLE;
  if (standalone.mode !== 'enforce') return 'its mode, which is observe: nothing is done to it';
  if (frozen) return 'the freeze of the region to be lifted';
  if (hasToQueue) return 'other standalones, whose lists are being set';
  const failure = before?.failure;
  if (failure === undefined || now - failure.at >= TRY_AGAIN_MS) return undefined;
  if (requests.some(({ at }) => at > failure.at)) return undefined;
  return `the next try, ${TRY_AGAIN_MS / MINUTE_MS} min after the last, which failed (${failure.code})`;
};

const noted = (
  report: MemberReport | undefined,
  sight: StandaloneSight,
  what: string,
): readonly MemberEvent[] => {
  const by = sight.requests.at(-1)?.by ?? 'understudy';
  return [...(report?.events ?? []), { at: sight.now, by, what }].slice(-EVENTS_KEPT);
};

const listWords = ({ access, partners }: Partial<GeoLists>): string =>
  [
    ...(access === undefined ? [] : [`access list: ${access.join(' ')}`]),
    ...(partners === undefined
      ? []
      : [`partner list: ${partners.length === 0 ? 'empty' : partners.join(' ')}`]),
  ].join('; ');

const listsOfJob = ({ job }: AskedJob): Partial<GeoLists> => (job.kind === 'set-geo-lists' ? job.lists : {});

/** A job is under way, or is asked for. */
const drive = (
  sight: StandaloneSight,
  base: MemberReport,
  asked: AskedJob | undefined,
  lists: Partial<GeoLists>,
): StandaloneStep => {
  const { id, record, now, before } = sight;
  const { job: _, failure: __, waits: ___, ...rest } = base;
  const course = driveJob({
    name: `geo/${id}`,
    job: { kind: 'set-geo-lists', lists },
    asked,
    record,
    now,
  });
  switch (course.kind) {
    case 'under-way': {
      const isNew = course.asked.id !== asked?.id;
      const report: MemberReport = {
        ...rest,
        state: 'syncing',
        since: before?.state === 'syncing' ? before.since : now,
        job: course.asked,
        ...(isNew ? { events: noted(base, sight, `to be set, after a backup: ${listWords(lists)}`) } : {}),
      };
      return course.isDue ? { report, job: course.asked } : { report };
    }
    case 'done': {
      const backup = course.seen.key === undefined ? '' : `; backup ${course.seen.key}`;
      const events = noted(base, sight, `set and read back${backup}`);
      // What reads as drifted now was read before: it is looked at anew.
      return { report: { ...rest, state: 'drifted', since: now, expected: '', events } };
    }
    case 'failed': {
      const where = course.failedAt === undefined ? '' : ` at the ${course.failedAt}`;
      const what = `stopped${where}: ${course.code}; what came before was done. It is tried again in ${TRY_AGAIN_MS / MINUTE_MS} min, or at once when asked for (POST /geo/sync)`;
      const failure = { at: now, code: course.code };
      return {
        report: {
          ...rest,
          state: 'drifted',
          since: now,
          expected: '',
          failure,
          events: noted(base, sight, what),
        },
      };
    }
    default:
      return course satisfies never;
  }
};

/**
 * How a standalone is, and what is done about it. Undefined where nobody has read its lists yet. Intent and outcome are
 * events of its report: that is claimed before the job is handed over.
 */
export const reportStandalone = (sight: StandaloneSight): StandaloneStep | undefined => {
  const { cluster, expected, drift, before, wrong, now } = sight;
  if (before?.job !== undefined) return drive(sight, before, before.job, listsOfJob(before.job));
  const judged = drift ?? before;
  if (judged === undefined) return undefined;
  const state = drift === undefined ? stateBefore(before) : stateByDrift(drift);
  const waits = state === 'drifted' ? waitsFor(sight) : undefined;
  const keepsFailure = state === 'drifted' && before?.failure !== undefined;
  const report: MemberReport = {
    kind: 'standalone',
    cluster,
    state,
    since: before?.state === state ? before.since : now,
    expected: (drift === undefined ? before?.expected : expected) ?? '',
    findings: drift === undefined ? (before?.findings ?? []) : briefly(drift.findings),
    listsWrong: judged.listsWrong,
    ...(waits === undefined ? {} : { waits }),
    wantsTurn: false,
    ...(keepsFailure ? { failure: before.failure } : {}),
    ...(before?.events === undefined ? {} : { events: before.events }),
  };
  const isDue = state === 'drifted' && waits === undefined && wrong !== undefined;
  return isDue ? drive(sight, report, undefined, wrong) : { report };
};
