import { describe, expect, it } from 'vitest';
import type { UnitCalls } from '#loadmaster/unit-calls.ts';

export interface CallsUnderTest {
  /** Knows nothing of any unit. */
  readonly make: () => Promise<UnitCalls> | UnitCalls;
}

const UNIT = '10.0.1.5:8443';
const block = (slot: number, calls = 3) => ({ slot, calls, most: 12 });

/** What UnitCalls promises, whatever it is made of. */
export const testUnitCalls = ({ make }: CallsUnderTest): void => {
  describe('calls of a unit', () => {
    const grants = async (calls: UnitCalls, ...slots: readonly number[]): Promise<readonly boolean[]> => {
      const all: boolean[] = [];
      for (const slot of slots) all.push((await calls.reserve(UNIT, block(slot))).granted);
      return all;
    };

    it('gives out a slot until it is used up, and begins the next one anew', async () => {
      const calls = await make();
      expect(await grants(calls, 7, 7, 7, 7, 7, 8, 8)).toEqual([true, true, true, true, false, true, true]);
    });

    it('gives nothing of a slot when the next one has begun', async () => {
      expect(await grants(await make(), 7, 8, 7, 8)).toEqual([true, true, false, true]);
    });

    it('goes on after slots in which nobody called', async () => {
      expect(await grants(await make(), 7, 700)).toEqual([true, true]);
    });

    it('does not wait for a broken clock that was ahead', async () => {
      expect(await grants(await make(), 700, 7, 7, 8)).toEqual([true, true, true, true]);
    });

    it('grants a block whole or not at all', async () => {
      const calls = await make();
      expect((await calls.reserve(UNIT, block(7, 11))).granted).toBe(true);
      expect((await calls.reserve(UNIT, block(7, 2))).granted).toBe(false);
      expect((await calls.reserve(UNIT, block(7, 1))).granted).toBe(true);
    });

    it('is each unit’s own', async () => {
      const calls = await make();
      await grants(calls, 7, 7, 7, 7);
      expect((await calls.reserve('10.0.2.5:8443', block(7))).granted).toBe(true);
    });

    it('gives no call twice to processes that race for them', async () => {
      const calls = await make();
      const racing = Array.from({ length: 10 }, () => calls.reserve(UNIT, block(7)));
      const granted = (await Promise.all(racing)).filter((one) => one.granted);
      expect(granted).toHaveLength(4);
    });
  });

  describe('refused credentials', () => {
    const known = async (calls: UnitCalls, slot: number) => (await calls.reserve(UNIT, block(slot))).refusal;

    it('come with every reservation', async () => {
      const calls = await make();
      expect(await known(calls, 7)).toBeUndefined();
      await calls.refused(UNIT, 'v1', 1_000);
      expect(await known(calls, 7)).toEqual({ version: 'v1', count: 1, at: 1_000 });
      expect(await known(calls, 8)).toEqual({ version: 'v1', count: 1, at: 1_000 });
    });

    it('are known before anything was reserved', async () => {
      const calls = await make();
      await calls.refused(UNIT, 'v1', 1_000);
      expect(await calls.reserve(UNIT, block(7))).toEqual({
        granted: true,
        refusal: { version: 'v1', count: 1, at: 1_000 },
      });
    });

    it('are counted by version', async () => {
      const calls = await make();
      await calls.refused(UNIT, 'v1', 1_000);
      await calls.refused(UNIT, 'v1', 2_000);
      expect(await known(calls, 7)).toEqual({ version: 'v1', count: 2, at: 2_000 });
      await calls.refused(UNIT, 'v2', 3_000);
      expect(await known(calls, 7)).toEqual({ version: 'v2', count: 1, at: 3_000 });
    });

    it('are counted, every one, when processes are refused at once', async () => {
      const calls = await make();
      await calls.refused(UNIT, 'v1', 1_000);
      await Promise.all([2, 3, 4].map((at) => calls.refused(UNIT, 'v1', at)));
      expect((await known(calls, 7))?.count).toBe(4);
    });

    it('are forgotten when the unit takes credentials, and calls are not', async () => {
      const calls = await make();
      await calls.reserve(UNIT, block(7, 12));
      await calls.refused(UNIT, 'v1', 1_000);
      await calls.accepted(UNIT);
      expect(await calls.reserve(UNIT, block(7))).toEqual({ granted: false });
      expect(await known(calls, 8)).toBeUndefined();
    });

    it('are nothing to forget where nothing is known', async () => {
      const calls = await make();
      await calls.accepted(UNIT);
      expect(await known(calls, 7)).toBeUndefined();
    });

    it('are each unit’s own', async () => {
      const calls = await make();
      await calls.refused('10.0.2.5:8443', 'v1', 1_000);
      expect(await known(calls, 7)).toBeUndefined();
    });
  });
};
