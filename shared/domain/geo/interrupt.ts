import type { GeoOperation } from '#domain/geo/operation.ts';
import { geoResultOf } from '#domain/geo/result.ts';
import { IDLE, operationOf, type PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/** The change of its GEO lists that a pair is in the middle of, halted or not. */
export const geoUnderWay = (state: PairState): GeoOperation | undefined => {
  const op = operationOf(state);
  return op.kind === 'syncing-geo' ? op : undefined;
};

/**
 * The pair as an urgent drain finds it: the change of its lists has ended where it stood, and only a handover of the role
 * that it was in the middle of is left to deal with. What is not as declared then is found as drift, and set in another
 * turn.
 */
export const interruptGeo = (state: PairState, op: GeoOperation, now: EpochMs): PairState => ({
  ...state,
  operation: op.handover ?? IDLE,
  geo: { ...state.geo, last: geoResultOf(op, 'interrupted', now) },
});
