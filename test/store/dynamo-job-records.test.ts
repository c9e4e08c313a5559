import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DamagedItemError, StoreUnavailableError } from '#control/errors.ts';
import { makeDynamoJobRecords } from '#store/dynamo/job-records.ts';
import { countRequests, failRequest } from './client-faults.ts';
import { testJobRecords } from './job-records.contract.ts';
import { type LocalDynamo, startLocalDynamo } from './local-table.ts';

const UNIT = { pairId: 'dublin-1', unit: 'first' } as const;
const IMAGE = { key: 'images/7.2.61.1.24109.RELEASE-64bit.patch', sha256: 'ab'.repeat(32) };
const JOB = { jobId: 'j1', kind: 'install', at: 1_000 } as const;

describe('the records of jobs in DynamoDB', () => {
  let local: LocalDynamo;
  beforeAll(async () => {
    local = await startLocalDynamo();
  });
  afterAll(() => local.stop());

  const make = async () => {
    const tableName = await local.createTable();
    const client = local.client();
    const stored = async (PK: string, SK: string) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: marshall({ PK, SK }) }),
      );
      return Item && unmarshall(Item);
    };
    return {
      client,
      tableName,
      stored,
      records: makeDynamoJobRecords({ client, tableName, region: 'eu-west-1' }),
    };
  };

  testJobRecords({ make: async () => (await make()).records });

  it('are one item per unit and one per image', async () => {
    const { records, stored } = await make();
    await records.begin(UNIT, JOB);
    await records.beginCheck(IMAGE, 2_000);
    expect(await stored('JOB#dublin-1#first', 'LAST')).toEqual({
      PK: 'JOB#dublin-1#first',
      SK: 'LAST',
      schemaVersion: 1,
      record: { claim: expect.any(String), job: { ...JOB, state: 'running' }, before: [] },
    });
    expect(await stored('JOB#IMAGE#eu-west-1', `${IMAGE.sha256}#${IMAGE.key}`)).toMatchObject({
      record: { check: { state: 'running', at: 2_000 } },
    });
  });

  it('of a standalone are one item as well, apart from those of units', async () => {
    const { records, stored } = await make();
    const SOLO = { pairId: 'solo-1', unit: 'standalone' } as const;
    await records.begin(SOLO, JOB);
    expect(await stored('JOB#solo-1#standalone', 'LAST')).toMatchObject({ record: { job: JOB } });
    expect(await records.readJob({ ...SOLO, unit: 'first' })).toBeUndefined();
  });

  it('are begun by one read and one write', async () => {
    const { client, records } = await make();
    const requests = countRequests(client);
    await records.begin(UNIT, JOB);
    expect(requests()).toEqual({ GetItemCommand: 1, PutItemCommand: 1 });
  });

  it.each(['begin', 'beginCheck'] as const)(
    '%s knows its own write when the answer was lost',
    async (what) => {
      const { client, records } = await make();
      failRequest(client, { command: 'PutItemCommand', nth: 1, after: true, retryable: true });
      const beginning =
        what === 'begin' ? await records.begin(UNIT, JOB) : await records.beginCheck(IMAGE, 1_000);
      expect(beginning.kind).toBe('begun');
    },
  );

  it.each(['begin', 'beginCheck', 'readJob', 'readCheck'] as const)(
    '%s says that a record is damaged, and leaves it',
    async (what) => {
      const { client, tableName, records } = await make();
      for (const key of [
        { PK: 'JOB#dublin-1#first', SK: 'LAST' },
        { PK: 'JOB#IMAGE#eu-west-1', SK: `${IMAGE.sha256}#${IMAGE.key}` },
      ]) {
        await client.send(
          new PutItemCommand({ TableName: tableName, Item: marshall({ ...key, schemaVersion: 9 }) }),
        );
      }
      const asked = {
        begin: () => records.begin(UNIT, JOB),
        beginCheck: () => records.beginCheck(IMAGE, 1),
        readJob: () => records.readJob(UNIT),
        readCheck: () => records.readCheck(IMAGE),
      }[what]();
      await expect(asked).rejects.toThrow(DamagedItemError);
    },
  );
});

describe('a table that does not answer', () => {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const dynamo = mockClient(client);
  const records = makeDynamoJobRecords({ client, tableName: 'understudy', region: 'eu-west-1' });
  const record = { job: { ...JOB, state: 'done' }, claim: 'c', before: [] } as const;

  it.each([
    { name: 'begin', run: () => records.begin(UNIT, JOB) },
    { name: 'end', run: () => records.end(UNIT, record) },
    { name: 'readJob', run: () => records.readJob(UNIT) },
  ])('is told apart by $name', async ({ run }) => {
    dynamo.onAnyCommand().rejects(new Error('InternalServerError'));
    await expect(run()).rejects.toThrow(StoreUnavailableError);
  });
});
