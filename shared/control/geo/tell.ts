import type { Announcement } from '#control/ports.ts';
import { type BriefFinding, LIST_FINDINGS } from '#domain/geo/geo-finding.ts';
import type { GeoReport, MemberReport } from '#domain/geo/geo-report.ts';
import { ownEntry } from '#domain/own-entry.ts';

const attention = (
  { region, at }: GeoReport,
  findings: readonly BriefFinding[],
  words: string,
  memberId?: string,
): Announcement => ({
  detailType: 'Geo Needs Attention',
  detail: {
    region,
    at: new Date(at).toISOString(),
    ...(memberId === undefined ? {} : { memberId }),
    codes: [...new Set(findings.map(({ code }) => code))],
    words,
  },
});

const codesOf = (member: MemberReport | undefined): string =>
  (member?.findings ?? []).map(({ code, unit }) => `${code} ${unit}`).join();

/**
 * What the control plane does not mend by itself: a member has other findings than before, and waits for people, or they
 * are none that setting lists would mend.
 */
const isForPeople = (member: MemberReport, before: MemberReport | undefined): boolean => {
  if (member.state === 'right' && member.findings.length === 0) return false;
  if (codesOf(member) === codesOf(before) && member.failure?.at === before?.failure?.at) return false;
  const isOthers = member.findings.some(({ code }) => !LIST_FINDINGS.includes(code));
  return isOthers || member.waits !== undefined || member.failure !== undefined;
};

const wordsOf = (id: string, { findings, failure, waits }: MemberReport): string =>
  [
    `${id}: ${findings.map(({ words }) => words).join('; ')}`,
    ...(failure === undefined ? [] : [`its lists could not be set: ${failure.code}`]),
    ...(waits === undefined ? [] : [`waits for ${waits}`]),
  ]
    .join('; ')
    .slice(0, 1_000);

/** What people are told of a report that has changed. */
export const tellOf = (before: GeoReport | undefined, next: GeoReport): readonly Announcement[] => {
  const isNewlyIncomplete = next.incomplete.length > 0 && (before?.incomplete.length ?? 0) === 0;
  const incomplete = next.incomplete.map(({ words }) => words).join('; ');
  return [
    ...(isNewlyIncomplete ? [attention(next, next.incomplete, incomplete.slice(0, 1_000))] : []),
    ...Object.entries(next.members)
      .filter(([id, member]) => isForPeople(member, before && ownEntry(before.members, id)))
      .map(([id, member]) => attention(next, member.findings, wordsOf(id, member), id)),
  ];
};
