import type { PairStore } from '#control/ports.ts';
import type { JournalEntry } from '#domain/pair/decision.ts';
import { decisionWords } from '#rehearsal/scenarios/words.ts';
import type { JournalLine } from '#rehearsal/view/snapshot.ts';

const PAGE = 20;

const lineOf = (entry: JournalEntry): JournalLine => {
  const { pairId, outcomes, ...record } = entry;
  const words = decisionWords({ pairId, record, outcomes: outcomes === 'interrupted' ? [] : outcomes });
  return { at: entry.at, words: outcomes === 'interrupted' ? `${words} · interrupted` : words };
};

/** A pair's journal, in the table of its region. */
interface JournalPlace {
  readonly store: Pick<PairStore, 'readJournal'>;
  readonly pairId: string;
}

/** Follows the journals of pairs as they grow. Each call answers with what is new since the one before, oldest first. */
export const followJournals = (
  journals: readonly JournalPlace[],
): (() => Promise<readonly JournalLine[]>) => {
  const known = new Map<string, number>();
  const newOf = async ({ store, pairId }: JournalPlace): Promise<readonly JournalEntry[]> => {
    const after = known.get(pairId) ?? 0;
    const { entries } = await store.readJournal(pairId, { limit: PAGE });
    const fresh = entries.filter(({ version }) => version > after);
    known.set(pairId, Math.max(after, ...fresh.map(({ version }) => version)));
    return fresh;
  };
  return async () => {
    const fresh = (await Promise.all(journals.map(newOf))).flat();
    return fresh.sort((a, b) => a.at - b.at || a.version - b.version).map(lineOf);
  };
};
