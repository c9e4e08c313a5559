import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { PairLook } from '#domain/pair/look.ts';

/** The only unit that the load balancer sees healthy. */
export const servingUnit = ({ views }: PairLook): UnitName | undefined =>
  UNIT_NAMES.find((unit) => views[unit].serving && !views[otherUnit(unit)].serving);
