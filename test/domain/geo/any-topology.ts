import * as fc from 'fast-check';
import type { GeoAddresses, GeoMember } from '#domain/geo/member.ts';

/*
 * Estates as they may be declared: several regions whose private networks may be the same, clusters over any of them,
 * IPv4 and IPv6, public addresses, pairs with either master or none.
 */

const REGIONS = ['eu-west-1', 'eu-west-3', 'us-east-2', 'ap-south-1'];
const CLUSTERS = ['shop', 'bank', 'mail'];

/** The `n`th address of a network; `group` is upper case and long, which is not how it is to be written. */
const v4 = (network: number, n: number): string => `10.${network}.${n >> 8}.${n & 255}`;
const v6 = (network: number, n: number): string =>
  `FD00:0:0:${network.toString(16)}::0${(n + 1).toString(16).toUpperCase()}`;

interface Plan {
  readonly region: number;
  readonly cluster: number;
  readonly isPair: boolean;
  readonly master: 'first' | 'second' | 'none';
  readonly isV6: boolean;
  readonly isPublic: boolean;
}

const anyPlan: fc.Arbitrary<Plan> = fc.record({
  region: fc.nat(REGIONS.length - 1),
  cluster: fc.nat(CLUSTERS.length - 1),
  isPair: fc.boolean(),
  master: fc.constantFrom('first', 'second', 'none'),
  isV6: fc.boolean(),
  isPublic: fc.boolean(),
});

/** `overlap`: all regions use one private network, and everybody has a public address. */
const memberOf = (plan: Plan, at: number, overlap: boolean): GeoMember => {
  const { region, cluster, isPair, master, isV6, isPublic } = plan;
  const network = overlap ? 0 : region;
  const unit = (n: number): GeoAddresses => ({
    instanceId: `i-${at}-${n}`,
    address: (isV6 ? v6 : v4)(network, 2 * at + n),
    ...(overlap || isPublic ? { publicAddress: (isV6 ? v6 : v4)(200 + region, 2 * at + n) } : {}),
  });
  const placed = { id: `m${at}`, region: REGIONS[region] ?? '', cluster: CLUSTERS[cluster] ?? '' };
  if (!isPair) return { kind: 'standalone', ...placed, unit: unit(0) };
  const units = { first: unit(0), second: unit(1) };
  return { kind: 'pair', ...placed, ...(master === 'none' ? {} : { master }), units };
};

/** Members of all clusters, at least one. */
export const anyMembers: fc.Arbitrary<readonly GeoMember[]> = fc
  .record({ plans: fc.array(anyPlan, { minLength: 1, maxLength: 14 }), overlap: fc.boolean() })
  .map(({ plans, overlap }) => plans.map((plan, at) => memberOf(plan, at, overlap)));

/** Any of them, and everybody. */
export const anyMember: fc.Arbitrary<{
  readonly members: readonly GeoMember[];
  readonly member: GeoMember;
}> = anyMembers.chain((members) => fc.constantFrom(...members).map((member) => ({ members, member })));
