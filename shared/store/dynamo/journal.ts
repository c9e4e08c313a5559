import { ITEM_SCHEMA_VERSION, journalItem } from '#contracts/items.ts';
import type { PairStore } from '#control/ports.ts';
import type { JournalEntry } from '#domain/pair/decision.ts';
import {
  journalKey,
  journalPartition,
  journalSortKey,
  journalVersion,
  LAST_VERSION,
} from '#store/dynamo/keys.ts';
import { parseItem, sortKeyOf } from '#store/dynamo/parse-item.ts';
import { EXPIRY_ATTRIBUTE, expiryAfter } from '#store/dynamo/table.ts';
import type { Condition, TableClient } from '#store/dynamo/table-client.ts';

const unlessStored: Condition = { expression: 'attribute_not_exists(PK)' };

export const makeJournal = (
  table: TableClient,
  retentionDays: number,
): Pick<PairStore, 'appendJournal' | 'readJournal'> => ({
  appendJournal: async (entry) => {
    const item = {
      schemaVersion: ITEM_SCHEMA_VERSION,
      entry,
      [EXPIRY_ATTRIBUTE]: expiryAfter(entry.at, retentionDays),
    };
    // An `interrupted` entry gives way to whatever is there: outcomes, or the same again.
    const condition = entry.outcomes === 'interrupted' ? unlessStored : undefined;
    await table.put(journalKey(entry.pairId, entry.version), item, condition);
  },
  readJournal: async (pairId, { limit, beforeVersion }) => {
    const page = await table.queryRange({
      partition: journalPartition(pairId),
      from: journalSortKey(0),
      to: journalSortKey(beforeVersion === undefined ? LAST_VERSION : beforeVersion - 1),
      newestFirst: true,
      // One more than asked for tells a full last page from a page with more behind it.
      limit: limit + 1,
    });
    const shown = page.items.slice(0, limit);
    const entries: JournalEntry[] = [];
    const damaged: number[] = [];
    for (const item of shown) {
      const parsed = parseItem(journalItem, item);
      if (parsed) entries.push(parsed.entry);
      else damaged.push(journalVersion(sortKeyOf(item)));
    }
    const last = shown.at(-1);
    const more = page.items.length > limit || page.cut;
    return {
      entries,
      damaged,
      ...(more && last && { nextBeforeVersion: journalVersion(sortKeyOf(last)) }),
    };
  },
});
