import type { WeeklyWindow } from '#domain/estate/estate.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { hanging } from '#domain/firmware/hanging.ts';
import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import {
  fromWords,
  headed,
  LABEL_WIDTH,
  labelled,
  pairColumns,
  pairsWords,
  roleWords,
  waveWords,
} from '#domain/rollout/rollout-lines.ts';
import { type PairReport, reportOf, type WaveReport } from '#domain/rollout/rollout-report.ts';
import { startRefusal } from '#domain/rollout/start-refusal.ts';
import type { EpochMs } from '#domain/time.ts';

const windowWords = ({ days, from, to, timeZone }: WeeklyWindow): string =>
  `${days.join(',')} ${from}-${to} ${timeZone}`;

const limitWords = ({ spec }: Rollout): string => {
  const share = `${Math.round(spec.maxFailureShare * 1_000) / 10} %`;
  const fails =
    spec.maxFailureShare === 0
      ? 'the first failure halts it'
      : `more than ${share} failures in a wave halt it`;
  return `${pairsWords(spec.concurrency)} of a region at a time; ${fails}`;
};

const approvalWords = ({ spec, approvedBy }: Rollout): string => {
  if (approvedBy !== undefined) return `by ${approvedBy}`;
  return spec.needsApproval ? 'needed from somebody other than its author' : 'not needed';
};

const pairWords = (pair: PairReport): string => {
  const { state, kind, to } = pair;
  if (state === 'unchecked') return `to ${to}`;
  if (state === 'gone') return 'not declared any more';
  if (state === 'refused') return `${fromWords(pair)}to ${to}`;
  return `${kind ?? 'change'} ${fromWords(pair)}to ${to}; ${roleWords(pair.roleChanges)}`;
};

const pairLines = (pair: PairReport, pairs: readonly PairReport[]): readonly string[] => {
  const label = pairColumns(pair, pairs);
  const indent = ' '.repeat(label.length);
  return [
    ...hanging(label, pairWords(pair)),
    ...pair.warnings.flatMap((warning) => hanging(`${indent}beware: `, warning)),
    ...pair.refusals.flatMap(({ code, words, remedy }) => [
      ...hanging(indent, `${code}: ${words}`),
      ...hanging(`${indent}→ `, remedy),
    ]),
  ];
};

const soakWords = ({ soakMs }: WaveReport): string =>
  soakMs === 0 ? 'no soak' : `then a soak of ${durationWords(soakMs)}`;

const startLines = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  now: EpochMs,
): readonly string[] => {
  const objection = startRefusal(rollout, progress, false, now);
  if (objection === undefined) return labelled('start', 'nothing stands in its way');
  const { code, words, remedy } = objection;
  return [...labelled('start', `${code}: ${words}`), ...hanging(`${' '.repeat(LABEL_WIDTH)}→ `, remedy)];
};

/** What a rollout is going to do, before anybody starts it. */
export const rolloutPlanText = (
  rollout: Rollout,
  progress: readonly RegionProgress[],
  now: EpochMs,
): string => {
  const report = reportOf(rollout, progress, now);
  const all = report.waves.flatMap(({ pairs }) => pairs);
  const { image, windows } = rollout.spec;
  return [
    headed(report),
    ...labelled('why', report.why),
    ...labelled('made', `by ${report.createdBy}, ${durationWords(now - report.createdAt)} ago`),
    ...labelled('image', image?.key ?? 'none: each unit goes back to the version it keeps'),
    ...labelled('limits', limitWords(rollout)),
    ...labelled('windows', windows.length === 0 ? 'any time' : windows.map(windowWords).join('; ')),
    ...labelled('approval', approvalWords(rollout)),
    ...report.waves.flatMap((wave, at) => [
      '',
      `${waveWords(wave, at)}: ${pairsWords(wave.pairs.length)}, ${soakWords(wave)}`,
      ...wave.pairs.flatMap((pair) => pairLines(pair, all)),
    ]),
    '',
    ...startLines(rollout, progress, now),
    '',
  ].join('\n');
};
