import { addressSet } from '#domain/geo/addresses.ts';
import { driftOfClusters } from '#domain/geo/cluster-drift.ts';
import type { GeoFinding } from '#domain/geo/geo-finding.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import { driftOfLists } from '#domain/geo/list-drift.ts';
import type { GeoListName, UnitExpected } from '#domain/geo/lists.ts';
import type { GeoMember, MemberUnit } from '#domain/geo/member.ts';
import { namesWords } from '#domain/geo/names-words.ts';
import { toFinding, type UnitFault } from '#domain/geo/unit-fault.ts';
import type { Reading, UnreadCode } from '#domain/pair/seen.ts';

/** How a member differs from what is declared. */
export interface GeoDrift {
  /**
   * What keeps it from being judged, then its lists, then what setting them does not mend. Empty: it is right. A report
   * keeps the first few of them and has to tell which lists are wrong, so one of each such list comes before the others.
   */
  readonly findings: readonly GeoFinding[];
  /** Lists that are not as declared, over all its units. A unit that was not read counts none. */
  readonly listsWrong: number;
  /** Which lists of which unit; a unit without a wrong list is not there. */
  readonly wrong: Readonly<Partial<Record<MemberUnit, readonly GeoListName[]>>>;
}

/** A unit that is missing was not asked. */
export type SeenOfUnits = Readonly<Partial<Record<MemberUnit, Reading<GeoSeen>>>>;

const LISTS = ['access', 'partners'] as const satisfies readonly GeoListName[];

const NOT_ASKED: Reading<GeoSeen> = { kind: 'unread', code: 'not-asked' };

const noMaster = ({ id }: GeoMember): GeoFinding => ({
  code: 'no-master',
  memberId: id,
  names: [id],
  words: `nobody has declared which unit of ${id} is its master, so nobody knows which unit carries the access list`,
  remedy: `declare geoMaster of ${id} in the estate file: the unit that is in Master HA Mode. Until then its lists are not set`,
});

/** Their word counts only once the right ones are asked. One that the unit does not mention is not known to be down. */
const partnersDown = ({ partners }: UnitExpected, { partnerStatus }: GeoSeen): readonly UnitFault[] => {
  const down = addressSet(
    partnerStatus.filter(({ status }) => status.toLowerCase() !== 'up').map(({ address }) => address),
  );
  const names = partners.filter((address) => down.has(address));
  if (names.length === 0) return [];
  return [
    {
      code: 'partner-down',
      names,
      words: `does not say Up of its GEO partner${names.length === 1 ? '' : 's'} ${namesWords(names)}`,
      remedy:
        'see that the partner runs, that it has this unit in both its lists, that the TCP port between GEO units (22 by default) is open both ways, and that both have one partner shared secret where their firmware wants one',
    },
  ];
};

const GEO_OFF: UnitFault = {
  code: 'geo-off',
  names: [],
  words: 'has GEO switched off; its partners and its GEO clusters are not judged',
  remedy: 'switch GEO on (Global Balancing > Enable GEO), or take the member out of its GEO cluster',
};

interface UnitDrift {
  /** What keeps the unit from being judged. */
  readonly unread: readonly UnitFault[];
  /** The worst of each list that is wrong. */
  readonly worst: readonly UnitFault[];
  readonly more: readonly UnitFault[];
  /** Of everything else than lists. */
  readonly besides: readonly UnitFault[];
  readonly wrong: readonly GeoListName[];
}

const IN_ORDER = ['unread', 'worst', 'more', 'besides'] as const;

const unreadFor = (code: UnreadCode): UnitFault => ({
  code: 'unread',
  names: [],
  words: `did not say what it has of GEO (${code}), so it is not judged`,
  remedy:
    'see that the unit runs, that its management interface answers, and that the credentials may read it',
});

const driftOfUnit = (expected: UnitExpected, reading: Reading<GeoSeen>): UnitDrift => {
  if (reading.kind === 'unread')
    return { unread: [unreadFor(reading.code)], worst: [], more: [], besides: [], wrong: [] };
  const seen = reading.value;
  const faults = driftOfLists(expected, seen);
  const wrong = LISTS.filter((list) => faults[list].length > 0);
  const besides = seen.enabled
    ? [
        ...(faults.partners.length > 0 ? [] : partnersDown(expected, seen)),
        ...driftOfClusters(expected, seen),
      ]
    : [GEO_OFF];
  return {
    unread: [],
    worst: wrong.flatMap((list) => faults[list].slice(0, 1)),
    more: wrong.flatMap((list) => faults[list].slice(1)),
    besides,
    wrong,
  };
};

/**
 * What differs between a member and its expected lists, clusters and names. In a list neither order, separators,
 * repetitions nor the spelling of IPv6 means anything. Pure and total.
 */
export const driftOf = (
  member: GeoMember,
  expected: readonly UnitExpected[],
  seen: SeenOfUnits,
): GeoDrift => {
  const units = expected.map((each) => ({
    unit: each.unit,
    ...driftOfUnit(each, seen[each.unit] ?? NOT_ASKED),
  }));
  const masterless = member.kind === 'pair' && member.master === undefined;
  return {
    findings: [
      ...(masterless ? [noMaster(member)] : []),
      ...IN_ORDER.flatMap((part) =>
        units.flatMap((each) => each[part].map((fault) => toFinding(member, each.unit, fault))),
      ),
    ],
    listsWrong: units.reduce((sum, { wrong }) => sum + wrong.length, 0),
    wrong: Object.fromEntries(
      units.filter(({ wrong }) => wrong.length > 0).map(({ unit, wrong }) => [unit, wrong]),
    ),
  };
};
