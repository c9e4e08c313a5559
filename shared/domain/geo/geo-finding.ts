import type { MemberUnit } from '#domain/geo/member.ts';

/** What can be wrong with GEO. `docs/runbook.md` has a line for each. */
export const GEO_FINDING_CODES = [
  // of what is declared
  'region-missing',
  'region-not-declared',
  'declared-otherwise',
  'declaration-damaged',
  'same-address',
  'same-instance',
  'no-master',
  // of a unit
  'unread',
  'geo-off',
  'access-missing',
  'access-extra',
  'own-standby-in-access',
  'partners-missing',
  'partners-extra',
  'partner-down',
  'cluster-missing',
  'cluster-type',
  'address-not-swapped',
] as const;

export type GeoFindingCode = (typeof GEO_FINDING_CODES)[number];

/** Something that is not as it should be, in the operator's words. */
export interface GeoFinding {
  readonly code: GeoFindingCode;
  /** The member that it is about; a region's or a cluster's findings have none. */
  readonly memberId?: string;
  readonly unit?: MemberUnit;
  /** The addresses, regions or ids that it names, sorted. */
  readonly names: readonly string[];
  readonly words: string;
  readonly remedy: string;
}

/** As a report keeps it: the reports of two hundred members are one item of the table. */
export type BriefFinding = Omit<GeoFinding, 'remedy' | 'memberId'>;

const MOST_FINDINGS = 4;
const MOST_NAMES = 3;
const LONGEST_WORDS = 120;

/** Each cut short; a look at the member shows them whole. */
export const briefly = (findings: readonly GeoFinding[]): readonly BriefFinding[] =>
  findings.slice(0, MOST_FINDINGS).map(({ remedy: _, memberId: __, ...finding }) => ({
    ...finding,
    names: finding.names.slice(0, MOST_NAMES),
    words:
      finding.words.length > LONGEST_WORDS ? `${finding.words.slice(0, LONGEST_WORDS - 1)}…` : finding.words,
  }));

/** Findings that setting the lists mends; the others are people's. */
export const LIST_FINDINGS: readonly GeoFindingCode[] = [
  'access-missing',
  'access-extra',
  'own-standby-in-access',
  'partners-missing',
  'partners-extra',
];
