import type { PairStore } from '#control/ports.ts';
import { testClaims } from './claims.contract.ts';
import { testEstate } from './estate.contract.ts';
import { testJournalAndFreeze } from './journal.contract.ts';

/** `make` answers with an empty store. */
export interface StoreUnderTest {
  readonly make: () => PairStore | Promise<PairStore>;
}

/** What a PairStore promises, whatever it is made of. */
export const testPairStore = (store: StoreUnderTest): void => {
  testClaims(store);
  testEstate(store);
  testJournalAndFreeze(store);
};
