import { findingLines, labelled, lines, listsWrongWords, whoWords } from '#control/operator/geo-lines.ts';
import type {
  ClusterStatus,
  GeoStatus,
  MemberStatus,
  RegionStatus,
  TurnStatus,
} from '#control/operator/geo-status.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import type { MemberReport } from '#domain/geo/geo-report.ts';
import { namesWords } from '#domain/geo/names-words.ts';
import type { EpochMs } from '#domain/time.ts';

const ago = (at: EpochMs, now: EpochMs): string => `${durationWords(now - at)} ago`;

/** `isTold`: what is wrong there is told already. */
const regionLines = (status: RegionStatus, isTold: boolean, now: EpochMs): readonly string[] => {
  const { region, isDeclared, at } = status;
  const incomplete = isTold ? [] : status.incomplete;
  const words = [
    at === undefined ? 'has reported nothing' : `reported a change ${ago(at, now)}`,
    ...(isDeclared ? [] : ['nothing that it declared is here']),
    ...(incomplete.length === 0 ? [] : ['judges nothing:']),
  ].join('; ');
  return [
    ...labelled('region', `${region}: ${words}`),
    ...incomplete.flatMap((finding) => findingLines('            ', finding)),
  ];
};

const turnWords = (turn: TurnStatus | undefined, now: EpochMs): string => {
  if (turn === undefined) return 'nobody has had a turn';
  const { pairId, region, grantedAt, state, ended, takenBack } = turn;
  const pair = `${pairId} (${region})`;
  switch (state) {
    case 'outstanding':
      return `${pair} has the turn, for ${durationWords(now - grantedAt)}`;
    case 'ended':
      return ended === undefined
        ? `the last turn was of ${pair}`
        : `the last turn was of ${pair} and ended ${ago(ended.at, now)}, ${ended.end}`;
    case 'taken-back':
      return `the turn of ${pair} was taken back${takenBack === undefined ? '' : ` ${ago(takenBack.at, now)} by ${whoWords(takenBack.by)}: ${takenBack.why}`}`;
    default:
      return state satisfies never;
  }
};

const listsWords = ({ state, listsWrong }: MemberReport): string =>
  state === 'drifted' ? `, ${listsWrongWords(listsWrong)}` : '';

const lastWords = ({ last, failure }: MemberReport, now: EpochMs): readonly string[] => [
  ...(last === undefined
    ? []
    : [
        `last change: ${last.end} ${ago(last.endedAt, now)}${last.because.length === 0 ? '' : `, ${last.because.join('; ')}`}`,
      ]),
  ...(failure === undefined ? [] : [`last try: failed ${ago(failure.at, now)}, ${failure.code}`]),
];

const DETAIL = '      ';

const isQuiet = ({ report }: MemberStatus): boolean =>
  report?.state === 'right' && report.findings.length === 0;

const memberLines = ({ id, region, report }: MemberStatus, now: EpochMs): readonly string[] => {
  if (report === undefined) return lines('  - ', `${id} (${region}): not reported yet`);
  const { state, since, busyWith, operation = busyWith, waits, wantsTurn, findings } = report;
  return [
    ...lines(
      '  - ',
      `${id} (${region}): ${state} for ${durationWords(now - since)}${listsWords(report)}${operation === undefined ? '' : `: ${operation}`}`,
    ),
    ...(waits === undefined ? [] : lines(DETAIL, `waits for ${waits}`)),
    ...(wantsTurn ? lines(DETAIL, 'waits for its turn') : []),
    ...findings.flatMap((finding) => findingLines(DETAIL, finding)),
    ...(isQuiet({ id, region, kind: report.kind, report })
      ? []
      : lastWords(report, now).flatMap((words) => lines(DETAIL, words))),
  ];
};

/** Members that are right are named in a line: what is left is what somebody who is woken has to read. */
const clusterLines = ({ cluster, turn, members }: ClusterStatus, now: EpochMs): readonly string[] => {
  const right = members.filter(({ report }) => report?.state === 'right').length;
  const quiet = members.filter(isQuiet).map(({ id }) => id);
  return [
    '',
    ...lines('cluster ', `${cluster}: ${right} of ${members.length} right; ${turnWords(turn, now)}`),
    ...members.filter((member) => !isQuiet(member)).flatMap((member) => memberLines(member, now)),
    ...(quiet.length === 0 ? [] : lines('  = ', `right: ${namesWords(quiet)}`)),
  ];
};

/** GEO over all regions as it is read in a terminal. */
export const geoStatusText = (status: GeoStatus): string => {
  const { region, homeRegion, at, incomplete, clusters, regions, requests, damaged } = status;
  const members = clusters.flatMap((cluster) => cluster.members);
  const right = members.filter(({ report }) => report?.state === 'right').length;
  return [
    ...lines(
      '',
      `GEO as ${region} has it: ${right} of ${members.length} members right; ${homeRegion} gives the turns`,
    ),
    ...(incomplete.length === 0
      ? []
      : labelled('beware', `nobody in ${region} knows who is in its clusters: it sets nothing`)),
    ...incomplete.flatMap((finding) => findingLines('          ', finding)),
    ...regions.flatMap((one) => regionLines(one, one.region === region && incomplete.length > 0, at)),
    ...requests.flatMap((request) =>
      labelled(
        'asked for',
        `${namesWords(request.members)}, ${ago(request.at, at)} in ${request.region} by ${whoWords(request.by)}: ${request.why}`,
      ),
    ),
    ...(damaged.length === 0 ? [] : labelled('left out', `cannot be read: ${damaged.join(', ')}`)),
    ...clusters.flatMap((cluster) => clusterLines(cluster, at)),
    '',
  ].join('\n');
};
