import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';

/** Where the LoadMasters of a region are: one VPC, a zone for the first units and one for the second. */
export interface UnitPlace {
  readonly instanceId: string;
  readonly address: string;
  readonly availabilityZone: string;
  readonly subnetId: string;
  readonly vpcId: string;
}

const ZONE_LETTERS: Readonly<Record<UnitName, string>> = { first: 'a', second: 'b' };

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

export const vpcOf = (regionIndex: number): string => `vpc-${hex(regionIndex + 1, 8)}`;

const subnetOf = (regionIndex: number, unit: UnitName): string =>
  `subnet-${hex(regionIndex + 1, 4)}${hex(UNIT_NAMES.indexOf(unit) + 1, 4)}`;

export const zonesOf = (region: string, regionIndex: number) =>
  UNIT_NAMES.map((unit) => ({
    zoneName: `${region}${ZONE_LETTERS[unit]}`,
    subnetId: subnetOf(regionIndex, unit),
  }));

/** The `index`-th of the `kind`-th kind: first units, second units, standalones. */
const place = (
  region: string,
  regionIndex: number,
  kind: number,
  index: number,
  zoneOf: UnitName,
): UnitPlace => ({
  instanceId: `i-0${hex(regionIndex + 1, 2)}${hex(index + 1, 6)}${hex(kind, 8)}`,
  address: `10.${regionIndex + 1}.${kind}.${index + 10}`,
  availabilityZone: `${region}${ZONE_LETTERS[zoneOf]}`,
  subnetId: subnetOf(regionIndex, zoneOf),
  vpcId: vpcOf(regionIndex),
});

/** The same places in every run: `10.<region>.<1|2>.<pair>`. */
export const placeOf = (region: string, regionIndex: number, pairIndex: number, unit: UnitName): UnitPlace =>
  place(region, regionIndex, UNIT_NAMES.indexOf(unit) + 1, pairIndex, unit);

const STANDALONES = UNIT_NAMES.length + 1;

/** `10.<region>.3.<standalone>`, in the zone of the first units. */
export const standalonePlaceOf = (region: string, regionIndex: number, index: number): UnitPlace =>
  place(region, regionIndex, STANDALONES, index, 'first');
