import type { PairStore } from '#control/ports.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { PairState } from '#domain/pair/state.ts';
import { makeMemoryPairStore } from '#store/memory/pair-store.ts';

/** A store with one declared pair, which is remembered as given, at version 1. */
export const storeWith = async (pair: Pair, state: PairState): Promise<PairStore> => {
  const store = makeMemoryPairStore();
  await store.writeEstate(pair.region, { pairs: [pair], standalones: [] });
  await store.claim(pair.region, { ...state, version: 1 });
  return store;
};
