import { describe, expect, it } from 'vitest';
import { declarationOf } from '#domain/geo/declaration.ts';
import { makeDynamoGeoStore } from '#store/dynamo/geo-store.ts';
import { EXPIRY_ATTRIBUTE } from '#store/dynamo/table.ts';
import { countRequests, failRequest } from './client-faults.ts';
import { entryOf, estateOf, instance, numbers, pairOf, REGION, stateOf } from './declarations.ts';
import { useLocalDynamo } from './local-table.ts';
import { testPairStore } from './pair-store.contract.ts';

const makeStore = useLocalDynamo();

describe('the DynamoDB store', () => {
  testPairStore({ make: async () => (await makeStore()).store });

  it.each([{ version: 1 }, { version: 2 }])(
    'does not take its own claim of version $version, whose answer was lost, for somebody else’s',
    async ({ version }) => {
      const { store, client } = await makeStore();
      if (version > 1) await store.claim(REGION, stateOf('lm-1', version - 1));
      const requests = countRequests(client);
      failRequest(client, { command: 'PutItemCommand', nth: 1, after: true, retryable: true });
      await store.claim(REGION, stateOf('lm-1', version, { handled: ['mine'] }));
      expect((await store.readState(REGION, 'lm-1'))?.handled).toEqual(['mine']);
      expect(requests().PutItemCommand).toBe(1);
    },
  );

  describe('repairs an estate write that broke off', () => {
    const geo = { geoCluster: 'geo' };
    const moved = pairOf(1, {
      ...geo,
      units: { first: pairOf(1).units.first, second: pairOf(2).units.second },
    });
    const before = estateOf(pairOf(1, geo), pairOf(2, geo), pairOf(3));
    const after = estateOf(moved, pairOf(3, { mode: 'enforce' }), pairOf(4, geo));
    const lookups = {
      2: 'lm-1',
      5: 'lm-1',
      6: 'lm-3',
      7: 'lm-3',
      8: 'lm-4',
      9: 'lm-4',
      3: undefined,
      4: undefined,
    };
    // The last one of these finds nothing to break.
    it.each(numbers(15))('after %i writes', async (done) => {
      const { store, client, tableName } = await makeStore();
      await store.writeEstate(REGION, before);
      await store.claim(REGION, stateOf('lm-2', 1));
      const heal = failRequest(client, {
        command: /Put|Delete/,
        nth: done + 1,
        after: false,
        retryable: false,
      });
      await store.writeEstate(REGION, after).catch(() => undefined);
      heal();
      await store.writeEstate(REGION, after);
      const region = await store.readRegion(REGION);
      expect(region.pairs.map(({ pair }) => pair)).toEqual(after.pairs);
      expect(await store.readState(REGION, 'lm-2')).toBeUndefined();
      const [declared] = (await makeDynamoGeoStore({ client, tableName }).readGeo()).declarations;
      expect(declared).toMatchObject({ version: 2, ...declarationOf(REGION, after) });
      for (const [number, id] of Object.entries(lookups))
        expect((await store.findPairByInstance(instance(Number(number))))?.id).toBe(id);
    });
  });

  it.each([
    { days: undefined, expected: 400 },
    { days: 7, expected: 7 },
  ])('lets a journal entry expire after $expected days', async ({ days, expected }) => {
    const { store, get } = await makeStore(days);
    const entry = entryOf('lm-1', 1);
    await store.appendJournal(entry);
    const stored = await get('PAIR#lm-1', 'JOURNAL#000000000001');
    expect(stored?.[EXPIRY_ATTRIBUTE]).toBe(Math.floor(entry.at / 1_000) + expected * 86_400);
  });

  it('has room for the largest pair that can be declared', async () => {
    const { store } = await makeStore();
    const targetGroups = numbers(100).map((number) => `arn:${String(number).padStart(140, 'x')}`);
    const evidence = numbers(200).map(() => 'e'.repeat(300));
    const unit = 'first';
    const actions = [{ kind: 'deregister-targets', unit, instanceId: instance(2), targetGroups }] as const;
    const lastDecision = { ...entryOf('lm-1', 1, [], evidence), actions, would: actions };
    await store.writeEstate(REGION, estateOf(pairOf(1, { targetGroups })));
    await store.claim(
      REGION,
      stateOf('lm-1', 1, { situation: { kind: 'steady', since: 1, evidence }, lastDecision }),
    );
    await store.appendJournal({ ...lastDecision, outcomes: 'interrupted' });
    expect((await store.readPair(REGION, 'lm-1'))?.state?.lastDecision?.actions).toEqual(actions);
  });

  it('leaves undefined attributes out', async () => {
    const { store } = await makeStore();
    await store.claim(REGION, { ...stateOf('lm-1', 1), ...JSON.parse('{}'), hold: undefined as never });
    expect(await store.readState(REGION, 'lm-1')).toStrictEqual(stateOf('lm-1', 1));
  });
});
