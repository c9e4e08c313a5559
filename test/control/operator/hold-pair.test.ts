import { describe, expect, it } from 'vitest';
import { holdPair, releasePair } from '#control/operator/hold-pair.ts';
import { newPairState } from '#domain/pair/state.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { makeMemoryPairStore } from '#store/memory/pair-store.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import { operatorContext } from './operator-context.ts';

const REGION = SAMPLE_PAIR.region;
const ASKED = { pairId: SAMPLE_PAIR.id, by: 'ada', why: 'change 4711' };
const HOLD = { ...ASKED, expiry: { forMs: 60 * MINUTE_MS } };

const declaredStore = async () => {
  const store = makeMemoryPairStore();
  await store.writeEstate(REGION, { pairs: [SAMPLE_PAIR], standalones: [] });
  return store;
};

describe('placing a hold', () => {
  it('on a pair that nobody has looked at makes its first version', async () => {
    const store = await declaredStore();
    await holdPair(operatorContext(store), HOLD);
    expect(await store.readState(REGION, SAMPLE_PAIR.id)).toMatchObject({
      version: 1,
      hold: { by: 'ada', until: NOW + 60 * MINUTE_MS },
      pending: false,
    });
  });

  it('keeps what a function wrote that was faster', async () => {
    const store = await declaredStore();
    let races = 2;
    const readPair: typeof store.readPair = async (region, pairId) => {
      const record = await store.readPair(region, pairId);
      if (races-- <= 0) return record;
      const version = (record?.state?.version ?? 0) + 1;
      await store.claim(region, { ...newPairState(pairId, NOW), version, handled: [`race-${version}`] });
      return record;
    };
    await holdPair(operatorContext({ ...store, readPair }), HOLD);
    expect(await store.readState(REGION, SAMPLE_PAIR.id)).toMatchObject({
      version: 3,
      handled: ['race-2'],
      hold: { why: 'change 4711' },
    });
  });

  it('journals what a crash left unrecorded before it overwrites it', async () => {
    const store = await declaredStore();
    const context = operatorContext(store);
    const dies = operatorContext({ ...store, appendJournal: async () => Promise.reject(new Error('died')) });
    await expect(holdPair(dies, { ...HOLD, why: 'first' })).rejects.toThrow('died');
    await releasePair(context, { ...ASKED, why: 'second' });
    const { entries } = await store.readJournal(SAMPLE_PAIR.id, { limit: 9 });
    expect(entries.map(({ reason, outcomes }) => [reason, outcomes])).toEqual([
      ['hold-lifted', []],
      ['hold-placed', 'interrupted'],
    ]);
  });
});
