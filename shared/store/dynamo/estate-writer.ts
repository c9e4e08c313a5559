import { ITEM_SCHEMA_VERSION } from '#contracts/items.ts';
import { diffEstate } from '#control/estate-diff.ts';
import type { EstateWritten } from '#control/ports.ts';
import { type Estate, type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import { makeGeoDeclarer } from '#store/dynamo/geo-declarer.ts';
import {
  instanceKey,
  journalPartition,
  pairKey,
  pairSortKey,
  regionItemKind,
  regionPartition,
  standaloneKey,
  standaloneSortKey,
  stateSortKey,
} from '#store/dynamo/keys.ts';
import { sortKeyOf } from '#store/dynamo/parse-item.ts';
import { type RegionItems, sortRegionItems } from '#store/dynamo/region-items.ts';
import type { TableClient } from '#store/dynamo/table-client.ts';

/** Requests under way at a time: well below the client's 50 sockets, which the rest of the function needs as well. */
const CONCURRENCY = 25;

const inBatches = async <T>(all: readonly T[], write: (one: T) => Promise<unknown>): Promise<void> => {
  for (let from = 0; from < all.length; from += CONCURRENCY)
    await Promise.all(all.slice(from, from + CONCURRENCY).map(write));
};

/** Sort keys of what is not declared any more: removed pairs with their states, removed standalones, states without a pair. */
const obsoleteSortKeys = (region: string, items: RegionItems, estate: Estate): readonly string[] => {
  const declared = new Set<string>();
  for (const pair of estate.pairs) {
    if (pair.region !== region) continue;
    declared.add(pairSortKey(pair.id));
    if (items.sortKeys.has(pairSortKey(pair.id))) declared.add(stateSortKey(pair.id));
  }
  for (const { region: home, id } of estate.standalones)
    if (home === region) declared.add(standaloneSortKey(id));
  return [...items.sortKeys].filter((sortKey) => {
    const { kind } = regionItemKind(sortKey);
    return kind !== 'freeze' && kind !== 'other' && !declared.has(sortKey);
  });
};

/** Lookups first, what was declared last: a crash in between leaves a difference that the next apply finds and repairs. */
export const makeEstateWriter = (table: TableClient) => {
  const declareGeo = makeGeoDeclarer(table);

  const item = (declared: object) => ({ schemaVersion: ITEM_SCHEMA_VERSION, ...declared });

  const putLookups = (pair: Pair) =>
    Promise.all(
      UNIT_NAMES.map((unit) => table.put(instanceKey(pair.units[unit].instanceId), item({ pair }))),
    );

  /** An instance that another region has declared meanwhile is theirs. */
  const deleteLookup = (region: string) => (instanceId: string) =>
    table.delete(instanceKey(instanceId), {
      expression: '#pair.#region = :region',
      names: { '#pair': 'pair', '#region': 'region' },
      values: { ':region': region },
    });

  /** The id had a life before: its versions begin at 1 again, and two lives cannot share one journal. */
  const forgetJournal = async (pairId: string) => {
    const PK = journalPartition(pairId);
    const entries = await table.queryPartition(PK);
    await inBatches(entries, (entry) => table.delete({ PK, SK: sortKeyOf(entry) }));
  };

  return async (region: string, estate: Estate): Promise<EstateWritten> => {
    const items = sortRegionItems(await table.queryPartition(regionPartition(region)));
    const stored = {
      pairs: [...items.pairs.values()],
      standalones: [...items.standalones.values()],
      damaged: [...items.damaged],
    };
    const diff = diffEstate(region, stored, estate);
    const created = new Set(diff.ids.created);
    await inBatches(diff.pairs, async (pair) => {
      if (created.has(pair.id)) await forgetJournal(pair.id);
      await putLookups(pair);
    });
    await inBatches(diff.orphanedInstances, deleteLookup(region));
    await inBatches(obsoleteSortKeys(region, items, estate), (SK) =>
      table.delete({ PK: regionPartition(region), SK }),
    );
    await inBatches(diff.standalones, (standalone) =>
      table.put(standaloneKey(region, standalone.id), item({ standalone })),
    );
    await inBatches(diff.pairs, (pair) => table.put(pairKey(region, pair.id), item({ pair })));
    return { ...diff.ids, geoChanged: await declareGeo(region, estate) };
  };
};
