import { describe, expect, it } from 'vitest';
import { makeDynamoGeoStore } from '#store/dynamo/geo-store.ts';
import { countRequests } from './client-faults.ts';
import {
  entryOf,
  estateOf,
  instance,
  numbers,
  pairOf,
  REGION,
  standaloneOf,
  stateOf,
} from './declarations.ts';
import { useLocalDynamo } from './local-table.ts';

const makeStore = useLocalDynamo();

describe('round trips to DynamoDB', () => {
  it('reads a region of more than a megabyte whole, one Query per megabyte', async () => {
    const { store, client } = await makeStore();
    const evidence = ['x'.repeat(60_000)];
    await store.writeEstate(REGION, estateOf(...numbers(25).map((number) => pairOf(number))));
    for (const number of numbers(25))
      await store.claim(
        REGION,
        stateOf(`lm-${number}`, 1, { situation: { kind: 'steady', since: 1, evidence } }),
      );
    const requests = countRequests(client);
    const { pairs } = await store.readRegion(REGION);
    expect(pairs.filter(({ state }) => state?.situation.evidence[0]?.length === 60_000)).toHaveLength(25);
    expect(requests()).toEqual({ QueryCommand: 2 });
  });

  it('goes on with a journal page that a megabyte cuts short', async () => {
    const { store } = await makeStore();
    const evidence = ['x'.repeat(300_000)];
    for (const version of [1, 2, 3, 4, 5]) await store.appendJournal(entryOf('lm-1', version, [], evidence));
    const first = await store.readJournal('lm-1', { limit: 5 });
    expect(first.entries.length).toBeLessThan(5);
    const beforeVersion = first.nextBeforeVersion ?? Number.NaN;
    const rest = await store.readJournal('lm-1', { limit: 5, beforeVersion });
    expect([...first.entries, ...rest.entries].map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
    expect(rest.nextBeforeVersion).toBeUndefined();
  });

  it.each([
    {
      what: 'nothing',
      estate: estateOf(pairOf(1), pairOf(2)),
      requests: { QueryCommand: 1, GetItemCommand: 1 },
    },
    {
      what: 'a changed pair: its declaration and two lookups',
      estate: estateOf(pairOf(1, { mode: 'enforce' }), pairOf(2)),
      requests: { QueryCommand: 1, GetItemCommand: 1, PutItemCommand: 3 },
    },
    {
      what: 'a created pair: the same, and a look for an old journal',
      estate: estateOf(pairOf(1), pairOf(2), pairOf(3)),
      requests: { QueryCommand: 2, GetItemCommand: 1, PutItemCommand: 3 },
    },
    {
      what: 'a removed pair: declaration, state and two lookups',
      estate: estateOf(pairOf(2)),
      requests: { QueryCommand: 1, GetItemCommand: 1, DeleteItemCommand: 4 },
    },
  ])('writes only what differs: $what', async ({ estate, requests }) => {
    const { store, client } = await makeStore();
    await store.writeEstate(REGION, estateOf(pairOf(1), pairOf(2)));
    await store.claim(REGION, stateOf('lm-1', 1));
    const counted = countRequests(client);
    await store.writeEstate(REGION, estate);
    expect(counted()).toEqual(requests);
  });

  const geo = { geoCluster: 'geo' };
  const declared = estateOf(pairOf(1, { ...geo, geoMaster: 'first' }), pairOf(2, geo));

  it.each([
    { what: 'nothing', estate: declared, requests: { QueryCommand: 1, GetItemCommand: 1 } },
    {
      what: 'nothing where a member changed in something else',
      estate: estateOf(pairOf(1, { ...geo, geoMaster: 'first', mode: 'enforce' }), pairOf(2, geo)),
      requests: { QueryCommand: 1, GetItemCommand: 1, PutItemCommand: 3 },
    },
    {
      what: 'a declaration, besides the pair that changed',
      estate: estateOf(pairOf(1, { ...geo, geoMaster: 'second' }), pairOf(2, geo)),
      requests: { QueryCommand: 1, GetItemCommand: 1, PutItemCommand: 4 },
    },
    {
      what: 'nothing but a declaration where only another region’s members changed',
      estate: {
        ...declared,
        standalones: [{ ...standaloneOf(50), ...geo, region: 'us-east-1' }],
      },
      requests: { QueryCommand: 1, GetItemCommand: 1, PutItemCommand: 1 },
    },
  ])('writes of GEO only what differs: $what', async ({ estate, requests }) => {
    const { store, client } = await makeStore();
    await store.writeEstate(REGION, declared);
    const counted = countRequests(client);
    await store.writeEstate(REGION, estate);
    expect(counted()).toEqual(requests);
  });

  it('reads GEO of all regions with one Query', async () => {
    const { store, client, tableName } = await makeStore();
    await store.writeEstate(REGION, declared);
    await store.writeEstate('us-east-1', estateOf(pairOf(9, { ...geo, region: 'us-east-1' })));
    const counted = countRequests(client);
    expect((await makeDynamoGeoStore({ client, tableName }).readGeo()).declarations).toHaveLength(2);
    expect(counted()).toEqual({ QueryCommand: 1 });
  });

  it.each([
    { read: 'findPairByInstance', requests: { GetItemCommand: 1 } },
    { read: 'readStandalone', requests: { GetItemCommand: 1 } },
    { read: 'readState', requests: { GetItemCommand: 1 } },
    { read: 'readFreeze', requests: { GetItemCommand: 1 } },
    { read: 'readPair', requests: { QueryCommand: 1 } },
  ] as const)('$read is one round trip', async ({ read, requests }) => {
    const { store, client } = await makeStore();
    const counted = countRequests(client);
    if (read === 'findPairByInstance') await store.findPairByInstance(instance(1));
    else await store[read](REGION, 'lm-1');
    expect(counted()).toEqual(requests);
  });
});
