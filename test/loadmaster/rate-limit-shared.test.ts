import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '#control/errors.ts';
import { SECOND_MS } from '#domain/time.ts';
import { makeSharedRateLimit } from '#loadmaster/rate-limit-shared.ts';
import { CALLS_PER_SLOT, SLOT_MS } from '#loadmaster/rate-limit-slots.ts';
import type { Refusal, Reserved, UnitCalls } from '#loadmaster/unit-calls.ts';
import { makeMemoryUnitCalls } from '#store/memory/unit-calls.ts';

const START = 1_000 * SLOT_MS;

/** Time that only sleeping passes, one store, and as many processes as are asked for. */
const makeWorld = (reserve?: UnitCalls['reserve']) => {
  const clock = {
    at: START,
    now: () => clock.at,
    sleep: async (ms: number) => {
      clock.at += ms;
    },
  };
  const store = makeMemoryUnitCalls();
  const told: (Refusal | undefined)[] = [];
  const unreachable: StoreUnavailableError[] = [];
  let asked = 0;
  const calls: Pick<UnitCalls, 'reserve'> = {
    reserve: async (unitKey, block) => {
      asked += 1;
      return (reserve ?? store.reserve)(unitKey, block);
    },
  };
  return {
    clock,
    store,
    told,
    unreachable,
    asked: () => asked,
    process: () =>
      makeSharedRateLimit({
        clock,
        calls,
        onRefusal: (_unitKey, refusal) => void told.push(refusal),
        onUnreachable: (error) => void unreachable.push(error),
      }),
  };
};

const takes = async (
  limit: ReturnType<ReturnType<typeof makeWorld>['process']>,
  count: number,
  withinMs = 0,
) => {
  const taken: boolean[] = [];
  for (let call = 0; call < count; call += 1) taken.push(await limit.take('unit', withinMs));
  return taken.filter(Boolean).length;
};

describe('a call rate that processes share', () => {
  it('lets one process have the whole slot, and waits for the next', async () => {
    const { process, clock } = makeWorld();
    const limit = process();
    expect(await takes(limit, 20)).toBe(CALLS_PER_SLOT);
    expect(await limit.take('unit', SLOT_MS - 1)).toBe(false);
    expect(clock.at).toBe(START);
    expect(await limit.take('unit', SLOT_MS + SECOND_MS)).toBe(true);
    expect(clock.at).toBeGreaterThanOrEqual(START + SLOT_MS);
  });

  it('gives two processes the slot together', async () => {
    const { process } = makeWorld();
    const [one, other] = [process(), process()];
    expect((await takes(one, 5)) + (await takes(other, 20))).toBe(3 * 2 - 1 + 6);
    expect(await takes(one, 20)).toBe(1);
  });

  it('asks the store once for three calls, and once for a slot that is used up', async () => {
    const { process, asked } = makeWorld();
    const limit = process();
    await takes(limit, 3);
    expect(asked()).toBe(1);
    await takes(limit, 20);
    expect(asked()).toBe(5);
  });

  it('is each unit’s own', async () => {
    const limit = makeWorld().process();
    await takes(limit, 20);
    expect(await limit.take('another', 0)).toBe(true);
  });

  it('sends nothing that was reserved in a slot which ended meanwhile', async () => {
    const world = makeWorld();
    let slow = true;
    const { clock } = world;
    const delayed = makeWorld(async (unitKey, block): Promise<Reserved> => {
      if (slow) delayed.clock.at += SLOT_MS;
      slow = false;
      return world.store.reserve(unitKey, block);
    });
    const limit = delayed.process();
    expect(await limit.take('unit', 2 * SLOT_MS)).toBe(true);
    expect(delayed.asked()).toBe(2);
    clock.at = delayed.clock.at;
    expect(await takes(world.process(), 20)).toBe(CALLS_PER_SLOT - 3);
  });

  it('gives up where the answer came too late', async () => {
    const { clock, process } = makeWorld(async () => {
      clock.at += SECOND_MS;
      return { granted: true };
    });
    expect(await process().take('unit', SECOND_MS - 1)).toBe(false);
  });

  it('tells what the unit refused last, with every reservation', async () => {
    const { process, store, told } = makeWorld();
    await store.refused('unit', 'v1', 5);
    await takes(process(), 4);
    expect(told).toEqual([
      { version: 'v1', count: 1, at: 5 },
      { version: 'v1', count: 1, at: 5 },
    ]);
  });
});

describe('a store that does not answer', () => {
  const failing = (isDown: () => boolean) => {
    const store = makeMemoryUnitCalls();
    return makeWorld(async (unitKey, block) => {
      if (isDown()) throw new StoreUnavailableError();
      return store.reserve(unitKey, block);
    });
  };

  it('leaves each process a quarter of the rate', async () => {
    const { process, clock } = failing(() => true);
    const [one, other] = [process(), process()];
    for (let slot = 0; slot < 3; slot += 1) {
      clock.at = START + slot * SLOT_MS + SECOND_MS;
      expect(await takes(one, 20)).toBe(3);
      expect(await takes(other, 20)).toBe(3);
    }
  });

  it('never adds to what was reserved before', async () => {
    let isDown = false;
    const { process } = failing(() => isDown);
    const limit = process();
    expect(await takes(limit, 3)).toBe(3);
    isDown = true;
    expect(await takes(limit, 20)).toBe(0);
  });

  it('is left alone for half a minute, and reported once until it answers again', async () => {
    let isDown = true;
    const { process, clock, asked, unreachable } = failing(() => isDown);
    const limit = process();
    const look = async (afterMs: number) => {
      clock.at = START + SECOND_MS + afterMs;
      await takes(limit, 1);
    };
    await look(0);
    await look(27 * SECOND_MS);
    expect(asked()).toBe(1);
    await look(30 * SECOND_MS);
    expect([asked(), unreachable.length]).toEqual([2, 1]);
    isDown = false;
    await look(60 * SECOND_MS);
    expect(asked()).toBe(3);
    isDown = true;
    await look(90 * SECOND_MS);
    expect([asked(), unreachable.length]).toEqual([4, 2]);
  });

  it('is not made of a bug', async () => {
    const { process } = makeWorld(() => Promise.reject(new TypeError('ours')));
    await expect(process().take('unit', 0)).rejects.toThrow(TypeError);
  });
});
