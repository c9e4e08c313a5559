import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';

/** Where the units of the pairs of a region are: one VPC, a zone for the first units and one for the second. */
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

export const zonesOf = (region: string, regionIndex: number) =>
  UNIT_NAMES.map((unit) => ({
    zoneName: `${region}${ZONE_LETTERS[unit]}`,
    subnetId: `subnet-${hex(regionIndex + 1, 4)}${hex(UNIT_NAMES.indexOf(unit) + 1, 4)}`,
  }));

/** The same places in every run: `10.<region>.<1|2>.<pair>`. */
export const placeOf = (
  region: string,
  regionIndex: number,
  pairIndex: number,
  unit: UnitName,
): UnitPlace => {
  const unitNumber = UNIT_NAMES.indexOf(unit) + 1;
  return {
    instanceId: `i-0${hex(regionIndex + 1, 2)}${hex(pairIndex + 1, 6)}${hex(unitNumber, 8)}`,
    address: `10.${regionIndex + 1}.${unitNumber}.${pairIndex + 10}`,
    availabilityZone: `${region}${ZONE_LETTERS[unit]}`,
    subnetId: `subnet-${hex(regionIndex + 1, 4)}${hex(unitNumber, 4)}`,
    vpcId: vpcOf(regionIndex),
  };
};
