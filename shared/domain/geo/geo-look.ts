import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { sameAddresses } from '#domain/geo/addresses.ts';
import type { GeoLists, GeoSeen } from '#domain/geo/geo-seen.ts';
import type { GeoChange, GeoOperation, GeoOrder } from '#domain/geo/operation.ts';
import type { PairLook } from '#domain/pair/look.ts';

/* What a look says about the GEO lists of a pair that are being set. */

/** What a unit says of its GEO configuration; undefined where it was not read. */
export const geoSays = ({ seen }: PairLook, unit: UnitName): GeoSeen | undefined => {
  const reading = seen.geo?.[unit].geo;
  return reading?.kind === 'read' ? reading.value : undefined;
};

/** The lists of the unit that are not as ordered, as they are to be; undefined where it was not read. */
export const wrongLists = (
  look: PairLook,
  { master, access, partners }: GeoOrder,
  unit: UnitName,
): Partial<GeoLists> | undefined => {
  const says = geoSays(look, unit);
  if (says === undefined) return undefined;
  return {
    ...(unit === master && !sameAddresses(says.access, access) ? { access } : {}),
    ...(sameAddresses(says.partners, partners) ? {} : { partners }),
  };
};

/** The master first (LoadMaster HA for AWS, section 5). */
const inTurn = ({ master }: GeoOrder): readonly UnitName[] => [master, otherUnit(master)];

/** The units whose lists are not as ordered, in the order in which they are set; undefined where one was not read. */
export const dueUnits = (look: PairLook, order: GeoOrder): readonly UnitName[] | undefined => {
  const units = inTurn(order);
  const wrong = units.map((unit) => wrongLists(look, order, unit));
  if (wrong.includes(undefined)) return undefined;
  return units.filter((_, at) => Object.keys(wrong[at] ?? {}).length > 0);
};

/** What a unit gets: what its job is for, or, as long as none was asked for, all that may be wrong with it. */
export const listsOf = ({ order, units }: GeoOperation, unit: UnitName): Partial<GeoLists> => {
  const job = units[unit].job?.job;
  if (job?.kind === 'set-geo-lists') return job.lists;
  const { master, access, partners } = order;
  return unit === master ? { access, partners } : { partners };
};

export const withGeoChange = (op: GeoOperation, unit: UnitName, change: GeoChange): GeoOperation => ({
  ...op,
  units: { ...op.units, [unit]: change },
});

/** The same object where it is the unit's turn already: a look that changes nothing writes nothing. */
export const onTurn = (op: GeoOperation, unit: UnitName): GeoOperation =>
  op.unit === unit ? op : { ...op, unit };

/** The units that have had lists set, in that order. */
export const unitsSet = ({ order, units }: GeoOperation): readonly UnitName[] =>
  inTurn(order).filter((unit) => units[unit].timesSet > 0);

/** Some of a unit's lists were set: an end would leave the pair half-way. */
export const hasSetAnything = (op: GeoOperation): boolean => unitsSet(op).length > 0;

/** A unit was asked to have its lists set, and how that ended is not known. */
export const mayHaveSet = (op: GeoOperation): boolean =>
  hasSetAnything(op) || UNIT_NAMES.some((unit) => op.units[unit].job !== undefined);
