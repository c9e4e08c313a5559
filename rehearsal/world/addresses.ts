import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { Subnet } from '#rehearsal/cloud/ec2/subnets.ts';
import type { EnabledZone } from '#rehearsal/cloud/elb/load-balancer-types.ts';

/** Where the LoadMasters of a region are: one VPC, a zone for the first units and one for the second. */
export interface UnitPlace {
  readonly instanceId: string;
  readonly address: string;
  readonly availabilityZone: string;
  readonly subnetId: string;
  readonly vpcId: string;
}

/** The unit of a pair in whose zone something is. */
const ZONE_LETTERS: Readonly<Record<UnitName, string>> = { first: 'a', second: 'b' };

/** What has a subnet of its own: `beside` is for second units in the zone of the first. */
type Kind = UnitName | 'standalone' | 'beside';

/** The number is in ids and addresses: `10.<region>.<kind>.<index>`. */
const KINDS: Readonly<Record<Kind, { readonly number: number; readonly zoneOf: UnitName }>> = {
  first: { number: 1, zoneOf: 'first' },
  second: { number: 2, zoneOf: 'second' },
  standalone: { number: 3, zoneOf: 'first' },
  beside: { number: 4, zoneOf: 'first' },
};

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** 17 digits, as AWS gives them now. */
const longId = (prefix: string, regionIndex: number, index: number, number: number): string =>
  `${prefix}-0${hex(regionIndex + 1, 2)}${hex(index + 1, 6)}${hex(number, 8)}`;

export const vpcOf = (regionIndex: number): string => `vpc-${hex(regionIndex + 1, 8)}`;

export const vpcCidrOf = (regionIndex: number): string => `10.${regionIndex + 1}.0.0/16`;

const zoneOf = (region: string, unit: UnitName): string => `${region}${ZONE_LETTERS[unit]}`;

const subnetOf = (regionIndex: number, kind: Kind): string =>
  `subnet-${hex(regionIndex + 1, 4)}${hex(KINDS[kind].number, 4)}`;

const KIND_NAMES: readonly Kind[] = ['first', 'second', 'standalone', 'beside'];

/** Every subnet of the region's VPC. */
export const subnetsOf = (region: string, regionIndex: number): readonly Subnet[] =>
  KIND_NAMES.map((kind) => ({
    subnetId: subnetOf(regionIndex, kind),
    vpcId: vpcOf(regionIndex),
    availabilityZone: zoneOf(region, KINDS[kind].zoneOf),
    cidrBlock: `10.${regionIndex + 1}.${KINDS[kind].number}.0/24`,
  }));

/** AWS keeps the first addresses of a subnet for itself. */
const FIRST_HOST = 10;

/** Both zones, with an Elastic IP address of the pair's in each, from the range for tests of network devices (RFC 2544). */
export const zonesOf = (region: string, regionIndex: number, pairIndex: number): readonly EnabledZone[] =>
  UNIT_NAMES.map((unit, index) => ({
    zoneName: zoneOf(region, unit),
    subnetId: subnetOf(regionIndex, unit),
    elasticIp: {
      allocationId: longId('eipalloc', regionIndex, pairIndex, KINDS[unit].number),
      ipAddress: `198.${18 + index}.${regionIndex + 1}.${pairIndex + FIRST_HOST}`,
    },
  }));

/** The `index`-th of its kind. */
const place = (region: string, regionIndex: number, kind: Kind, index: number): UnitPlace => ({
  instanceId: longId('i', regionIndex, index, KINDS[kind].number),
  address: `10.${regionIndex + 1}.${KINDS[kind].number}.${index + FIRST_HOST}`,
  availabilityZone: zoneOf(region, KINDS[kind].zoneOf),
  subnetId: subnetOf(regionIndex, kind),
  vpcId: vpcOf(regionIndex),
});

/** The same places in every run. `zones`: whether the units of the pair are in different ones, as they should be. */
export const placeOf = (
  region: string,
  regionIndex: number,
  pairIndex: number,
  unit: UnitName,
  zones: 'different' | 'same' = 'different',
): UnitPlace =>
  place(region, regionIndex, unit === 'second' && zones === 'same' ? 'beside' : unit, pairIndex);

/** In the zone of the first units. */
export const standalonePlaceOf = (region: string, regionIndex: number, index: number): UnitPlace =>
  place(region, regionIndex, 'standalone', index);

/** Of the `index`-th pair, for its units or for its load balancer; or of the `index`-th standalone. */
export const securityGroupIdOf = (
  regionIndex: number,
  index: number,
  of: 'units' | 'load-balancer' | 'standalone',
): string => longId('sg', regionIndex, index, ['units', 'load-balancer', 'standalone'].indexOf(of) + 1);
