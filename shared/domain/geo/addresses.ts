import { canonicalAddress } from '#domain/canonical-address.ts';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import type { GeoAddresses, GeoMember, MemberUnit } from '#domain/geo/member.ts';

/** The addresses as a set: one spelling each, in whatever order they were said and however often. */
export const addressSet = (addresses: readonly string[]): ReadonlySet<string> =>
  new Set(addresses.map(canonicalAddress));

export const sameAddresses = (ones: readonly string[], others: readonly string[]): boolean => {
  const [one, other] = [addressSet(ones), addressSet(others)];
  return one.size === other.size && [...one].every((address) => other.has(address));
};

/** Two members of one id are two where their regions were declared by different files. */
export const isSameMember = (one: GeoMember, other: GeoMember): boolean =>
  one.id === other.id && one.region === other.region;

/** One LoadMaster of a member. */
export interface PlacedUnit {
  readonly unit: MemberUnit;
  readonly at: GeoAddresses;
}

export const unitsOf = (member: GeoMember): readonly PlacedUnit[] =>
  member.kind === 'pair'
    ? UNIT_NAMES.map((unit) => ({ unit, at: member.units[unit] }))
    : [{ unit: 'standalone', at: member.unit }];

/** By which address a LoadMaster of `home` is found from `region`; canonical. */
export const addressFrom = (region: string, home: string, { address, publicAddress }: GeoAddresses): string =>
  canonicalAddress(region === home ? address : (publicAddress ?? address));
