import type { UnitName } from '#domain/estate/estate.ts';
import {
  setPreference,
  unitsPreferringOtherwise,
  unitsShouldPreferFirst,
} from '#domain/failback/preference.ts';
import type { Action } from '#domain/pair/action.ts';
import type { PairLook } from '#domain/pair/look.ts';
import { servingUnit } from '#domain/pair/serving-unit.ts';

/**
 * What puts the units' own preference back that an operation has set aside. Not while the second unit is active: that
 * would send the role back at once, with every connection. Returning is the failback policy's, which does it without
 * failing any.
 */
export const preferenceBack = (
  look: PairLook,
  before: Readonly<Record<UnitName, { readonly preferredFirst: boolean }>>,
): readonly Action[] => {
  const prefersFirst = unitsShouldPreferFirst(look.pair, look.state);
  if (!prefersFirst || servingUnit(look) !== 'first') return [];
  const wrong = unitsPreferringOtherwise(look.seen, true).filter((unit) => before[unit].preferredFirst);
  return setPreference(wrong, true);
};
