import type { DriftLook, MemberDrift } from '#control/operator/geo-drift.ts';
import { findingLines, lines, listsWrongWords } from '#control/operator/geo-lines.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { namesWords } from '#domain/geo/names-words.ts';
import type { EpochMs } from '#domain/time.ts';

const seenWords = ({ by, at }: MemberDrift, now: EpochMs): string => {
  if (by === 'nothing') return 'its region has not reported on it';
  return by === 'look' || at === undefined
    ? ''
    : `, as its region said when its report last changed, ${durationWords(now - at)} ago`;
};

const listsWords = (listsWrong = 0): string => (listsWrong === 0 ? '' : `, ${listsWrongWords(listsWrong)}`);

const isQuiet = ({ by, state, findings }: MemberDrift): boolean =>
  by === 'look' && state === 'right' && findings.length === 0;

const memberLines = (drift: MemberDrift, now: EpochMs): readonly string[] => {
  const { member, state, listsWrong, findings } = drift;
  return [
    ...lines(
      '  - ',
      `${member.id} (${member.region}): ${state ?? ''}${listsWords(listsWrong)}${seenWords(drift, now)}`,
    ),
    ...findings.flatMap((finding) => findingLines('      ', finding)),
  ];
};

/** How units differ from what is declared, as it is read in a terminal. */
export const geoDriftText = (region: string, { at, members, left }: DriftLook): string => {
  const looked = members.filter(({ by }) => by === 'look');
  const right = looked.filter(({ state }) => state === 'right').length;
  const clusters = [...Map.groupBy(members, ({ member }) => member.cluster)];
  return [
    ...lines('', `GEO in ${region}, looked at now: ${right} of ${looked.length} members right`),
    ...(left.length === 0
      ? []
      : lines('', `There was no time for ${namesWords(left)}: ask again, or wait for the next report.`)),
    ...clusters.flatMap(([cluster, those]) => {
      const quiet = those.filter(isQuiet).map(({ member }) => member.id);
      return [
        '',
        `cluster ${cluster}`,
        ...those.filter((drift) => !isQuiet(drift)).flatMap((drift) => memberLines(drift, at)),
        ...(quiet.length === 0 ? [] : lines('  = ', `right: ${namesWords(quiet)}`)),
      ];
    }),
    '',
  ].join('\n');
};
