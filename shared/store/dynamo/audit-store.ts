import { gunzipSync, gzipSync } from 'node:zlib';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ITEM_SCHEMA_VERSION } from '#contracts/items.ts';
import { auditItem, snapshotItem, waiverItem } from '#contracts/items-audit.ts';
import type { AuditRecord, AuditStore } from '#control/ports.ts';
import type { PairAudit } from '#domain/audit/pair-audit.ts';
import type { Waiver } from '#domain/audit/waiver.ts';
import { claimItem } from '#store/dynamo/claim-item.ts';
import { auditItemKind, auditKey, auditPartition, snapshotKey, waiverKey } from '#store/dynamo/keys.ts';
import { parseItem, readItem, sortKeyOf } from '#store/dynamo/parse-item.ts';
import { EXPIRY_ATTRIBUTE, expiryAfter } from '#store/dynamo/table.ts';
import { makeTableClient, type StoredItem } from '#store/dynamo/table-client.ts';

/** How long a waiver is remembered once it is over. */
const REMEMBERED_DAYS = 90;

/** An item is 400 kB at most, names of attributes included. @see Amazon DynamoDB Developer Guide, Service quotas */
const MOST_SNAPSHOT_BYTES = 380_000;

/** Far more than a pair has to say; what claims to be more is no snapshot of ours. */
const MOST_JSON_BYTES = 16 * 1024 * 1024;

const sortAuditItems = (items: readonly StoredItem[]): AuditRecord => {
  const audits: PairAudit[] = [];
  const waivers: Waiver[] = [];
  const damaged = { audits: [] as string[], waivers: [] as string[] };
  for (const item of items) {
    const { kind, id } = auditItemKind(sortKeyOf(item));
    if (kind === 'audit') {
      const parsed = parseItem(auditItem, item);
      if (parsed === undefined) damaged.audits.push(id);
      else audits.push(parsed.audit);
    } else if (kind === 'waiver') {
      const parsed = parseItem(waiverItem, item);
      if (parsed === undefined) damaged.waivers.push(id);
      else waivers.push(parsed.waiver);
    }
  }
  return { audits, waivers, damaged };
};

/** The audits of one region in DynamoDB, in the table of `table.ts`. */
export const makeDynamoAuditStore = (options: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly region: string;
}): AuditStore => {
  const { region } = options;
  const table = makeTableClient(options.client, options.tableName);
  return {
    readAudits: async () => sortAuditItems(await table.queryPartition(auditPartition(region))),
    claimAudit: (next) => {
      const { pairId, version } = next;
      const item = { schemaVersion: ITEM_SCHEMA_VERSION, audit: next };
      return claimItem(table, auditKey(region, pairId), { item, version, within: 'audit', of: pairId });
    },
    removeAudit: async (pairId) => {
      await table.delete(auditKey(region, pairId));
      await table.delete(snapshotKey(region, pairId));
    },
    saveSnapshot: async (snapshot) => {
      const { at, pair } = snapshot;
      const key = snapshotKey(region, pair.id);
      const gzip = gzipSync(JSON.stringify(snapshot));
      if (gzip.byteLength > MOST_SNAPSHOT_BYTES) await table.delete(key);
      else await table.put(key, { schemaVersion: ITEM_SCHEMA_VERSION, at, gzip });
    },
    readSnapshot: async (pairId) => {
      const item = await table.get(snapshotKey(region, pairId));
      if (item === undefined) return undefined;
      const { at, gzip } = readItem(snapshotItem, item);
      return { at, json: gunzipSync(gzip, { maxOutputLength: MOST_JSON_BYTES }).toString('utf8') };
    },
    placeWaiver: async (waiver) => {
      const expires = { [EXPIRY_ATTRIBUTE]: expiryAfter(waiver.expiresAt, REMEMBERED_DAYS) };
      const item = { schemaVersion: ITEM_SCHEMA_VERSION, waiver, ...expires };
      await table.put(waiverKey(region, waiver.id), item);
    },
    removeWaiver: async (id) => {
      const isThere = { expression: 'attribute_exists(PK)' };
      return (await table.delete(waiverKey(region, id), isThere)).kind === 'written';
    },
  };
};
