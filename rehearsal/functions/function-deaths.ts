import type { PairStore } from '#control/ports.ts';
import type { DecisionRecord } from '#domain/pair/decision.ts';

/** A function in the middle of a decision: it is `claimed`, or its actions are done and nobody has recorded them. */
export interface DecisionMoment {
  readonly functionName: string;
  readonly pairId: string;
  readonly record: DecisionRecord;
  readonly at: 'claimed' | 'acted';
}

/** Which functions die, as by an end of their container. Functions of this process only. */
export interface FunctionDeaths {
  /** Asked at every moment at which a death leaves something half done. Nobody dies unless this is replaced. */
  strikes: (moment: DecisionMoment) => boolean;
}

/** What an invocation ends with whose function died: to Lambda, a failed one like any other. */
export class FunctionDiedError extends Error {
  override readonly name = 'FunctionDiedError';
}

export const makeFunctionDeaths = (): FunctionDeaths => ({ strikes: () => false });

const dieIfStruck = (deaths: FunctionDeaths, moment: DecisionMoment): void => {
  const { functionName, pairId, record, at } = moment;
  if (deaths.strikes(moment))
    throw new FunctionDiedError(`${functionName} died on ${pairId}: ${record.reason}, ${at}`);
};

/**
 * The store as a function sees it that may die: right after a claim, and right before its record is written. What
 * follows, as that somebody else's decision was interrupted, is written by those who live.
 */
export const mortalStore = (store: PairStore, functionName: string, deaths: FunctionDeaths): PairStore => ({
  ...store,
  claim: async (region, next) => {
    await store.claim(region, next);
    const { pairId, lastDecision: record } = next;
    if (record !== undefined) dieIfStruck(deaths, { functionName, pairId, record, at: 'claimed' });
  },
  appendJournal: async (entry) => {
    const { pairId, outcomes } = entry;
    if (outcomes !== 'interrupted') dieIfStruck(deaths, { functionName, pairId, record: entry, at: 'acted' });
    await store.appendJournal(entry);
  },
});
