import { describe, expect, it } from 'vitest';
import { entryOf, OTHER_REGION, REGION } from './declarations.ts';
import type { StoreUnderTest } from './pair-store.contract.ts';

export const testJournalAndFreeze = ({ make }: StoreUnderTest): void => {
  describe('journal', () => {
    it('is read newest first, page by page, and says which page is the last', async () => {
      const store = await make();
      for (const version of [3, 1, 10, 2, 9]) await store.appendJournal(entryOf('lm-1', version));
      await store.appendJournal(entryOf('lm-10', 4));
      const pages: number[][] = [];
      let beforeVersion: number | undefined;
      do {
        const page = await store.readJournal('lm-1', {
          limit: 2,
          ...(beforeVersion !== undefined && { beforeVersion }),
        });
        pages.push(page.entries.map(({ version }) => version));
        beforeVersion = page.nextBeforeVersion;
      } while (beforeVersion !== undefined);
      expect(pages).toEqual([[10, 9], [3, 2], [1]]);
    });

    it('has no next page when the last one is full', async () => {
      const store = await make();
      for (const version of [1, 2]) await store.appendJournal(entryOf('lm-1', version));
      const page = await store.readJournal('lm-1', { limit: 2 });
      expect(page).toEqual({ entries: [entryOf('lm-1', 2), entryOf('lm-1', 1)], damaged: [] });
    });

    it('is empty for a pair nobody has decided about', async () => {
      const store = await make();
      expect(await store.readJournal('lm-1', { limit: 2 })).toEqual({ entries: [], damaged: [] });
    });

    const done = [{ kind: 'done' }, { kind: 'failed', code: 'throttled' }] as const;
    it.each([
      { before: 'interrupted', after: done, kept: done },
      { before: done, after: 'interrupted', kept: done },
      { before: 'interrupted', after: 'interrupted', kept: 'interrupted' },
      { before: done, after: [{ kind: 'gone' }], kept: [{ kind: 'gone' }] },
    ] as const)('of $before, then $after keeps $kept', async ({ before, after, kept }) => {
      const store = await make();
      await store.appendJournal(entryOf('lm-1', 1, before));
      await store.appendJournal(entryOf('lm-1', 1, after));
      expect((await store.readJournal('lm-1', { limit: 5 })).entries).toEqual([entryOf('lm-1', 1, kept)]);
    });
  });

  describe('freeze', () => {
    it('keeps the first one until it is lifted', async () => {
      const store = await make();
      expect(await store.readFreeze(REGION)).toBeUndefined();
      await store.freezeRegion(REGION, { at: 1, why: 'half the region is down' });
      await store.freezeRegion(REGION, { at: 2, why: 'again' });
      const freeze = { at: 1, why: 'half the region is down' };
      expect(await store.readFreeze(REGION)).toEqual(freeze);
      expect((await store.readRegion(REGION)).freeze).toEqual(freeze);
      expect((await store.readRegion(OTHER_REGION)).freeze).toBeUndefined();
      await store.unfreezeRegion(REGION);
      await store.unfreezeRegion(REGION);
      expect(await store.readFreeze(REGION)).toBeUndefined();
      await store.freezeRegion(REGION, { at: 3, why: 'once more' });
      expect(await store.readFreeze(REGION)).toEqual({ at: 3, why: 'once more' });
    });

    it('survives an estate', async () => {
      const store = await make();
      await store.freezeRegion(REGION, { at: 1, why: 'eyes' });
      await store.writeEstate(REGION, { pairs: [], standalones: [] });
      expect(await store.readFreeze(REGION)).toEqual({ at: 1, why: 'eyes' });
    });
  });
};
