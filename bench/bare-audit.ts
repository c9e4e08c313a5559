import { type AttributeValue, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import { KEPT_AT_ONCE } from '#control/audit/audit-pairs.ts';
import { type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import {
  auditKey,
  auditPartition,
  GEO_PARTITION,
  pairSortKey,
  regionPartition,
  snapshotKey,
  stateSortKey,
} from '#store/dynamo/keys.ts';
import type { AuditClients } from './audit-control-plane.ts';
import { bareAuditAws } from './bare-audit-aws.ts';
import { bareAuditUnit } from './bare-audit-units.ts';
import { bareQuery, type RawItem } from './bare-query.ts';
import { REGION } from './steady-region.ts';

const present = (item: RawItem | undefined): RawItem => {
  if (item === undefined) throw new Error('nothing was audited yet');
  return item;
};

const versionOf = ({ audit }: RawItem): AttributeValue => audit?.M?.version ?? { NULL: true };

/**
 * The calls of an audit of some of the pairs and nothing else: same requests, same order, same concurrency. Of the answers
 * is read what the next question needs; what is written is what was read. After each pair's first audit.
 */
export const makeBareAudit = async (
  clients: AuditClients,
  TableName: string,
  pairs: readonly Pair[],
): Promise<(some: readonly Pair[]) => Promise<void>> => {
  const { table } = clients;

  const readSnapshot = async ({ id }: Pair): Promise<readonly [string, RawItem]> => {
    const { PK, SK } = snapshotKey(REGION, id);
    const { Item } = await table.send(
      new GetItemCommand({ TableName, Key: { PK: { S: PK }, SK: { S: SK } }, ConsistentRead: true }),
    );
    return [id, present(Item)];
  };
  const snapshots = new Map(await pMap(pairs, readSnapshot, { concurrency: KEPT_AT_ONCE }));

  /** The pair is looked up, as the gateway does it. */
  const auditUnits = async ({ id, units }: Pair): Promise<void> => {
    const range = { from: pairSortKey(id), to: stateSortKey(id) };
    await bareQuery(table, TableName, regionPartition(REGION), range);
    await Promise.all(UNIT_NAMES.map((unit) => bareAuditUnit(units[unit])));
  };

  const keep = async (id: string, audit: RawItem): Promise<void> => {
    await table.send(
      new PutItemCommand({
        TableName,
        Item: audit,
        ConditionExpression: '#within.#version = :version',
        ExpressionAttributeNames: { '#within': 'audit', '#version': 'version' },
        ExpressionAttributeValues: { ':version': versionOf(audit) },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    await table.send(new PutItemCommand({ TableName, Item: present(snapshots.get(id)) }));
  };

  return async (some) => {
    const [, items] = await Promise.all([
      bareQuery(table, TableName, regionPartition(REGION)),
      bareQuery(table, TableName, auditPartition(REGION)),
    ]);
    const audits = new Map(items.map((item) => [item.SK?.S ?? '', item]));
    await Promise.all([
      bareAuditAws(clients, some),
      Promise.all(some.map(auditUnits)),
      bareQuery(table, TableName, GEO_PARTITION),
    ]);
    await pMap(some, ({ id }) => keep(id, present(audits.get(auditKey(REGION, id).SK))), {
      concurrency: KEPT_AT_ONCE,
    });
  };
};
