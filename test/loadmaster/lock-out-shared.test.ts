import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '#control/errors.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { makeSharedLockOut } from '#loadmaster/lock-out-shared.ts';
import type { Refusal, UnitCalls } from '#loadmaster/unit-calls.ts';

const UNIT = '10.0.1.5:8443';
const QUARTER_MS = 15 * MINUTE_MS;

const makeWorld = (store: Partial<UnitCalls> = {}) => {
  const clock = { at: 1_000, now: () => clock.at, sleep: async () => undefined };
  const sent: string[] = [];
  const untold: Error[] = [];
  const calls = {
    refused: async (_unit: string, version: string, at: number) => void sent.push(`refused ${version} ${at}`),
    accepted: async () => void sent.push('accepted'),
    ...store,
  };
  const lockOut = makeSharedLockOut({ clock, calls, onUntold: (error) => void untold.push(error) });
  return { clock, sent, untold, lockOut };
};

const refusal = (count: number, at = 1_000): Refusal => ({ version: 'v1', count, at });

describe('credentials that another process was refused', () => {
  it.each([
    { when: 'nothing is known', learned: undefined, passMs: 0, withheld: false },
    { when: 'refused just now', learned: refusal(1), passMs: 0, withheld: true },
    { when: '15 minutes later', learned: refusal(1), passMs: QUARTER_MS, withheld: false },
    { when: 'refused twice', learned: refusal(2), passMs: 100 * QUARTER_MS, withheld: true },
    {
      when: 'another version was refused',
      learned: { ...refusal(2), version: 'v0' },
      passMs: 0,
      withheld: false,
    },
  ])('are withheld: $withheld, $when', ({ learned, passMs, withheld }) => {
    const { clock, lockOut } = makeWorld();
    lockOut.learn(UNIT, learned);
    clock.at += passMs;
    expect(lockOut.withholds(UNIT, 'v1')).toBe(withheld);
  });

  it('are free again when the store says so', () => {
    const { lockOut } = makeWorld();
    lockOut.learn(UNIT, refusal(2));
    lockOut.learn(UNIT, undefined);
    expect(lockOut.withholds(UNIT, 'v1')).toBe(false);
  });
});

describe('credentials that this process was refused', () => {
  it('are told, and withheld here without hearing it back', async () => {
    const { lockOut, sent } = makeWorld();
    await lockOut.refused(UNIT, 'v1');
    expect(sent).toEqual(['refused v1 1000']);
    lockOut.learn(UNIT, undefined);
    expect(lockOut.withholds(UNIT, 'v1')).toBe(true);
  });

  it('are withheld here also where the store does not answer', async () => {
    const down = async () => Promise.reject(new StoreUnavailableError());
    const { lockOut, untold } = makeWorld({ refused: down });
    await lockOut.refused(UNIT, 'v1');
    expect(lockOut.withholds(UNIT, 'v1')).toBe(true);
    expect(untold).toHaveLength(1);
  });
});

describe('credentials that the unit took', () => {
  it('cost the store nothing while nothing was refused', async () => {
    const { lockOut, sent } = makeWorld();
    await lockOut.accepted(UNIT);
    expect(sent).toEqual([]);
  });

  it('end what was refused before, once', async () => {
    const { lockOut, sent } = makeWorld();
    lockOut.learn(UNIT, refusal(1));
    await lockOut.accepted(UNIT);
    await lockOut.accepted(UNIT);
    expect(sent).toEqual(['accepted']);
    expect(lockOut.withholds(UNIT, 'v1')).toBe(false);
  });

  it('let a bug be seen', async () => {
    const { lockOut } = makeWorld({ accepted: () => Promise.reject(new TypeError('ours')) });
    lockOut.learn(UNIT, refusal(1));
    await expect(lockOut.accepted(UNIT)).rejects.toThrow(TypeError);
  });
});
