import type { Recorded } from '#control/carry-out.ts';
import type { ActionKind } from '#domain/pair/action.ts';
import type { Situation } from '#domain/pair/state.ts';
import type { Page } from '#rehearsal/scenarios/pages.ts';
import type { Expectation, Played } from '#rehearsal/scenarios/scenario.ts';

/* Expectations that several scenarios share. */

export const allSafe: Expectation = {
  words: 'every pair is safe at the end',
  held: ({ figures }) => figures.pairsNotSafe === 0,
};

export const noFailedConnections: Expectation = {
  words: 'no new connection fails',
  held: ({ figures }) => figures.failedConnections === 0,
};

export const someFailedConnections: Expectation = {
  words: 'new connections fail',
  held: ({ figures }) => figures.failedConnections > 0,
};

export const nothingIsDone: Expectation = {
  words: 'nothing is done to any unit',
  held: ({ decisions }) => decisions.every(({ record }) => record.actions.length === 0),
};

/** The script noted under this name that it was so. */
export const fact = (name: string, words: string): Expectation => ({
  words,
  held: ({ facts }) => facts.get(name) === true,
});

export const decided = (
  { decisions }: Played,
  is: (record: Recorded['record']) => boolean,
): readonly Recorded[] => decisions.filter(({ record }) => is(record));

/** At least one decision asked for this action and it was carried out. */
export const hasDone = (kind: ActionKind, words: string): Expectation => ({
  words,
  held: ({ decisions }) =>
    decisions.some(({ record, outcomes }) =>
      record.actions.some((action, at) => action.kind === kind && outcomes[at]?.kind !== 'failed'),
    ),
});

/** Somebody was called to the pair. */
export const calledTo = (
  pairId: string,
  words: string,
  is: (page: Page) => boolean = () => true,
): Expectation => ({
  words,
  held: ({ pages }) => pages.some((page) => page.pairId === pairId && is(page)),
});

export const neverIn = (situations: readonly Situation[], words: string): Expectation => ({
  words,
  held: (played) => decided(played, ({ to }) => situations.includes(to)).length === 0,
});
