import { hanging } from '#domain/firmware/hanging.ts';
import type { BriefFinding } from '#domain/geo/geo-finding.ts';
import type { ListChanges } from '#domain/geo/list-changes.ts';
import { LIST_LABELS } from '#domain/geo/list-drift.ts';
import type { GeoMember, MemberUnit } from '#domain/geo/member.ts';
import { namesWords } from '#domain/geo/names-words.ts';
import type { ClusterPlan, GeoPlan, GeoTotals, MemberPlan, MemberStanding } from '#domain/geo/plan-geo.ts';
import type { GeoStep } from '#domain/geo/plan-geo-steps.ts';

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const totalsWords = ({ lists, units, reboots, roleChanges }: GeoTotals): string =>
  lists === 0
    ? 'no list is to be set'
    : `${counted(lists, 'list')} of ${counted(units, 'unit')} to be set; ${counted(reboots, 'reboot')}, ${counted(roleChanges, 'role change')}`;

const STANDING_WORDS: Readonly<Record<Exclude<MemberStanding, 'due' | 'right'>, string>> = {
  'under-way': 'under way',
  stopped: 'stopped',
  unknown: 'not known',
};

const findingLines = (indent: string, { code, words }: BriefFinding): readonly string[] =>
  hanging(indent, `${code}: ${words}`);

const unitWords = (member: GeoMember, unit: MemberUnit): string => {
  if (member.kind === 'standalone') return '';
  return unit === member.master ? `${unit}, the master: ` : `${unit}: `;
};

const stepWords = (step: GeoStep): string => {
  switch (step.kind) {
    case 'backup':
      return 'make a backup';
    case 'hand-over':
      return `reboot it; ${step.to} becomes active`;
    case 'set-list':
      return `set ${LIST_LABELS[step.list]} to ${counted(step.addresses.length, 'address', 'addresses')}`;
    default:
      return step satisfies never;
  }
};

const INDENT = '     ';

const stepLines = (member: GeoMember, step: GeoStep): readonly string[] => {
  const box = `${INDENT}[ ] `;
  return [
    ...hanging(box, `${unitWords(member, step.unit)}${stepWords(step)}`),
    ...(step.kind === 'set-list' ? step.differs : []).flatMap((words) =>
      hanging(`${' '.repeat(box.length)}because `, words),
    ),
  ];
};

/** `label`: what stands before its name, as wide as the indent. */
const memberLines = (
  label: string,
  { member, standing, why, waits, steps, findings }: MemberPlan,
): readonly string[] => {
  const { id, region } = member;
  const stands =
    standing === 'due' || standing === 'right' ? '' : `: ${STANDING_WORDS[standing]}: ${why ?? ''}`;
  return [
    ...hanging(label, `${id} (${region})${stands}`),
    ...(waits === undefined ? [] : hanging(`${INDENT}waits for `, waits)),
    ...steps.flatMap((step) => stepLines(member, step)),
    ...findings.flatMap((finding) => findingLines(INDENT, finding)),
  ];
};

const isQuiet = ({ standing, findings }: MemberPlan): boolean =>
  standing === 'right' && findings.length === 0;

/** Pairs that are due have their place in the order; everybody else has none. */
const clusterLines = ({ cluster, pairs, standalones, totals }: ClusterPlan): readonly string[] => {
  const due = pairs.filter(({ standing }) => standing === 'due');
  const others = [...standalones, ...pairs.filter(({ standing }) => standing !== 'due')];
  const quiet = others.filter(isQuiet).map(({ member }) => member.id);
  return [
    '',
    ...hanging('cluster ', `${cluster}: ${totalsWords(totals)}`),
    ...due.flatMap((plan, at) =>
      memberLines(`${at + 1}.`.padStart(INDENT.length - 1).padEnd(INDENT.length), plan),
    ),
    ...others.filter((plan) => !isQuiet(plan)).flatMap((plan) => memberLines('  -  ', plan)),
    ...(quiet.length === 0 ? [] : hanging('  =  ', `right: ${namesWords(quiet)}`)),
  ];
};

/** What would be done to GEO lists, before anybody does it: a checklist for a terminal or for paper. */
export const planGeoText = ({ incomplete, clusters, totals }: GeoPlan): string => {
  if (incomplete.length > 0)
    return [
      'GEO: nobody knows who is in the clusters, so nothing is judged and nothing is set',
      ...incomplete.flatMap((finding) => [
        ...findingLines('  ', finding),
        ...hanging('  → ', finding.remedy),
      ]),
      '',
    ].join('\n');
  const order =
    'The pairs of a cluster take turns, one at a time over all regions; standalones wait for nobody and are not rebooted. Counted for pairs whose master is active; where the other unit is, the role may move once more.';
  return [
    clusters.length === 0 ? 'GEO: no member is declared' : `GEO: ${totalsWords(totals)}`,
    ...clusters.flatMap(clusterLines),
    ...(totals.reboots > 0 ? ['', ...hanging('', order)] : []),
    '',
  ].join('\n');
};

/** What a change of the estate comes to, in a line. */
export const listChangesWords = ({ lists, units, clusters }: ListChanges): string => {
  if (lists === 0) return 'no GEO list changes';
  const names = Object.keys(clusters).toSorted();
  return `${counted(lists, 'GEO list')} of ${counted(units, 'unit')} change${lists === 1 ? 's' : ''}, in cluster${names.length === 1 ? '' : 's'} ${namesWords(names)}`;
};
