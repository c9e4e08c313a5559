import type { GeoStore, RegionRecord } from '#control/ports.ts';
import type { Estate } from '#domain/estate/estate.ts';
import { membersIn } from '#domain/geo/declaration.ts';
import { changedMembers, type ListCount, listChanges } from '#domain/geo/list-changes.ts';

/** What an estate comes to on the LoadMasters of all regions. */
export interface EstateGeoChanges extends ListCount {
  /** Ids. */
  readonly members: readonly string[];
}

const NONE: EstateGeoChanges = { lists: 0, units: 0, members: [] };

/**
 * How many GEO lists of whom change when the region declares this estate and the other regions go on as they have
 * declared. Reads what they have only where the region has, or had, members.
 */
export const geoChangesOf = async (
  region: string,
  geo: Pick<GeoStore, 'readGeo'>,
  stored: RegionRecord,
  estate: Estate,
): Promise<EstateGeoChanges> => {
  const pairs = stored.pairs.map(({ pair }) => pair);
  const own = membersIn({ pairs, standalones: stored.standalones });
  const next = membersIn(estate).filter((member) => member.region === region);
  if (own.length === 0 && next.length === 0) return NONE;
  const { declarations } = await geo.readGeo();
  const others = declarations.filter((one) => one.region !== region).flatMap(({ members }) => members);
  const [before, after] = [
    [...others, ...own],
    [...others, ...next],
  ];
  const { lists, units } = listChanges(before, after);
  return { lists, units, members: changedMembers(before, after) };
};
