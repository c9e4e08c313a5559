import { describe, expect, it } from 'vitest';
import { DamagedItemError } from '#control/errors.ts';
import { entryOf, estateOf, instance, pairOf, REGION, standaloneOf, stateOf } from './declarations.ts';
import { useLocalDynamo } from './local-table.ts';

const makeStore = useLocalDynamo();

describe('damaged items', () => {
  const region = `REGION#${REGION}`;
  const newer = { schemaVersion: 2 };

  it('leaves out what does not parse, names it, and reads the rest of the region', async () => {
    const { store, put } = await makeStore();
    await store.writeEstate(REGION, {
      pairs: [pairOf(1), pairOf(2), pairOf(3)],
      standalones: [standaloneOf(50)],
    });
    await put({ PK: region, SK: 'PAIR#lm-1', schemaVersion: 1, pair: { id: 'lm-1' } });
    await put({ PK: region, SK: 'PAIR#lm-2#STATE', ...stateOf('lm-2', 1), ...newer });
    await put({ PK: region, SK: 'STANDALONE#alone-50' });
    await put({ PK: region, SK: 'ROLLOUT#r-1', ...newer });
    const record = await store.readRegion(REGION);
    expect(record.pairs).toEqual([{ pair: pairOf(3) }]);
    expect([...record.damaged].sort()).toEqual(['alone-50', 'lm-1', 'lm-2']);
    await expect(store.readPair(REGION, 'lm-1')).rejects.toThrow(DamagedItemError);
    await expect(store.readPair(REGION, 'lm-2')).rejects.toThrow(DamagedItemError);
    await expect(store.readStandalone(REGION, 'alone-50')).rejects.toThrow(DamagedItemError);
    await expect(store.readState(REGION, 'lm-2')).rejects.toThrow(`${region} PAIR#lm-2#STATE`);
  });

  it('are written again when declared and removed when not, and nothing else is touched', async () => {
    const { store, put, get } = await makeStore();
    await store.writeEstate(REGION, estateOf(pairOf(1), pairOf(2)));
    await put({ PK: region, SK: 'PAIR#lm-1' });
    await put({ PK: region, SK: 'PAIR#lm-2#STATE' });
    await put({ PK: region, SK: 'ROLLOUT#r-1' });
    expect(await store.writeEstate(REGION, estateOf(pairOf(1)))).toEqual({
      created: [],
      changed: ['lm-1'],
      removed: ['lm-2'],
      unchanged: [],
      geoChanged: false,
    });
    expect(await store.readRegion(REGION)).toEqual({
      pairs: [{ pair: pairOf(1) }],
      standalones: [],
      damaged: [],
    });
    expect(await store.readState(REGION, 'lm-2')).toBeUndefined();
    expect(await store.findPairByInstance(instance(4))).toBeUndefined();
    expect(await get(region, 'ROLLOUT#r-1')).toBeDefined();
  });

  it('make a pair count as changed that is declared as it was, and keep its state as it is', async () => {
    const { store, put } = await makeStore();
    await store.writeEstate(REGION, estateOf(pairOf(1)));
    await put({ PK: region, SK: 'PAIR#lm-1#STATE', ...newer });
    expect((await store.writeEstate(REGION, estateOf(pairOf(1)))).changed).toEqual(['lm-1']);
    await expect(store.readState(REGION, 'lm-1')).rejects.toThrow(DamagedItemError);
  });

  it('are no lookup', async () => {
    const { store, put } = await makeStore();
    await put({ PK: `INSTANCE#${instance(1)}`, SK: 'PAIR', ...newer });
    await expect(store.findPairByInstance(instance(1))).rejects.toThrow(DamagedItemError);
  });

  it('keep a region frozen', async () => {
    const { store, put } = await makeStore();
    await put({ PK: region, SK: 'FREEZE', ...newer });
    expect(await store.readFreeze(REGION)).toBeDefined();
    expect((await store.readRegion(REGION)).freeze).toEqual(await store.readFreeze(REGION));
  });

  it('leave a gap in the journal that can be seen', async () => {
    const { store, put } = await makeStore();
    for (const version of [1, 3]) await store.appendJournal(entryOf('lm-1', version));
    await put({ PK: 'PAIR#lm-1', SK: 'JOURNAL#000000000002', ...newer });
    const first = await store.readJournal('lm-1', { limit: 2 });
    expect(first).toEqual({ entries: [entryOf('lm-1', 3)], damaged: [2], nextBeforeVersion: 2 });
  });
});
