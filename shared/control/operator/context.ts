import type { Hands } from '#control/carry-out.ts';
import type { Observers } from '#control/observe.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import type { GeoStore, PairRecord, RolloutStore } from '#control/ports.ts';

/** What operators' requests are served with, in one region. There are no actors: a request decides nothing by itself. */
export interface OperatorContext {
  readonly region: string;
  /** Of the deployment: the one that gives the turns of GEO clusters. */
  readonly homeRegion: string;
  readonly hands: Omit<Hands, 'actors'>;
  readonly observers: Observers;
  readonly rollouts: RolloutStore;
  readonly geo: GeoStore;
}

/** Who asks, and for what reason: both go into the journal. */
export interface Asked {
  readonly by: string;
  readonly why: string;
}

/** Finds a declared pair of the region. Throws OperatorRefusal `unknown-pair`. */
export const findPair = async ({ hands, region }: OperatorContext, pairId: string): Promise<PairRecord> => {
  // A `#` separates the parts of the table's keys: an id with one could name an item that is no pair.
  const record = pairId.includes('#') ? undefined : await hands.store.readPair(region, pairId);
  if (record === undefined) throw new OperatorRefusal('unknown-pair', `${region} has no such pair`);
  return record;
};
