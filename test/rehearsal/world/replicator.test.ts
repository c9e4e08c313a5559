import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { ReplicationConflictError, type Replicator, startReplicator } from '#rehearsal/world/replicator.ts';
import { type LocalTable, makeTableClient, startLocalTable } from '#rehearsal/world/table.ts';

const EAST = 'east';
const WEST = 'west';
const TO_WEST = { from: EAST, to: WEST };
const TO_EAST = { from: WEST, to: EAST };
const SECOND_MS = 1_000;

interface Side {
  readonly table: LocalTable;
  readonly client: DynamoDBClient;
}

let sides: Record<string, Side>;
let scheduler: VirtualScheduler;
let replicator: Replicator;
let defects: unknown[];
let noticed: number;
/** What the jitter draws from, in turn. */
let draws: number[];

beforeEach(async () => {
  scheduler = new VirtualScheduler(0);
  defects = [];
  noticed = 0;
  draws = [];
  const start = async (): Promise<Side> => {
    const table = await startLocalTable();
    table.onWritten(() => {
      noticed += 1;
    });
    return { table, client: makeTableClient(table) };
  };
  sides = { [EAST]: await start(), [WEST]: await start() };
  replicator = startReplicator({
    tables: new Map(Object.entries(sides).map(([region, { table }]) => [region, table])),
    scheduler,
    random: () => draws.shift() ?? 0,
    onDefect: (error) => defects.push(error),
  });
});

afterEach(async () => {
  await replicator.stop();
  for (const { table, client } of Object.values(sides)) {
    client.destroy();
    await table.stop();
  }
});

const side = (region: string): Side => sides[region] ?? expect.unreachable();

const keyOf = (name: string) => ({ PK: { S: name }, SK: { S: 'ITEM' } });
const itemOf = (name: string, value: string) => ({ ...keyOf(name), value: { S: value } });

/** Sends a write and waits until the table has told of it: its answer may be here first. */
const write = async (
  region: string,
  send: (client: DynamoDBClient, TableName: string) => Promise<unknown>,
  items = 1,
): Promise<void> => {
  const { table, client } = side(region);
  const before = noticed;
  await send(client, table.tableName);
  while (noticed < before + items) await new Promise(setImmediate);
};

const put = (region: string, name: string, value: string) =>
  write(region, (client, TableName) =>
    client.send(new PutItemCommand({ TableName, Item: itemOf(name, value) })),
  );

const remove = (region: string, name: string) =>
  write(region, (client, TableName) => client.send(new DeleteItemCommand({ TableName, Key: keyOf(name) })));

const read = async (region: string, name: string): Promise<string | undefined> => {
  const { table, client } = side(region);
  const get = new GetItemCommand({ TableName: table.tableName, Key: keyOf(name), ConsistentRead: true });
  return (await client.send(get)).Item?.value?.S;
};

const pass = async (ms: number): Promise<void> => {
  scheduler.advance(ms);
  await replicator.settled();
};

describe('a write in one region', () => {
  it('is there at once, and in the other region after the lag, not before', async () => {
    await put(EAST, 'a', 'one');
    expect(await read(EAST, 'a')).toBe('one');
    await pass(SECOND_MS - 1);
    expect(await read(WEST, 'a')).toBeUndefined();
    await pass(1);
    expect(await read(WEST, 'a')).toBe('one');
  });

  it('is there as it was written, though another one followed it', async () => {
    await put(EAST, 'a', 'one');
    scheduler.advance(600);
    await put(EAST, 'a', 'two');
    await pass(400);
    expect(await read(WEST, 'a')).toBe('one');
    await pass(600);
    expect(await read(WEST, 'a')).toBe('two');
  });

  it('that deletes an item deletes it there too', async () => {
    await put(EAST, 'a', 'one');
    await pass(SECOND_MS);
    await remove(EAST, 'a');
    await pass(SECOND_MS);
    expect(await read(WEST, 'a')).toBeUndefined();
  });

  it('that updates an item brings the whole item', async () => {
    await write(EAST, (client, TableName) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: keyOf('a'),
          UpdateExpression: 'SET #value = :value',
          ExpressionAttributeNames: { '#value': 'value' },
          ExpressionAttributeValues: { ':value': { S: 'one' } },
        }),
      ),
    );
    await pass(SECOND_MS);
    expect(await read(WEST, 'a')).toBe('one');
  });

  it('of several items brings each of them', async () => {
    await put(EAST, 'old', 'one');
    const requests = [
      { PutRequest: { Item: itemOf('new', 'one') } },
      { DeleteRequest: { Key: keyOf('old') } },
    ];
    await write(
      EAST,
      (client, TableName) =>
        client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } })),
      requests.length,
    );
    await pass(SECOND_MS);
    expect([await read(WEST, 'new'), await read(WEST, 'old')]).toEqual(['one', undefined]);
  });

  it('that is refused brings nothing', async () => {
    await put(EAST, 'a', 'one');
    const { client, table } = side(EAST);
    const again = new PutItemCommand({
      TableName: table.tableName,
      Item: itemOf('a', 'two'),
      ConditionExpression: 'attribute_not_exists(PK)',
    });
    await expect(client.send(again)).rejects.toThrow('conditional');
    await pass(SECOND_MS);
    expect(await read(WEST, 'a')).toBe('one');
    expect(noticed).toBe(1);
  });

  it('is not sent back, and counts once', async () => {
    await put(EAST, 'a', 'one');
    await pass(SECOND_MS);
    await pass(SECOND_MS);
    expect(noticed).toBe(1);
    expect([side(EAST).table.writes(), side(WEST).table.writes()]).toEqual([1, 0]);
    expect(defects).toEqual([]);
  });
});

describe('the lag', () => {
  it('is that of the direction', async () => {
    replicator.set({ ...TO_WEST, lagMs: 10 * SECOND_MS });
    await put(EAST, 'a', 'one');
    await put(WEST, 'b', 'one');
    await pass(SECOND_MS);
    expect([await read(WEST, 'a'), await read(EAST, 'b')]).toEqual([undefined, 'one']);
    await pass(9 * SECOND_MS);
    expect(await read(WEST, 'a')).toBe('one');
  });

  it('with jitter lets later writes of other items be there earlier', async () => {
    replicator.set({ ...TO_WEST, jitterMs: 10 * SECOND_MS });
    draws = [0.9, 0.1];
    await put(EAST, 'first', 'one');
    await put(EAST, 'second', 'one');
    await pass(2 * SECOND_MS);
    expect([await read(WEST, 'first'), await read(WEST, 'second')]).toEqual([undefined, 'one']);
    await pass(8 * SECOND_MS);
    expect(await read(WEST, 'first')).toBe('one');
  });

  it('with jitter never takes an item back to what it was', async () => {
    replicator.set({ ...TO_WEST, jitterMs: 10 * SECOND_MS });
    draws = [0.9, 0.1];
    await put(EAST, 'a', 'one');
    await put(EAST, 'a', 'two');
    await pass(2 * SECOND_MS);
    expect(await read(WEST, 'a')).toBe('two');
    await pass(8 * SECOND_MS);
    expect(await read(WEST, 'a')).toBe('two');
  });
});

describe('a partition', () => {
  it('holds back what was written before and during it, until it has healed', async () => {
    await put(EAST, 'before', 'one');
    replicator.set({ ...TO_WEST, partitioned: true });
    await put(EAST, 'during', 'one');
    await put(EAST, 'during', 'two');
    await pass(60 * SECOND_MS);
    expect([await read(WEST, 'before'), await read(WEST, 'during')]).toEqual([undefined, undefined]);
    replicator.set({ ...TO_WEST, partitioned: false });
    await replicator.settled();
    expect([await read(WEST, 'before'), await read(WEST, 'during')]).toEqual(['one', 'two']);
  });

  it('in one direction is none in the other', async () => {
    replicator.set({ ...TO_WEST, partitioned: true });
    await put(WEST, 'a', 'one');
    await pass(SECOND_MS);
    expect(await read(EAST, 'a')).toBe('one');
  });

  it('that heals lets the last writer win, on both sides, and the conflict is reported', async () => {
    for (const direction of [TO_WEST, TO_EAST]) replicator.set({ ...direction, partitioned: true });
    await put(WEST, 'a', 'older');
    await put(EAST, 'a', 'newer');
    await pass(60 * SECOND_MS);
    for (const direction of [TO_WEST, TO_EAST]) replicator.set({ ...direction, partitioned: false });
    await replicator.settled();
    expect([await read(EAST, 'a'), await read(WEST, 'a')]).toEqual(['newer', 'newer']);
    expect(defects).toHaveLength(1);
    expect(defects[0]).toBeInstanceOf(ReplicationConflictError);
    expect(String(defects[0])).toContain('"a"');
  });
});

describe('two regions that write one item', () => {
  it('are a conflict while the one does not know of the other', async () => {
    await put(EAST, 'a', 'older');
    scheduler.advance(SECOND_MS - 1);
    await put(WEST, 'a', 'newer');
    await pass(SECOND_MS);
    expect(defects).toHaveLength(1);
    expect([await read(EAST, 'a'), await read(WEST, 'a')]).toEqual(['newer', 'newer']);
  });

  it('are none when the one wrote after the other was there', async () => {
    await put(EAST, 'a', 'one');
    await pass(SECOND_MS);
    await put(WEST, 'a', 'two');
    await pass(SECOND_MS);
    expect(defects).toEqual([]);
    expect(await read(EAST, 'a')).toBe('two');
  });

  it('are none when they write different items', async () => {
    await put(EAST, 'a', 'one');
    await put(WEST, 'b', 'one');
    await pass(SECOND_MS);
    expect(defects).toEqual([]);
  });
});

it('nothing gets through once it has stopped', async () => {
  replicator.set({ ...TO_WEST, partitioned: true });
  await put(EAST, 'held', 'one');
  await pass(60 * SECOND_MS);
  await put(EAST, 'late', 'one');
  await replicator.stop();
  replicator.set({ ...TO_WEST, partitioned: false });
  await put(EAST, 'after', 'one');
  await pass(60 * SECOND_MS);
  for (const name of ['held', 'late', 'after']) expect(await read(WEST, name)).toBeUndefined();
});
