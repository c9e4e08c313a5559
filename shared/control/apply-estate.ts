import { diffEstate } from '#control/estate-diff.ts';
import { type EstateGeoChanges, geoChangesOf } from '#control/operator/geo-changes.ts';
import type {
  EstateChanges,
  EstateWritten,
  EventBus,
  GeoStore,
  PairStore,
  RegionRecord,
} from '#control/ports.ts';
import type { Estate } from '#domain/estate/estate.ts';

export interface EstateContext {
  readonly store: PairStore;
  readonly geo: Pick<GeoStore, 'readGeo'>;
  readonly bus: EventBus;
  readonly region: string;
}

interface Consequences {
  /** Pairs and standalones of other regions: untouched here, each region applies its own part. */
  readonly elsewhere: readonly string[];
  readonly geo: EstateGeoChanges;
}

/** What became of an estate, by pair and standalone id. */
export type EstateApplied =
  | ({ readonly kind: 'applied' } & Consequences & EstateWritten)
  | ({ readonly kind: 'dry-run' } & Consequences & EstateChanges)
  | {
      /** The file declares other regions and nothing here: applied, it would remove all there is. It was meant for them. */
      readonly kind: 'other-region';
      readonly declares: readonly string[];
    }
  | {
      readonly kind: 'refused';
      /** Pairs that would be changed or removed in the middle of an operation, or while one is halted. */
      readonly busy: readonly string[];
    };

const busyIds = ({ pairs }: RegionRecord, { changed, removed }: EstateChanges): readonly string[] => {
  const touched = new Set([...changed, ...removed]);
  return pairs
    .filter(
      ({ pair, state }) => touched.has(pair.id) && state !== undefined && state.operation.kind !== 'idle',
    )
    .map(({ pair }) => pair.id);
};

const idsElsewhere = (region: string, { pairs, standalones }: Estate): readonly string[] =>
  [...pairs, ...standalones].filter((one) => one.region !== region).map(({ id }) => id);

/** The regions a file is about, when it is about others only and this one has something to lose. */
const otherRegions = (
  region: string,
  { pairs, standalones }: Estate,
  stored: RegionRecord,
): readonly string[] => {
  const declares = [...new Set([...pairs, ...standalones].map((one) => one.region))];
  const hasSomething = stored.pairs.length > 0 || stored.standalones.length > 0;
  return hasSomething && !declares.includes(region) ? declares : [];
};

/**
 * Makes the region's declared part equal to the estate's part for it, or only says what that would do. All or nothing:
 * an operation goes by the instances and target groups with which it began, so one pair in the middle of one is reason
 * to apply nothing. A pair with a damaged item is no such reason: applying the estate is what repairs it.
 *
 * An operation that begins between this look and the write goes on with the pair as it is declared then; if the pair
 * was removed, its next claim fails as stale and it ends there. Throws StoreUnavailableError, also half-way: applying
 * again finishes the rest. Where the region declares something else about GEO then, all regions are told.
 */
export const applyEstate = async (
  { store, geo, bus, region }: EstateContext,
  estate: Estate,
  { dryRun }: { readonly dryRun: boolean },
): Promise<EstateApplied> => {
  const record = await store.readRegion(region);
  const declares = otherRegions(region, estate, record);
  if (declares.length > 0) return { kind: 'other-region', declares };
  const stored = { ...record, pairs: record.pairs.map(({ pair }) => pair) };
  const { ids } = diffEstate(region, stored, estate);
  const busy = busyIds(record, ids);
  if (busy.length > 0) return { kind: 'refused', busy };
  const consequences = {
    elsewhere: idsElsewhere(region, estate),
    geo: await geoChangesOf(region, geo, record, estate),
  };
  if (dryRun) return { kind: 'dry-run', ...ids, ...consequences };
  const written = await store.writeEstate(region, estate);
  if (written.geoChanged)
    await bus.publish([{ detailType: 'Geo Changed', detail: { region, what: 'declared' } }]);
  return { kind: 'applied', ...written, ...consequences };
};
