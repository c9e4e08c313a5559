import { canonicalAddress } from '#domain/canonical-address.ts';
import { otherUnit, type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { PairSeen } from '#domain/pair/seen.ts';

/**
 * A LoadMaster is not set up as the estate says: either is wrong, and until somebody says which, nothing is done.
 * `wrong-partner`: its partner address is not the other unit's. `wrong-designation`: its HA mode is not the declared one.
 */
export type Misfit = 'wrong-partner' | 'wrong-designation';

/** Only an address can be compared: what a host name stands for is not known here. */
export const isAddress = (text: string): boolean => text.includes(':') || /^[\d.]+$/.test(text);

const isOther = (partner: string | undefined, address: string): boolean =>
  partner !== undefined && isAddress(partner) && canonicalAddress(partner) !== canonicalAddress(address);

/** What the unit's LoadMaster says about itself that the estate contradicts. Undefined also where it was not read. */
export const misfitOf = (seen: PairSeen, pair: Pair, unit: UnitName): Misfit | undefined => {
  const { loadMaster } = seen.units[unit];
  if (loadMaster.kind === 'unread') return undefined;
  const { partner, designation } = loadMaster.value;
  if (isOther(partner, pair.units[otherUnit(unit)].address)) return 'wrong-partner';
  const says = designation === undefined || designation === 'unknown' ? unit : designation;
  return says === unit ? undefined : 'wrong-designation';
};

/** The first misfit of either unit. */
export const misfitOfPair = (seen: PairSeen, pair: Pair): Misfit | undefined =>
  UNIT_NAMES.map((unit) => misfitOf(seen, pair, unit)).find((misfit) => misfit !== undefined);
