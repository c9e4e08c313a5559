import type { UnitName } from '#domain/estate/estate.ts';
import type { GeoSeen } from '#domain/geo/geo-seen.ts';
import type { UnitExpected } from '#domain/geo/lists.ts';
import type { GeoAddresses, GeoDeclaration, GeoMember } from '#domain/geo/member.ts';
import type { Reading } from '#domain/pair/seen.ts';

export const DUBLIN = 'eu-west-1';
export const PARIS = 'eu-west-3';
export const OHIO = 'us-east-2';

const unitAt = (address: string): GeoAddresses => ({ instanceId: `i-${address}`, address });

interface Placing {
  readonly region?: string;
  readonly cluster?: string;
}

type Pair = Extract<GeoMember, { readonly kind: 'pair' }>;

/** `master`: none where nobody has declared it. */
export const pairOf = (
  id: string,
  first: string,
  second: string,
  master: UnitName | 'none' = 'first',
  { region = DUBLIN, cluster = 'shop' }: Placing = {},
): Pair => ({
  kind: 'pair',
  id,
  region,
  cluster,
  ...(master === 'none' ? {} : { master }),
  units: { first: unitAt(first), second: unitAt(second) },
});

export const standaloneOf = (
  id: string,
  address: string,
  { region = DUBLIN, cluster = 'shop' }: Placing = {},
): GeoMember => ({ kind: 'standalone', id, region, cluster, unit: unitAt(address) });

/** The worked example: two pairs and two standalones. @see LoadMaster HA for AWS, section 5.4 */
export const PAIR_1 = pairOf('pair-1', '172.24.1.5', '172.24.1.6', 'first');
export const PAIR_2 = pairOf('pair-2', '172.24.1.7', '172.24.1.8', 'second');
export const ALONE_1 = standaloneOf('alone-1', '172.24.1.9');
export const ALONE_2 = standaloneOf('alone-2', '172.24.1.10');
export const EXAMPLE = [PAIR_1, PAIR_2, ALONE_1, ALONE_2] as const;

export const declares = (
  region: string,
  members: readonly GeoMember[],
  regions: readonly string[] = [region],
): GeoDeclaration => ({ schemaVersion: 1, region, version: 1, members, regions });

/** A unit that is in every respect as it is to be. */
export const asExpected = ({ access = [], partners, remoteClusters }: UnitExpected): GeoSeen => ({
  enabled: true,
  access,
  partners,
  partnerStatus: partners.map((address) => ({ address, status: 'Up' })),
  clusters: remoteClusters.map((address) => ({ address, name: `at ${address}`, type: 'remoteLM' })),
  mapped: remoteClusters,
});

export const read = (value: GeoSeen): Reading<GeoSeen> => ({ kind: 'read', value });
