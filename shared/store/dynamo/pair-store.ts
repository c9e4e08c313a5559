import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ITEM_SCHEMA_VERSION, instanceItem, pairItem, standaloneItem, stateItem } from '#contracts/items.ts';
import type { PairStore } from '#control/ports.ts';
import { makeClaims } from '#store/dynamo/claim.ts';
import { makeEstateWriter } from '#store/dynamo/estate-writer.ts';
import { makeJournal } from '#store/dynamo/journal.ts';
import {
  freezeKey,
  instanceKey,
  pairSortKey,
  regionPartition,
  standaloneKey,
  stateKey,
  stateSortKey,
} from '#store/dynamo/keys.ts';
import { readItem, sortKeyOf } from '#store/dynamo/parse-item.ts';
import { parseFreeze, sortRegionItems, toRegionRecord } from '#store/dynamo/region-items.ts';
import { RETENTION_DAYS } from '#store/dynamo/table.ts';
import { makeTableClient, type TableClient } from '#store/dynamo/table-client.ts';

const makeReads = (
  table: TableClient,
): Pick<PairStore, 'readRegion' | 'readPair' | 'readStandalone' | 'readState' | 'findPairByInstance'> => ({
  readRegion: async (region) =>
    toRegionRecord(sortRegionItems(await table.queryPartition(regionPartition(region)))),
  readPair: async (region, pairId) => {
    const { items } = await table.queryRange({
      partition: regionPartition(region),
      from: pairSortKey(pairId),
      to: stateSortKey(pairId),
    });
    const find = (sortKey: string) => items.find((item) => sortKeyOf(item) === sortKey);
    const declared = find(pairSortKey(pairId));
    const remembered = find(stateSortKey(pairId));
    if (declared === undefined) return undefined;
    const { pair } = readItem(pairItem, declared);
    return remembered ? { pair, state: readItem(stateItem, remembered) } : { pair };
  },
  readStandalone: async (region, id) => {
    const item = await table.get(standaloneKey(region, id));
    return item && readItem(standaloneItem, item).standalone;
  },
  readState: async (region, pairId) => {
    const item = await table.get(stateKey(region, pairId));
    return item && readItem(stateItem, item);
  },
  findPairByInstance: async (instanceId) => {
    const item = await table.get(instanceKey(instanceId));
    return item && readItem(instanceItem, item).pair;
  },
});

const makeFreezes = (
  table: TableClient,
): Pick<PairStore, 'freezeRegion' | 'unfreezeRegion' | 'readFreeze'> => ({
  freezeRegion: async (region, freeze) => {
    const item = { schemaVersion: ITEM_SCHEMA_VERSION, freeze };
    await table.put(freezeKey(region), item, { expression: 'attribute_not_exists(PK)' });
  },
  unfreezeRegion: async (region) => {
    await table.delete(freezeKey(region));
  },
  readFreeze: async (region) => {
    const item = await table.get(freezeKey(region));
    return item && parseFreeze(item);
  },
});

/** The pairs in DynamoDB, in the table of `table.ts`. Retries are the client's own (`maxAttempts`). */
export const makeDynamoPairStore = (options: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** After this many days DynamoDB removes a journal entry. */
  readonly journalRetentionDays?: number;
}): PairStore => {
  const table = makeTableClient(options.client, options.tableName);
  return {
    ...makeReads(table),
    ...makeClaims(table),
    ...makeJournal(table, options.journalRetentionDays ?? RETENTION_DAYS),
    ...makeFreezes(table),
    writeEstate: makeEstateWriter(table),
  };
};
