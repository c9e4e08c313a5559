import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '#control/errors.ts';
import { SLOT_MS } from '#loadmaster/rate-limit-slots.ts';
import { makeDynamoUnitCalls } from '#store/dynamo/unit-calls.ts';
import { countRequests, failRequest } from './client-faults.ts';
import { type LocalDynamo, startLocalDynamo } from './local-table.ts';
import { testUnitCalls } from './unit-calls.contract.ts';

const UNIT = '10.0.1.5:8443';
const block = (slot: number) => ({ slot, calls: 3, most: 12 });

describe('the calls of units in DynamoDB', () => {
  let local: LocalDynamo;
  beforeAll(async () => {
    local = await startLocalDynamo();
  });
  afterAll(() => local.stop());

  const make = async () => {
    const tableName = await local.createTable();
    const client = local.client();
    return { client, tableName, calls: makeDynamoUnitCalls({ client, tableName, region: 'eu-west-1' }) };
  };

  testUnitCalls({ make: async () => (await make()).calls });

  it('keeps one item per unit, which expires 30 days after its last call', async () => {
    const { client, tableName, calls } = await make();
    for (const slot of [7, 8, 9]) await calls.reserve(UNIT, block(slot));
    const Key = marshall({ PK: `UNIT#eu-west-1#${UNIT}`, SK: 'CALLS' });
    const { Item = {} } = await client.send(new GetItemCommand({ TableName: tableName, Key }));
    expect(unmarshall(Item)).toEqual({
      PK: `UNIT#eu-west-1#${UNIT}`,
      SK: 'CALLS',
      slot: 9,
      taken: 3,
      expiresAt: (9 * SLOT_MS) / 1_000 + 30 * 86_400,
    });
  });

  it('reserves in one request where nobody has begun the slot', async () => {
    const { client, calls } = await make();
    const requests = countRequests(client);
    await calls.reserve(UNIT, block(7));
    await calls.reserve(UNIT, block(8));
    expect(requests()).toEqual({ UpdateItemCommand: 2 });
  });

  it('never gives a call twice when an answer was lost', async () => {
    const { client, calls } = await make();
    failRequest(client, { command: 'UpdateItemCommand', nth: 1, after: true, retryable: true });
    const granted = [];
    for (let ask = 0; ask < 5; ask += 1) granted.push((await calls.reserve(UNIT, block(7))).granted);
    expect(granted).toEqual([true, true, true, false, false]);
  });
});

describe('what DynamoDB says of a refused reservation', () => {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const dynamo = mockClient(client);
  const calls = makeDynamoUnitCalls({ client, tableName: 'understudy', region: 'eu-west-1' });
  beforeEach(() => void dynamo.reset());

  const refusing = (item: Readonly<Record<string, unknown>>) =>
    new ConditionalCheckFailedException({ message: 'no', $metadata: {}, Item: marshall(item) });

  it.each([
    { what: 'the next slot has begun', item: { slot: 8, taken: 3 } },
    { what: 'the slot is used up', item: { slot: 7, taken: 10 } },
  ])('ends it without a second request: $what', async ({ item }) => {
    dynamo
      .on(UpdateItemCommand)
      .rejects(refusing({ ...item, refusedVersion: 'v1', refusals: 1, refusedAt: 5 }));
    expect(await calls.reserve(UNIT, block(7))).toEqual({
      granted: false,
      refusal: { version: 'v1', count: 1, at: 5 },
    });
    expect(dynamo.calls()).toHaveLength(1);
  });

  it('lets it go on in the slot that another process began', async () => {
    dynamo
      .on(UpdateItemCommand)
      .rejectsOnce(refusing({ slot: 7, taken: 9 }))
      .resolves({});
    expect(await calls.reserve(UNIT, block(7))).toEqual({ granted: true });
  });

  it.each([
    { name: 'reserve', run: () => calls.reserve(UNIT, block(7)) },
    { name: 'refused', run: () => calls.refused(UNIT, 'v1', 1) },
    { name: 'accepted', run: () => calls.accepted(UNIT) },
  ])('$name says that the table did not answer', async ({ run }) => {
    dynamo.onAnyCommand().rejects(new Error('InternalServerError'));
    await expect(run()).rejects.toThrow(StoreUnavailableError);
  });
});
