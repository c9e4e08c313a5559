import { describe, expect, it } from 'vitest';
import { carryOut, repairInterrupted } from '#control/carry-out.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { newPairState } from '#domain/pair/state.ts';
import { MINUTE_MS } from '#domain/time.ts';
import {
  type DecisionMoment,
  FunctionDiedError,
  makeFunctionDeaths,
  mortalStore,
} from '#rehearsal/functions/function-deaths.ts';
import { makeMemoryPairStore } from '#store/memory/pair-store.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import { lookAtSwitch, NO_PREFERENCE } from '../../../docs/state-switch-samples.ts';
import { type Log, makeHands, shownActors } from '../../control/fakes.ts';

const PAIR = SAMPLE_PAIR;

const REBOOT: Decision = {
  next: newPairState(PAIR.id, NOW),
  actions: [{ kind: 'reboot-unit', unit: 'second' }],
  reason: 'rebooting',
  evidence: [],
};

const setUp = () => {
  const log: Log = [];
  const actors = shownActors(log, () => lookAtSwitch('first', 'serving', 'standing by', NO_PREFERENCE));
  const store = makeMemoryPairStore();
  const deaths = makeFunctionDeaths();
  const base = makeHands(log, mortalStore(store, 'firmware', deaths));
  const hands = { ...base, actors };
  const carry = () => carryOut(hands, PAIR, newPairState(PAIR.id, NOW), REBOOT, 'firmware');
  const journal = async () => (await store.readJournal(PAIR.id, { limit: 10 })).entries;
  const didReboot = () => log.some((line) => line.includes('reboot'));
  const setTime = (at: number): void => {
    base.now = at;
  };
  return { deaths, hands, store, carry, journal, didReboot, setTime };
};

describe('a function that may die', () => {
  it('lives unless somebody says otherwise', async () => {
    const { carry, journal, didReboot } = setUp();
    await carry();
    expect(didReboot()).toBe(true);
    expect(await journal()).toMatchObject([{ reason: 'rebooting', outcomes: [{ kind: 'done' }] }]);
  });

  it.each([
    { at: 'claimed', acted: false },
    { at: 'acted', acted: true },
  ] as const)('dies when it has $at, and leaves its decision pending', async ({ at, acted }) => {
    const { deaths, store, carry, journal, didReboot } = setUp();
    const moments: DecisionMoment[] = [];
    deaths.strikes = (moment) => {
      moments.push(moment);
      return moment.at === at;
    };
    await expect(carry()).rejects.toThrow(FunctionDiedError);
    expect(didReboot()).toBe(acted);
    expect(await store.readState(PAIR.region, PAIR.id)).toMatchObject({ pending: true });
    expect(await journal()).toEqual([]);
    expect(moments.at(-1)).toMatchObject({ functionName: 'firmware', pairId: PAIR.id, at });
  });

  it('does not die of writing down that another one was interrupted', async () => {
    const { deaths, hands, store, carry, journal, setTime } = setUp();
    deaths.strikes = () => true;
    await expect(carry()).rejects.toThrow(FunctionDiedError);
    const state = await store.readState(PAIR.region, PAIR.id);
    if (state === undefined) throw new Error('nothing was claimed');
    setTime(NOW + 2 * MINUTE_MS);
    await repairInterrupted(hands, PAIR, state);
    expect(await journal()).toMatchObject([{ reason: 'rebooting', outcomes: 'interrupted' }]);
  });
});
