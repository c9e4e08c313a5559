import { describe, expect, it } from 'vitest';
import { StaleStateError } from '#control/errors.ts';
import type { EstateChanges, EstateWritten, RegionRecord } from '#control/ports.ts';
import type { Estate, Pair, Standalone } from '#domain/estate/estate.ts';
import { entryOf, instance, OTHER_REGION, pairOf, REGION, standaloneOf, stateOf } from './declarations.ts';
import type { StoreUnderTest } from './pair-store.contract.ts';

const estateOf = (pairs: readonly Pair[], standalones: readonly Standalone[] = []): Estate => ({
  pairs,
  standalones,
});

const sorted = (ids: readonly string[]) => [...ids].sort();

const sortedIds = ({ created, changed, removed, unchanged }: EstateWritten): EstateChanges => ({
  created: sorted(created),
  changed: sorted(changed),
  removed: sorted(removed),
  unchanged: sorted(unchanged),
});

const pairIds = ({ pairs }: RegionRecord) => sorted(pairs.map(({ pair }) => pair.id));

export const testEstate = ({ make }: StoreUnderTest): void => {
  describe('estate', () => {
    it('starts empty', async () => {
      const store = await make();
      expect(await store.readRegion(REGION)).toEqual({ pairs: [], standalones: [], damaged: [] });
      expect(await store.readPair(REGION, 'lm-1')).toBeUndefined();
      expect(await store.findPairByInstance(instance(2))).toBeUndefined();
    });

    it('stores what is declared for the region, and nothing of another', async () => {
      const store = await make();
      const elsewhere = pairOf(9, { region: OTHER_REGION });
      const written = await store.writeEstate(REGION, estateOf([pairOf(1), elsewhere], [standaloneOf(50)]));
      expect(sortedIds(written)).toEqual({
        created: ['alone-50', 'lm-1'],
        changed: [],
        removed: [],
        unchanged: [],
      });
      expect(await store.readRegion(REGION)).toEqual({
        pairs: [{ pair: pairOf(1) }],
        standalones: [standaloneOf(50)],
        damaged: [],
      });
      expect(await store.readRegion(OTHER_REGION)).toEqual({ pairs: [], standalones: [], damaged: [] });
      expect(await store.findPairByInstance(instance(18))).toBeUndefined();
    });

    it('reads a pair with its state, and not its neighbours', async () => {
      const store = await make();
      const ids = ['lm', 'lm-1', 'lm.1', 'lm_1', 'lm1'];
      await store.writeEstate(REGION, estateOf(ids.map((id, index) => pairOf(index, { id }))));
      for (const id of ids) expect((await store.readPair(REGION, id))?.pair.id).toBe(id);
      expect(await store.readPair(REGION, 'lm')).toEqual({ pair: pairOf(0, { id: 'lm' }) });
      await store.claim(REGION, stateOf('lm', 1));
      expect(await store.readPair(REGION, 'lm')).toEqual({
        pair: pairOf(0, { id: 'lm' }),
        state: stateOf('lm', 1),
      });
      const record = (await store.readRegion(REGION)).pairs.find(({ pair }) => pair.id === 'lm');
      expect(record?.state).toEqual(stateOf('lm', 1));
    });

    it('reads a standalone of the region, and no pair', async () => {
      const store = await make();
      const declared = { ...standaloneOf(50), mode: 'enforce', geoCluster: 'geo' } as const;
      await store.writeEstate(REGION, estateOf([pairOf(1)], [declared, standaloneOf(51)]));
      expect(await store.readStandalone(REGION, 'alone-50')).toEqual(declared);
      expect(await store.readStandalone(OTHER_REGION, 'alone-50')).toBeUndefined();
      expect(await store.readStandalone(REGION, 'lm-1')).toBeUndefined();
      await store.writeEstate(REGION, estateOf([pairOf(1)], [standaloneOf(51)]));
      expect(await store.readStandalone(REGION, 'alone-50')).toBeUndefined();
    });

    it('tells created, changed, removed and unchanged apart, and keeps the state of a changed pair', async () => {
      const store = await make();
      await store.writeEstate(
        REGION,
        estateOf([pairOf(1), pairOf(2), pairOf(3)], [standaloneOf(50), standaloneOf(51)]),
      );
      await store.claim(REGION, stateOf('lm-2', 1));
      const changed = pairOf(2, { mode: 'enforce' });
      const written = await store.writeEstate(
        REGION,
        estateOf([pairOf(1), changed, pairOf(4)], [standaloneOf(51), standaloneOf(52)]),
      );
      expect(sortedIds(written)).toEqual({
        created: ['alone-52', 'lm-4'],
        changed: ['lm-2'],
        removed: ['alone-50', 'lm-3'],
        unchanged: ['alone-51', 'lm-1'],
      });
      const region = await store.readRegion(REGION);
      expect(pairIds(region)).toEqual(['lm-1', 'lm-2', 'lm-4']);
      expect(sorted(region.standalones.map(({ id }) => id))).toEqual(['alone-51', 'alone-52']);
      expect(await store.readPair(REGION, 'lm-2')).toEqual({ pair: changed, state: stateOf('lm-2', 1) });
      expect(await store.findPairByInstance(instance(4))).toEqual(changed);
    });

    it('removes a pair with its state and lookups, and keeps its journal', async () => {
      const store = await make();
      await store.writeEstate(REGION, estateOf([pairOf(1), pairOf(2)]));
      await store.claim(REGION, stateOf('lm-1', 1));
      await store.appendJournal(entryOf('lm-1', 1));
      await store.writeEstate(REGION, estateOf([pairOf(2)]));
      expect(await store.readPair(REGION, 'lm-1')).toBeUndefined();
      expect(await store.readState(REGION, 'lm-1')).toBeUndefined();
      expect(await store.findPairByInstance(instance(2))).toBeUndefined();
      expect(await store.findPairByInstance(instance(4))).toEqual(pairOf(2));
      expect((await store.readJournal('lm-1', { limit: 10 })).entries).toEqual([entryOf('lm-1', 1)]);
    });

    it('gives a pair that is declared anew a new life: no state, a journal of its own', async () => {
      const store = await make();
      await store.writeEstate(REGION, estateOf([pairOf(1)]));
      await store.claim(REGION, stateOf('lm-1', 1));
      await store.appendJournal(entryOf('lm-1', 57));
      await store.writeEstate(REGION, estateOf([]));
      await store.writeEstate(REGION, estateOf([pairOf(1)]));
      expect(await store.readPair(REGION, 'lm-1')).toEqual({ pair: pairOf(1) });
      expect((await store.readJournal('lm-1', { limit: 10 })).entries).toEqual([]);
      await store.claim(REGION, stateOf('lm-1', 1));
    });

    it('does not revive the state of a pair that was claimed while it was being removed', async () => {
      const store = await make();
      await store.claim(REGION, stateOf('lm-1', 1));
      await store.writeEstate(REGION, estateOf([pairOf(1)]));
      expect(await store.readPair(REGION, 'lm-1')).toEqual({ pair: pairOf(1) });
    });

    it('refuses the claim of a function that did not see the pair go', async () => {
      const store = await make();
      await store.writeEstate(REGION, estateOf([pairOf(1)]));
      await store.claim(REGION, stateOf('lm-1', 1));
      await store.writeEstate(REGION, estateOf([]));
      await expect(store.claim(REGION, stateOf('lm-1', 2))).rejects.toThrow(StaleStateError);
    });

    it('lets an id change from a pair to a standalone', async () => {
      const store = await make();
      await store.writeEstate(REGION, estateOf([pairOf(1, { id: 'lm' })]));
      const standalone = { ...standaloneOf(2), id: 'lm' };
      await store.writeEstate(REGION, estateOf([], [standalone]));
      expect(await store.readRegion(REGION)).toEqual({ pairs: [], standalones: [standalone], damaged: [] });
    });
  });

  describe('instance lookups', () => {
    it('follow an instance from one pair to another, whichever way round the pairs are written', async () => {
      const store = await make();
      await store.writeEstate(REGION, estateOf([pairOf(1), pairOf(2)]));
      const [one, two] = [pairOf(1), pairOf(2)];
      const crossed = [
        pairOf(1, { units: { first: one.units.first, second: two.units.second } }),
        pairOf(2, { units: { first: two.units.first, second: one.units.second } }),
      ];
      await store.writeEstate(REGION, estateOf(crossed));
      expect((await store.findPairByInstance(instance(3)))?.id).toBe('lm-2');
      expect((await store.findPairByInstance(instance(5)))?.id).toBe('lm-1');
      await store.writeEstate(REGION, estateOf([...crossed].reverse()));
      expect((await store.findPairByInstance(instance(3)))?.id).toBe('lm-2');
    });

    it('forget a unit that was replaced', async () => {
      const store = await make();
      await store.writeEstate(REGION, estateOf([pairOf(1)]));
      const second = { ...pairOf(1).units.second, instanceId: instance(77) };
      const replaced = pairOf(1, { units: { first: pairOf(1).units.first, second } });
      await store.writeEstate(REGION, estateOf([replaced]));
      expect(await store.findPairByInstance(instance(3))).toBeUndefined();
      expect(await store.findPairByInstance(instance(77))).toEqual(replaced);
    });

    it('leave an instance alone that another region has declared meanwhile', async () => {
      const store = await make();
      await store.writeEstate(REGION, estateOf([pairOf(1)]));
      const moved = estateOf([pairOf(1, { region: OTHER_REGION })]);
      await store.writeEstate(OTHER_REGION, moved);
      await store.writeEstate(REGION, moved);
      expect((await store.findPairByInstance(instance(2)))?.region).toBe(OTHER_REGION);
    });
  });
};
