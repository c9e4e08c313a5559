import type { GeoInput } from '#domain/geo/decide-geo.ts';
import { geoUnderWay } from '#domain/geo/interrupt.ts';
import type { PairState } from '#domain/pair/state.ts';

/** Whether `geo-sync` has something to do on the pair without anybody asking. */
export const geoIsDue = ({ operation }: PairState): boolean => operation.kind === 'syncing-geo';

/** Whether the units' lists, and the records of their jobs, have to be read for a decision about them. */
export const readsGeo = (state: PairState, input: GeoInput): boolean =>
  input.kind === 'order' || geoUnderWay(state) !== undefined;
