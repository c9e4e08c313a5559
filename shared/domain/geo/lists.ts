import { canonicalAddress } from '#domain/canonical-address.ts';
import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import { addressFrom, isSameMember, unitsOf } from '#domain/geo/addresses.ts';
import type { GeoLists } from '#domain/geo/geo-seen.ts';
import type { GeoMember, MemberUnit } from '#domain/geo/member.ts';

export type GeoListName = keyof GeoLists;

/** What one unit is to have. Addresses are canonical and sorted, each once. */
export interface UnitExpected {
  readonly unit: MemberUnit;
  /** Absent where it is nobody's concern: on a pair's unit that is not, or is not known to be, the master. */
  readonly access?: readonly string[];
  readonly partners: readonly string[];
  /** Addresses of the GEO clusters of type Remote LM, one for each pair. */
  readonly remoteClusters: readonly string[];
  /** Of a pair's unit: where the other one is. */
  readonly other?: {
    /** No GEO cluster and no name may lead there: synchronisation swaps it for the unit's own address. */
    readonly address: string;
    /** By what it is found from anywhere: none of it may be in the access list. */
    readonly anyhow: readonly string[];
  };
}

type GeoPair = Extract<GeoMember, { readonly kind: 'pair' }>;
type GeoStandalone = Extract<GeoMember, { readonly kind: 'standalone' }>;

interface Place {
  readonly member: GeoMember;
  readonly unit: MemberUnit;
  readonly address: string;
}

/** Everybody in a cluster as one region finds them, by address. Its members' lists are cuttings of it. */
interface ClusterView {
  readonly places: readonly Place[];
  /** Where the pairs stand whose master is known. */
  readonly masters: readonly Place[];
}

const viewFrom = (region: string, cluster: readonly GeoMember[]): ClusterView => {
  const places = cluster
    .flatMap((member) =>
      unitsOf(member).map(({ unit, at }) => ({
        member,
        unit,
        address: addressFrom(region, member.region, at),
      })),
    )
    .toSorted((one, other) => (one.address < other.address ? -1 : 1));
  const isMaster = ({ member, unit }: Place): boolean => member.kind === 'pair' && member.master === unit;
  return { places, masters: places.filter(isMaster) };
};

const addressesOf = (places: readonly Place[]): readonly string[] => places.map(({ address }) => address);

const otherThan =
  (member: GeoMember) =>
  (place: Place): boolean =>
    !isSameMember(place.member, member);

const pairLists = (pair: GeoPair, { places, masters }: ClusterView): readonly UnitExpected[] => {
  const isOther = otherThan(pair);
  const partners = addressesOf(places.filter(isOther));
  const otherMasters = addressesOf(masters.filter(isOther));
  const listsOfUnit = (unit: UnitName): UnitExpected => {
    const { address, publicAddress = address } = pair.units[otherUnit(unit)];
    return {
      unit,
      ...(unit === pair.master
        ? { access: addressesOf(places.filter((place) => isOther(place) || place.unit === unit)) }
        : {}),
      partners,
      // Of its own pair each unit has its own address, which synchronisation sees to.
      remoteClusters: [...otherMasters, canonicalAddress(pair.units[unit].address)].toSorted(),
      other: { address: canonicalAddress(address), anyhow: [address, publicAddress].map(canonicalAddress) },
    };
  };
  const first = pair.master ?? 'first';
  return [listsOfUnit(first), listsOfUnit(otherUnit(first))];
};

const standaloneLists = (standalone: GeoStandalone, { places, masters }: ClusterView): UnitExpected => ({
  unit: 'standalone',
  access: addressesOf(places),
  partners: addressesOf(places.filter(otherThan(standalone))),
  remoteClusters: addressesOf(masters),
});

const listsIn = (member: GeoMember, view: ClusterView): readonly UnitExpected[] =>
  member.kind === 'pair' ? pairLists(member, view) : [standaloneLists(member, view)];

/**
 * What each unit of a member is to have, in the order in which it is set: of a pair, the master first. `members`: at
 * least everybody in its cluster; who is in another cluster does not matter.
 * @see LoadMaster HA for AWS, section 5
 */
export const listsOf = (members: readonly GeoMember[], member: GeoMember): readonly UnitExpected[] =>
  listsIn(
    member,
    viewFrom(
      member.region,
      members.filter(({ cluster }) => cluster === member.cluster),
    ),
  );

/** The same for every member, with each cluster looked at once from each region. */
export const allLists = (members: readonly GeoMember[]): ReadonlyMap<GeoMember, readonly UnitExpected[]> => {
  const lists = new Map<GeoMember, readonly UnitExpected[]>();
  for (const cluster of Map.groupBy(members, (member) => member.cluster).values())
    for (const [region, those] of Map.groupBy(cluster, (member) => member.region)) {
      const view = viewFrom(region, cluster);
      for (const member of those) lists.set(member, listsIn(member, view));
    }
  return lists;
};
