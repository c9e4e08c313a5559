import { StaleStateError } from '#control/errors.ts';
import type { GeoStore } from '#control/ports.ts';
import type { GeoReport, GeoTurns } from '#domain/geo/geo-report.ts';
import type { GeoDeclaration } from '#domain/geo/member.ts';
import { deepFreeze } from '#store/memory/freeze.ts';

/** What the regions declare about GEO, by region: written by pair stores, read by GEO stores. */
export type GeoDeclarations = Map<string, GeoDeclaration>;

const byRegion = <T extends { readonly region: string }>(kept: ReadonlyMap<string, T>): readonly T[] =>
  [...kept.values()].sort((a, b) => (a.region < b.region ? -1 : 1));

const isNext = (kept: { readonly version: number } | undefined, next: { readonly version: number }) =>
  (kept?.version ?? 0) === next.version - 1;

/**
 * What the regions share about GEO, in memory: the table's twin for tests, held to the same contract suite. It reads
 * the declarations of the pair stores that were made with the same `declarations`.
 */
export const makeMemoryGeoStore = (declarations: Readonly<GeoDeclarations>): GeoStore => {
  const reports = new Map<string, GeoReport>();
  let turns: GeoTurns | undefined;
  return {
    readGeo: async () => ({
      declarations: byRegion(declarations),
      reports: byRegion(reports),
      damaged: [],
      ...(turns && { turns }),
    }),
    claimReport: async (next) => {
      if (!isNext(reports.get(next.region), next)) throw new StaleStateError(`GEO in ${next.region}`);
      reports.set(next.region, deepFreeze(next));
    },
    claimTurns: async (next) => {
      if (!isNext(turns, next)) throw new StaleStateError('the GEO clusters’ turns');
      turns = deepFreeze(next);
    },
  };
};
