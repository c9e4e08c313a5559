import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { StaleStateError, StoreUnavailableError } from '#control/errors.ts';
import type { EstateWritten, GeoStore } from '#control/ports.ts';
import { briefly, type GeoFinding } from '#domain/geo/geo-finding.ts';
import type { MemberReport } from '#domain/geo/geo-report.ts';
import { makeDynamoGeoStore } from '#store/dynamo/geo-store.ts';
import { makeDynamoPairStore } from '#store/dynamo/pair-store.ts';
import { EXPIRY_ATTRIBUTE } from '#store/dynamo/table.ts';
import { countRequests, failRequest } from './client-faults.ts';
import { numbers, OTHER_REGION, pairOf, REGION, standaloneOf } from './declarations.ts';
import { type GeoStores, reportOf, testGeoStore, turnsOf } from './geo-store.contract.ts';
import { useLocalDynamo } from './local-table.ts';

const makeLocal = useLocalDynamo();

const make = async () => {
  const { client, tableName, put, get, store } = await makeLocal();
  return { client, put, get, pairs: store, geo: makeDynamoGeoStore({ client, tableName }) };
};

const MEMBER = pairOf(1, { geoCluster: 'geo' });
const ESTATE = { pairs: [MEMBER], standalones: [] };
/** Of this region nothing else is written. */
const WITH_ABROAD = {
  ...ESTATE,
  standalones: [{ ...standaloneOf(50), region: OTHER_REGION, geoCluster: 'geo' }],
};
const DECLARED_KEY = `DECLARED#${REGION}`;

describe('the GEO store in DynamoDB', () => {
  testGeoStore({ make });

  it.each([
    {
      what: 'of a report',
      claim: ({ geo }: GeoStores, version: number) => geo.claimReport(reportOf(version)),
    },
    {
      what: 'of the turns',
      claim: ({ geo }: GeoStores, version: number) => geo.claimTurns(turnsOf(version)),
    },
  ])('does not take its own claim $what, whose answer was lost, for somebody else’s', async ({ claim }) => {
    const stores = await make();
    await claim(stores, 1);
    const requests = countRequests(stores.client);
    failRequest(stores.client, { command: 'PutItemCommand', nth: 1, after: true, retryable: true });
    await claim(stores, 2);
    expect(requests().PutItemCommand).toBe(1);
  });

  it('knows that it has declared something else, where the answer was lost', async () => {
    const { pairs, geo, client } = await make();
    await pairs.writeEstate(REGION, ESTATE);
    failRequest(client, { command: 'PutItemCommand', nth: 1, after: true, retryable: true });
    expect((await pairs.writeEstate(REGION, WITH_ABROAD)).geoChanged).toBe(true);
    expect((await geo.readGeo()).declarations[0]?.version).toBe(2);
  });

  it('lets nothing expire', async () => {
    const { geo, pairs, get } = await make();
    await pairs.writeEstate(REGION, ESTATE);
    await geo.claimReport(reportOf(1));
    await geo.claimTurns(turnsOf(1));
    for (const key of [DECLARED_KEY, `REPORT#${REGION}`, 'TURNS']) {
      expect(await get('GEO', key)).toMatchObject({ schemaVersion: 1 });
      expect(await get('GEO', key)).not.toHaveProperty(EXPIRY_ATTRIBUTE);
    }
  });

  it('has room for a region of 200 members', async () => {
    const { geo, pairs } = await make();
    const long = (number: number) => `member-${number}-`.padEnd(64, 'm');
    const estate = {
      pairs: numbers(200).map((number) => pairOf(number, { id: long(number), geoCluster: 'g'.repeat(64) })),
      standalones: [],
    };
    await pairs.writeEstate(REGION, estate);
    expect((await geo.readGeo()).declarations[0]?.members).toHaveLength(200);
  });

  it('has room for the reports of two hundred members that are all adrift', async () => {
    const { geo } = await make();
    const finding = (memberId: string): GeoFinding => ({
      code: 'own-standby-in-access',
      memberId,
      unit: 'second',
      names: numbers(400).map((number) => `2001:db8:abcd:1234:5678:9abc:def0:${number}`),
      words: 'w'.repeat(1_000),
      remedy: 'r'.repeat(1_000),
    });
    const member = (memberId: string): MemberReport => ({
      kind: 'pair',
      cluster: 'global-dns',
      state: 'drifted',
      since: 1_793_000_000_000,
      expected: 'd'.repeat(64),
      findings: briefly(numbers(10).map(() => finding(memberId))),
      listsWrong: 3,
      waits: 'w'.repeat(100),
      wantsTurn: true,
    });
    const ids = numbers(200).map((number) => `lm-dublin-production-${number}`);
    const members = Object.fromEntries(ids.map((id) => [id, member(id)]));
    await geo.claimReport(reportOf(1, { members }));
    expect((await geo.readGeo()).reports).toEqual([reportOf(1, { members })]);
  });

  it('reads more than a megabyte whole', async () => {
    const { geo, client } = await make();
    const regions = numbers(4).map((number) => `region-${number}`);
    for (const region of regions)
      await geo.claimReport(
        reportOf(1, {
          region,
          requests: [{ id: 'q', members: [], by: 'ann', why: 'w'.repeat(300_000), at: 1 }],
        }),
      );
    const requests = countRequests(client);
    expect((await geo.readGeo()).reports.map(({ region }) => region)).toEqual(regions);
    expect(requests()).toEqual({ QueryCommand: 2 });
  });

  it('asks its replica for what it has itself confirmed, and nothing older', async () => {
    const client = new DynamoDBClient({ region: REGION });
    const dynamo = mockClient(client).on(QueryCommand).resolves({ Items: [] });
    await makeDynamoGeoStore({ client, tableName: 'understudy' }).readGeo();
    expect(dynamo.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({ ConsistentRead: true });
  });
});

describe('damaged items of GEO', () => {
  const newer = { schemaVersion: 2 };
  const everything = async () => {
    const stores = await make();
    await stores.pairs.writeEstate(REGION, ESTATE);
    await stores.geo.claimReport(reportOf(1));
    await stores.geo.claimTurns(turnsOf(1));
    return stores;
  };

  it.each([
    { SK: DECLARED_KEY, lacks: 'declarations' },
    { SK: `REPORT#${REGION}`, lacks: 'reports' },
    { SK: 'TURNS', lacks: 'turns' },
  ] as const)('are left out and named, and the others read: $SK', async ({ SK, lacks }) => {
    const { geo, put } = await everything();
    const { [lacks]: _, ...others } = await geo.readGeo();
    await put({ PK: 'GEO', SK, ...newer });
    expect(await geo.readGeo()).toEqual({
      ...others,
      ...(lacks === 'turns' ? {} : { [lacks]: [] }),
      damaged: [SK],
    });
  });

  it('are none where a newer release keeps something else there', async () => {
    const { geo, put } = await everything();
    const before = await geo.readGeo();
    await put({ PK: 'GEO', SK: 'FQDN#example', ...newer });
    expect(await geo.readGeo()).toEqual(before);
  });

  it.each([
    { what: 'that has its version', item: { declaration: { version: 7 } }, version: 8 },
    { what: 'of a newer release', item: { ...newer, declaration: { version: 3, members: [] } }, version: 4 },
    { what: 'without a version', item: newer, version: 1 },
    { what: 'whose version is no number', item: { declaration: { version: '7' } }, version: 1 },
  ])('are declared anew: one $what', async ({ item, version }) => {
    const { geo, pairs, put } = await everything();
    const [declared] = (await geo.readGeo()).declarations;
    await put({ PK: 'GEO', SK: DECLARED_KEY, ...item });
    expect(await pairs.writeEstate(REGION, ESTATE)).toMatchObject({ unchanged: ['lm-1'], geoChanged: true });
    expect(await geo.readGeo()).toMatchObject({ declarations: [{ ...declared, version }], damaged: [] });
  });

  it('are declared anew where the region has no member any more', async () => {
    const { geo, pairs, put } = await everything();
    await put({ PK: 'GEO', SK: DECLARED_KEY, ...newer });
    expect((await pairs.writeEstate(REGION, { pairs: [], standalones: [] })).geoChanged).toBe(true);
    expect(await geo.readGeo()).toMatchObject({ declarations: [{ version: 1, members: [] }], damaged: [] });
  });

  it('are not taken out of the way once somebody has declared anew', async () => {
    const { geo, pairs, put, client } = await everything();
    await put({ PK: 'GEO', SK: DECLARED_KEY, ...newer });
    let faster: Promise<EstateWritten> | undefined;
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'DeleteItemCommand' && faster === undefined) {
            faster = pairs.writeEstate(REGION, ESTATE);
            await faster;
          }
          return next(args);
        },
      { step: 'initialize', name: 'somebody-is-faster' },
    );
    expect((await pairs.writeEstate(REGION, WITH_ABROAD)).geoChanged).toBe(true);
    expect((await faster)?.geoChanged).toBe(true);
    const [declared] = (await geo.readGeo()).declarations;
    expect(declared).toMatchObject({ version: 2, regions: [REGION, OTHER_REGION] });
  });
});

describe('declaring GEO', () => {
  it('is given up when others were faster five times, and says so', async () => {
    const client = new DynamoDBClient({ region: REGION });
    const dynamo = mockClient(client);
    dynamo.on(QueryCommand).resolves({ Items: [] });
    dynamo.on(GetItemCommand).resolves({});
    dynamo.on(PutItemCommand).resolves({});
    const theirs = { claimToken: { S: 'theirs' } };
    const overtaken = new ConditionalCheckFailedException({ message: '', $metadata: {}, Item: theirs });
    dynamo.on(PutItemCommand, { ConditionExpression: 'attribute_not_exists(PK)' }).rejects(overtaken);
    const store = makeDynamoPairStore({ client, tableName: 'understudy' });
    await expect(store.writeEstate(REGION, ESTATE)).rejects.toThrow(StaleStateError);
    expect(dynamo.commandCalls(GetItemCommand)).toHaveLength(5);
  });

  it('is not tried again where the table does not answer', async () => {
    const client = new DynamoDBClient({ region: REGION });
    const dynamo = mockClient(client);
    dynamo.on(QueryCommand).resolves({ Items: [] });
    dynamo.on(PutItemCommand).resolves({});
    dynamo.on(GetItemCommand).rejects(new Error('ProvisionedThroughputExceededException'));
    const store = makeDynamoPairStore({ client, tableName: 'understudy' });
    await expect(store.writeEstate(REGION, ESTATE)).rejects.toThrow(StoreUnavailableError);
    expect(dynamo.commandCalls(GetItemCommand)).toHaveLength(1);
  });
});

describe('when DynamoDB fails', () => {
  it.each([
    { name: 'readGeo', run: (of: GeoStore) => of.readGeo() },
    { name: 'claimReport', run: (of: GeoStore) => of.claimReport(reportOf(1)) },
    { name: 'claimTurns', run: (of: GeoStore) => of.claimTurns(turnsOf(1)) },
  ])('$name says that the table did not answer', async ({ run }) => {
    const client = new DynamoDBClient({ region: REGION });
    mockClient(client).onAnyCommand().rejects(new Error('ProvisionedThroughputExceededException'));
    const store = makeDynamoGeoStore({ client, tableName: 'understudy' });
    await expect(run(store)).rejects.toThrow(StoreUnavailableError);
  });
});
