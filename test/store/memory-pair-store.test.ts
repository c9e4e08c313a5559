import { describe, expect, it } from 'vitest';
import { makeMemoryPairStore } from '#store/memory/pair-store.ts';
import { entryOf, pairOf, REGION, stateOf } from './declarations.ts';
import { testPairStore } from './pair-store.contract.ts';

describe('the in-memory store', () => {
  testPairStore({ make: makeMemoryPairStore });

  it('freezes what it is given, so that a caller who changes it later fails loudly', async () => {
    const store = makeMemoryPairStore();
    const state = stateOf('lm-1', 1, { handled: ['one'], waiting: [] });
    const pair = pairOf(1);
    const entry = entryOf('lm-1', 1);
    await store.claim(REGION, state);
    await store.writeEstate(REGION, { pairs: [pair], standalones: [] });
    await store.appendJournal(entry);
    const insides = [
      state,
      state.handled,
      state.boots.first,
      state.situation,
      pair.units.first,
      entry.actions,
    ];
    expect(insides.filter((inside) => !Object.isFrozen(inside))).toEqual([]);
    await store.settle(REGION, 'lm-1', 1);
    expect(Object.isFrozen(await store.readState(REGION, 'lm-1'))).toBe(true);
  });
});
