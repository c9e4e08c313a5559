import { durationWords } from '#domain/explain/duration-words.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import { hanging } from '#domain/firmware/hanging.ts';
import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { headed, labelled, pairColumns, waveWords } from '#domain/rollout/rollout-lines.ts';
import { type PairReport, type RolloutReport, reportOf } from '#domain/rollout/rollout-report.ts';
import { waitingWords } from '#domain/rollout/waiting-words.ts';
import type { EpochMs } from '#domain/time.ts';

const sinceWords = (at: EpochMs | undefined, now: EpochMs): string =>
  at === undefined ? '' : `, for ${durationWords(now - at)}`;

const tookWords = ({ startedAt, endedAt }: PairReport): string =>
  startedAt === undefined || endedAt === undefined ? '' : `in ${durationWords(endedAt - startedAt)}`;

const stateWords = (pair: PairReport, now: EpochMs): string => {
  switch (pair.state) {
    case 'running':
    case 'halted':
      return `${pair.operation ?? pair.state}${sinceWords(pair.startedAt, now)}`;
    case 'done':
      return `${tookWords(pair)}, ${pair.situation ?? 'not seen'}`;
    case 'given-up':
    case 'aborted':
    case 'refused':
      if (pair.endedAt !== undefined) return pair.because.join(', ');
      return pair.refusals.map(({ code }) => code).join(', ');
    case 'gone':
      return 'not declared any more';
    case 'ready':
    case 'unchecked':
      return pair.isReleased ? 'released, not begun yet' : 'not released yet';
    default:
      return pair.state satisfies never;
  }
};

const pairLine = (pair: PairReport, all: readonly PairReport[], now: EpochMs): readonly string[] =>
  hanging(
    pairColumns(pair, all),
    `${stateWords(pair, now)}${pair.isForgiven ? ' (resumed in spite of it)' : ''}`,
  );

const sinceStart = ({ startedAt }: RolloutReport, now: EpochMs): string =>
  startedAt === undefined ? '' : `, started ${durationWords(now - startedAt)} ago`;

/** How far a rollout is, a line for each pair, and what it waits for. */
export const rolloutProgressText = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  window: WindowNow,
  now: EpochMs,
): string => {
  const report = reportOf(rollout, progress, now);
  const all = report.waves.flatMap(({ pairs }) => pairs);
  const { because, remainingMs } = report;
  return [
    `${headed(report)}${sinceStart(report, now)}`,
    ...labelled('pairs', report.summary),
    ...labelled('waits', waitingWords(rollout, progress, window, now)),
    ...(because === undefined ? [] : labelled('because', because)),
    ...(remainingMs === undefined
      ? []
      : labelled('remaining', `about ${durationWords(remainingMs)}, closed windows not counted`)),
    ...report.waves.flatMap((wave, at) => [
      '',
      `${at === report.wave ? '>' : ' '} ${waveWords(wave, at)}`,
      ...wave.pairs.flatMap((pair) => pairLine(pair, all, now)),
    ]),
    '',
  ].join('\n');
};
