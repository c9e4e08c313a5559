import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { hanging } from '#domain/firmware/hanging.ts';
import {
  fromWords,
  headed,
  labelled,
  pairColumns,
  roleWords,
  waveWords,
} from '#domain/rollout/rollout-lines.ts';
import type { PairReport, RolloutReport } from '#domain/rollout/rollout-report.ts';
import { type EpochMs, SECOND_MS } from '#domain/time.ts';

const endWords = (pair: PairReport): string => {
  const { startedAt, endedAt, secondsMixed, because, to } = pair;
  if (startedAt === undefined || endedAt === undefined || secondsMixed === undefined)
    return pair.operation ?? pair.refusals.map(({ code }) => code).join(', ');
  return [
    `${fromWords(pair)}to ${to}`,
    ...(because.length === 0 ? [] : [because.join(', ')]),
    `took ${durationWords(endedAt - startedAt)}`,
    roleWords(pair.roleChanges),
    ...(secondsMixed === 0 ? [] : [`mixed for ${durationWords(secondsMixed * SECOND_MS)}`]),
  ].join('; ');
};

const offset = (at: EpochMs, since: EpochMs): string => `+${durationWords(at - since)}`;

const pairLines = (pair: PairReport, all: readonly PairReport[]): readonly string[] => {
  const label = pairColumns(pair, all);
  const indent = ' '.repeat(label.length);
  const { startedAt, incidents, backups, isForgiven } = pair;
  return [
    ...hanging(label, endWords(pair)).map((line) => line.trimEnd()),
    ...(isForgiven ? [`${indent}the rollout was resumed in spite of it`] : []),
    ...incidents.flatMap(({ at, words }) => hanging(`${indent}${offset(at, startedAt ?? at)} `, words)),
    ...UNIT_NAMES.flatMap((unit) => {
      const key = backups[unit];
      return key === undefined ? [] : hanging(`${indent}backup of ${unit}: `, key);
    }),
  ];
};

const tookWords = ({ startedAt, endedAt }: RolloutReport): string =>
  startedAt === undefined || endedAt === undefined ? '' : ` after ${durationWords(endedAt - startedAt)}`;

/** How a rollout went, once it has ended; times of events are counted from when it was made. */
export const rolloutReportText = (report: RolloutReport): string => {
  const all = report.waves.flatMap(({ pairs }) => pairs);
  return [
    `${headed(report)}${tookWords(report)}`,
    ...labelled('why', report.why),
    ...labelled('made', `by ${report.createdBy}`),
    ...(report.approvedBy === undefined ? [] : labelled('approved', `by ${report.approvedBy}`)),
    ...(report.because === undefined ? [] : labelled('because', report.because)),
    ...report.waves.flatMap((wave, at) => [
      '',
      waveWords(wave, at),
      ...wave.pairs.flatMap((pair) => pairLines(pair, all)),
    ]),
    '',
    'events',
    ...report.events.flatMap(({ at, by, what }) =>
      hanging(`  ${offset(at, report.createdAt).padEnd(12)}${by}: `, what),
    ),
    '',
  ].join('\n');
};
