import type { PairQuestion } from '#control/concerns/pair-question.ts';
import {
  type Observers,
  observeAws,
  observeFirmware,
  observeGeo,
  observeLoadMasters,
} from '#control/observe.ts';
import type { Clock, PairStore, UnitRef } from '#control/ports.ts';
import { windowOnDemand } from '#control/window-on-demand.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { newPairState, type PairState } from '#domain/pair/state.ts';

/** One look at one pair: everything a decision about it rests on, from the same moment. */
export interface Look {
  readonly state: PairState;
  readonly seen: PairSeen;
  readonly frozen: boolean;
  readonly window: WindowNow;
}

/** What a question has to see. */
export type Needs = Pick<PairQuestion, 'unitsToAsk' | 'readsFirmware' | 'readsGeo'>;

export const readLook = async (
  { store, clock }: { readonly store: Pick<PairStore, 'readState' | 'readFreeze'>; readonly clock: Clock },
  observers: Observers,
  pair: Pair,
  { unitsToAsk, readsFirmware, readsGeo }: Needs,
): Promise<Look> => {
  const now = clock.now();
  // Side by side: the state, the freeze and AWS do not depend on one another, and a spot notice is short.
  const [stored, freeze, byAws] = await Promise.all([
    store.readState(pair.region, pair.id),
    store.readFreeze(pair.region),
    observeAws(observers, [pair], now),
  ]);
  const state = stored ?? newPairState(pair.id, now);
  const seen = byAws.get(pair.id);
  if (seen === undefined) throw new Error(`no look at ${pair.id} came back`);
  const wanted = unitsToAsk(state, seen, pair, now).map((unit): UnitRef => ({ pairId: pair.id, unit }));
  const complete = await observeLoadMasters(observers.loadMasters, byAws, wanted);
  const withFirmware = readsFirmware(state) ? await observeFirmware(observers, [pair], complete) : complete;
  const looked = withFirmware.get(pair.id) ?? seen;
  return {
    state,
    seen: readsGeo(state) ? await observeGeo(observers, pair, looked) : looked,
    frozen: freeze !== undefined,
    window: await windowOnDemand(pair.failback.windows, now),
  };
};
