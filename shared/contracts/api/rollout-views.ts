import type { RolloutReply, RolloutReportReply, RolloutSummary } from '#contracts/api/rollout-replies.ts';
import { instantText } from '#contracts/api/views.ts';
import type { RolloutRecord } from '#control/ports.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import type { RegionProgress } from '#domain/rollout/rollout.ts';
import { type PairReport, type RolloutReport, reportOf } from '#domain/rollout/rollout-report.ts';
import { waitingWords } from '#domain/rollout/waiting-words.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';

/* What is stored of rollouts, as the API shows it. */

const seconds = (ms: DurationMs): number => Math.round(ms / SECOND_MS);

const inTime = ({ startedAt, endedAt }: Pick<RolloutReport, 'startedAt' | 'endedAt'>) => ({
  ...(startedAt === undefined ? {} : { startedAt: instantText(startedAt) }),
  ...(endedAt === undefined ? {} : { endedAt: instantText(endedAt) }),
});

type PairReply = RolloutReportReply['waves'][number]['pairs'][number];

const pairView = (report: PairReport): PairReply => {
  const { startedAt: _, endedAt: __, kind, situation, incidents, ...pair } = report;
  return {
    ...pair,
    ...inTime(report),
    ...(kind === undefined ? {} : { kind }),
    ...(situation === undefined ? {} : { situation }),
    incidents: incidents.map(({ at, words }) => ({ at: instantText(at), words })),
  };
};

const reportView = ({ remainingMs, ...report }: RolloutReport): RolloutReportReply => {
  const { startedAt: _, endedAt: __, ...rest } = report;
  return {
    ...rest,
    ...inTime(report),
    createdAt: instantText(report.createdAt),
    ...(remainingMs === undefined ? {} : { remainingSeconds: seconds(remainingMs) }),
    waves: report.waves.map(({ name, soakMs, pairs }) => ({
      name,
      soakSeconds: seconds(soakMs),
      pairs: pairs.map(pairView),
    })),
    events: report.events.map(({ at, ...event }) => ({ at: instantText(at), ...event })),
  };
};

/** How a rollout went, or how far it is. */
export const rolloutReportView = ({ rollout, progress }: RolloutRecord, now: EpochMs): RolloutReportReply =>
  reportView(reportOf(rollout, progress, now));

/** One line of the list of rollouts. */
export const rolloutSummaryView = (record: RolloutRecord, now: EpochMs): RolloutSummary => {
  const {
    wave: _,
    remainingSeconds: __,
    waves: ___,
    events: ____,
    ...summary
  } = rolloutReportView(record, now);
  return summary;
};

const regionView = (
  region: string,
  progress: RegionProgress | undefined,
): RolloutReply['regions'][number] => {
  if (progress === undefined) return { region, image: 'unchecked' };
  const { at, image } = progress;
  const failure = image.state === 'failed' ? { imageFailure: image.code } : {};
  return { region, at: instantText(at), image: image.state, ...failure };
};

/** Everything about a rollout: what was asked for, how far it is, and what it waits for. */
export const rolloutView = (record: RolloutRecord, window: WindowNow, now: EpochMs): RolloutReply => {
  const { rollout, progress } = record;
  const { image, concurrency, windows, maxFailureShare, needsApproval } = rollout.spec;
  const regions = [...new Set(rollout.pairs.map(({ region }) => region))];
  return {
    ...rolloutReportView(record, now),
    ...(image === undefined ? {} : { image }),
    concurrency,
    windows,
    maxFailureShare,
    needsApproval,
    waits: waitingWords(rollout, progress, window, now),
    regions: regions.map((region) =>
      regionView(
        region,
        progress.find((one) => one.region === region),
      ),
    ),
  };
};
