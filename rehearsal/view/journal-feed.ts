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

/** Follows the journals of pairs as they grow. Each call answers with what is new since the one before, oldest first. */
export const followJournals = (
  store: PairStore,
  pairIds: readonly string[],
): (() => Promise<readonly JournalLine[]>) => {
  const known = new Map<string, number>();
  const newOf = async (pairId: string): Promise<readonly JournalEntry[]> => {
    const after = known.get(pairId) ?? 0;
    const { entries } = await store.readJournal(pairId, { limit: PAGE });
    const fresh = entries.filter(({ version }) => version > after);
    known.set(pairId, Math.max(after, ...fresh.map(({ version }) => version)));
    return fresh;
  };
  return async () => {
    const fresh = (await Promise.all(pairIds.map(newOf))).flat();
    return fresh.sort((a, b) => a.at - b.at || a.version - b.version).map(lineOf);
  };
};
