import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { DamagedItemError, StoreUnavailableError } from '#control/errors.ts';
import { MAX_PAIRS } from '#control/operator/plan-rollout.ts';
import type { RolloutStore } from '#control/ports.ts';
import { MAX_EVENTS } from '#domain/rollout/note-event.ts';
import type { PairProgress, RegionProgress, Rollout } from '#domain/rollout/rollout.ts';
import { makeDynamoRolloutStore } from '#store/dynamo/rollout-store.ts';
import { EXPIRY_ATTRIBUTE } from '#store/dynamo/table.ts';
import { declared, endedAs, planned } from '../domain/rollout/rollout-samples.ts';
import { countRequests, failRequest } from './client-faults.ts';
import { numbers } from './declarations.ts';
import { useLocalDynamo } from './local-table.ts';
import { progressIn, rolloutOf, testRolloutStore } from './rollout-store.contract.ts';

const makeLocal = useLocalDynamo();

const make = async () => {
  const { client, tableName, put, get } = await makeLocal();
  return { client, put, get, store: makeDynamoRolloutStore({ client, tableName }) };
};

const ID = '20260501-100000-4f2a';
const OTHER = '20260502-100000-4f2a';
const REGION = 'eu-west-1';
const DAY_S = 86_400;

describe('the rollout store in DynamoDB', () => {
  testRolloutStore({ make: async () => (await make()).store });

  it.each([
    {
      what: 'of a rollout',
      claim: (store: RolloutStore, version: number) => store.claimRollout(rolloutOf(ID, version)),
    },
    {
      what: 'of a region’s progress',
      claim: (store: RolloutStore, version: number) => store.claimProgress(progressIn(ID, REGION, version)),
    },
  ])('does not take its own claim $what, whose answer was lost, for somebody else’s', async ({ claim }) => {
    const { store, client } = await make();
    await claim(store, 1);
    const requests = countRequests(client);
    failRequest(client, { command: 'PutItemCommand', nth: 1, after: true, retryable: true });
    await claim(store, 2);
    expect(requests().PutItemCommand).toBe(1);
  });

  it('reads one, and all of them, with one Query each', async () => {
    const { store, client } = await make();
    for (const id of [ID, OTHER]) {
      await store.claimRollout(rolloutOf(id, 1));
      await store.claimProgress(progressIn(id, REGION, 1));
    }
    const requests = countRequests(client);
    await store.readRollouts();
    expect(requests()).toEqual({ QueryCommand: 1 });
    await store.readRollout(ID);
    expect(requests()).toEqual({ QueryCommand: 2 });
  });

  it('lets a rollout expire 400 days after its end and not before it has one', async () => {
    const { store, get } = await make();
    await store.claimRollout(rolloutOf(ID, 1));
    expect(await get('ROLLOUTS', ID)).not.toHaveProperty(EXPIRY_ATTRIBUTE);
    await store.claimRollout(rolloutOf(ID, 2, { status: 'done', endedAt: 5_500 }));
    expect(await get('ROLLOUTS', ID)).toMatchObject({
      schemaVersion: 1,
      [EXPIRY_ATTRIBUTE]: 5 + 400 * DAY_S,
    });
  });

  it('keeps what a region says for longer than a rollout that ends within as long again', async () => {
    const { store, get } = await make();
    await store.claimProgress(progressIn(ID, REGION, 1, { at: 5_500 }));
    expect(await get('ROLLOUTS', `${ID}#${REGION}`)).toMatchObject({
      schemaVersion: 1,
      [EXPIRY_ATTRIBUTE]: 5 + 800 * DAY_S,
    });
  });
});

describe('damaged rollouts', () => {
  it.each([
    { what: 'a rollout', SK: ID },
    { what: 'a region’s progress', SK: `${ID}#us-east-1` },
  ])('are left out and named, and the others read: $what', async ({ SK }) => {
    const { store, put } = await make();
    for (const id of [ID, OTHER]) {
      await store.claimRollout(rolloutOf(id, 1));
      await store.claimProgress(progressIn(id, REGION, 1));
    }
    await put({ PK: 'ROLLOUTS', SK, schemaVersion: 2 });
    const { rollouts, damaged } = await store.readRollouts();
    expect(rollouts.map(({ rollout }) => rollout.id)).toEqual([OTHER]);
    expect(damaged).toEqual([ID]);
    await expect(store.readRollout(ID)).rejects.toThrow(DamagedItemError);
    await expect(store.readRollout(ID)).rejects.toThrow(`ROLLOUTS ${SK}`);
  });
});

/* The longest that the contracts let through: ids of 64 characters, an ARN of 256, a reason of 512. */

const LONG_BY = `arn:aws:sts::111122223333:assumed-role/${'r'.repeat(64)}/${'n'.repeat(64)}`.padEnd(256, 'x');
const LONG_WHY = 'w'.repeat(512);
const LONG_IDS = numbers(MAX_PAIRS).map((number) => `pair-${number}-`.padEnd(64, 'p'));
const LONG_REGION = 'ap-southeast-12';
const LONG_VERSION = `7.2.60.0.${'a'.repeat(40)}.RELEASE`;

const LARGEST: Rollout = {
  ...planned(
    LONG_IDS.map((id) => declared(id, LONG_REGION, id)),
    { id: ID, by: LONG_BY, why: LONG_WHY },
  ),
  version: 1,
  released: LONG_IDS.map((pairId) => ({ pairId, notAfter: 1_793_000_000_000 })),
  forgiven: LONG_IDS,
  events: [
    ...numbers(MAX_EVENTS - 2).map((at) => ({ at, by: LONG_BY, what: `paused: ${LONG_WHY}` })),
    { at: 1, by: LONG_BY, what: `left out, being refused: ${LONG_IDS.join(', ')}` },
    { at: 1, by: LONG_BY, what: `resumed, in spite of ${LONG_IDS.join(', ')}: ${LONG_WHY}` },
  ],
};

const backupOf = (pairId: string, unit: string) =>
  `backups/${ID}/${pairId}/${unit}/2026-11-21T15-30-00.000Z/${'ab'.repeat(32)}.backup`;

/** Ended, after three things that nobody had foreseen. */
const changed = (pairId: string): PairProgress => ({
  ...endedAs(pairId, 'given-up', {
    orderId: `${ID}/${pairId}`,
    target: LONG_VERSION,
    from: { first: LONG_VERSION, second: LONG_VERSION },
    because: ['partner-did-not-take-over'],
    backups: { first: backupOf(pairId, 'first'), second: backupOf(pairId, 'second') },
    incidents: numbers(3).map((at) => ({ at, what: 'interrupted-by-drain', unit: 'second' })),
  }),
  from: { first: LONG_VERSION, second: LONG_VERSION },
  warnings: ['w'.repeat(160), 'w'.repeat(160)],
});

/** Not begun: three things stand in its way, one of them a hold with a reason. */
const refused = (): PairProgress => ({
  state: 'refused',
  checkedAt: 1_793_000_000_000,
  situation: 'dual-active',
  refusals: [
    { words: 300, remedy: 160 },
    { words: 200, remedy: 160 },
    { words: 600, remedy: 100 },
  ].map(({ words, remedy }) => ({
    code: 'operation-under-way',
    words: 'w'.repeat(words),
    remedy: 'r'.repeat(remedy),
  })),
});

const progressOf = (of: (pairId: string) => PairProgress): RegionProgress =>
  progressIn(ID, LONG_REGION, 1, { pairs: Object.fromEntries(LONG_IDS.map((id) => [id, of(id)])) });

describe('an item', () => {
  it('has room for a rollout of the most pairs', async () => {
    const { store } = await make();
    await store.claimRollout(LARGEST);
    expect((await store.readRollout(ID))?.rollout).toEqual(LARGEST);
  });

  it.each([
    { what: 'ended with incidents', of: changed },
    { what: 'are refused for three reasons', of: refused },
  ])('has room for a region whose pairs all $what', async ({ of }) => {
    const { store } = await make();
    await store.claimRollout(rolloutOf(ID, 1));
    await store.claimProgress(progressOf(of));
    expect((await store.readRollout(ID))?.progress).toEqual([progressOf(of)]);
  });

  it('that has no room is refused: the limit is the one of DynamoDB', async () => {
    const { store } = await make();
    const ids = LONG_IDS.flatMap((id) => [`a${id}`, `b${id}`, `c${id}`]);
    const pairs = Object.fromEntries(ids.map((id) => [id, changed(id)]));
    await expect(store.claimProgress(progressIn(ID, REGION, 1, { pairs }))).rejects.toThrow(
      StoreUnavailableError,
    );
  });

  it('is read with the others of its rollout, also where a megabyte does not hold them', async () => {
    const { store, client } = await make();
    await store.claimRollout(LARGEST);
    for (const region of ['ap-south-1', 'ap-south-2', 'us-east-1', 'us-west-2'])
      await store.claimProgress({ ...progressOf(changed), region });
    const requests = countRequests(client);
    expect((await store.readRollout(ID))?.progress).toHaveLength(4);
    expect(requests()).toEqual({ QueryCommand: 2 });
  });
});

describe('when DynamoDB fails', () => {
  it.each([
    { name: 'readRollouts', run: (of: RolloutStore) => of.readRollouts() },
    { name: 'readRollout', run: (of: RolloutStore) => of.readRollout(ID) },
    { name: 'claimRollout', run: (of: RolloutStore) => of.claimRollout(rolloutOf(ID, 1)) },
    { name: 'claimProgress', run: (of: RolloutStore) => of.claimProgress(progressIn(ID, REGION, 1)) },
  ])('$name says that the table did not answer', async ({ run }) => {
    const client = new DynamoDBClient({ region: REGION });
    mockClient(client).onAnyCommand().rejects(new Error('ProvisionedThroughputExceededException'));
    const store = makeDynamoRolloutStore({ client, tableName: 'understudy' });
    await expect(run(store)).rejects.toThrow(StoreUnavailableError);
  });
});
