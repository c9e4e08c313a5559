import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ITEM_SCHEMA_VERSION } from '#contracts/items.ts';
import { progressItem, rolloutItem } from '#contracts/items-rollout.ts';
import type { RolloutRecord, RolloutStore } from '#control/ports.ts';
import type { RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { claimItem } from '#store/dynamo/claim-item.ts';
import {
  progressKey,
  ROLLOUTS_PARTITION,
  rolloutItemKind,
  rolloutKey,
  rolloutSortKeys,
} from '#store/dynamo/keys.ts';
import { parseItem, readItem, sortKeyOf } from '#store/dynamo/parse-item.ts';
import { EXPIRY_ATTRIBUTE, expiryAfter, RETENTION_DAYS } from '#store/dynamo/table.ts';
import { makeTableClient, type StoredItem } from '#store/dynamo/table-client.ts';

/**
 * Who writes progress does not know when the rollout will end: it is kept for a rollout that ends within as long again.
 * What it belongs to may be gone before it, and then nobody reads it.
 */
const PROGRESS_RETENTION_DAYS = 2 * RETENTION_DAYS;

interface RolloutItems {
  readonly rollout: StoredItem;
  readonly progress: readonly StoredItem[];
}

/** Items by rollout, in the order of their keys. Progress of a rollout that is not kept any more is left out. */
const byRollout = (items: readonly StoredItem[]): ReadonlyMap<string, RolloutItems> => {
  const found = new Map<string, { readonly rollout: StoredItem; readonly progress: StoredItem[] }>();
  for (const item of items) {
    const { rolloutId, region } = rolloutItemKind(sortKeyOf(item));
    if (region === undefined) found.set(rolloutId, { rollout: item, progress: [] });
    else found.get(rolloutId)?.progress.push(item);
  }
  return found;
};

/** Undefined when one of the items does not parse: nothing is to be decided from a part. */
const parseRecord = (items: RolloutItems): RolloutRecord | undefined => {
  const parsed = parseItem(rolloutItem, items.rollout);
  const progress = items.progress.flatMap((item) => parseItem(progressItem, item)?.progress ?? []);
  if (parsed === undefined || progress.length < items.progress.length) return undefined;
  return { rollout: parsed.rollout, progress };
};

const itemOf = (rollout: Rollout) => ({
  schemaVersion: ITEM_SCHEMA_VERSION,
  rollout,
  ...(rollout.endedAt === undefined
    ? {}
    : { [EXPIRY_ATTRIBUTE]: expiryAfter(rollout.endedAt, RETENTION_DAYS) }),
});

const progressItemOf = (progress: RegionProgress) => ({
  schemaVersion: ITEM_SCHEMA_VERSION,
  progress,
  [EXPIRY_ATTRIBUTE]: expiryAfter(progress.at, PROGRESS_RETENTION_DAYS),
});

/** The rollouts in DynamoDB, in the table of `table.ts`. Retries are the client's own (`maxAttempts`). */
export const makeDynamoRolloutStore = (options: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): RolloutStore => {
  const table = makeTableClient(options.client, options.tableName);
  return {
    readRollouts: async () => {
      const rollouts: RolloutRecord[] = [];
      const damaged: string[] = [];
      for (const [rolloutId, items] of byRollout(await table.queryPartition(ROLLOUTS_PARTITION))) {
        const record = parseRecord(items);
        if (record === undefined) damaged.push(rolloutId);
        else rollouts.push(record);
      }
      return { rollouts: rollouts.reverse(), damaged };
    },
    readRollout: async (rolloutId) => {
      const items = await table.queryPartition(ROLLOUTS_PARTITION, rolloutSortKeys(rolloutId));
      const found = byRollout(items).get(rolloutId);
      return (
        found && {
          rollout: readItem(rolloutItem, found.rollout).rollout,
          progress: found.progress.map((item) => readItem(progressItem, item).progress),
        }
      );
    },
    claimRollout: (next) => {
      const { id, version } = next;
      return claimItem(table, rolloutKey(id), { item: itemOf(next), version, within: 'rollout', of: id });
    },
    claimProgress: (next) => {
      const { rolloutId, region, version } = next;
      const key = progressKey(rolloutId, region);
      const claim = { item: progressItemOf(next), version, within: 'progress', of: `${rolloutId} ${region}` };
      return claimItem(table, key, claim);
    },
  };
};
