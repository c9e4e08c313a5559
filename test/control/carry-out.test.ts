import { describe, expect, it } from 'vitest';
import { carryOut, INTERRUPTED_AFTER_MS, repairInterrupted } from '#control/carry-out.ts';
import { StaleStateError } from '#control/errors.ts';
import { decideDrain } from '#domain/drain/decide-drain.ts';
import type { PairState } from '#domain/pair/state.ts';
import { INTENTS, NOW, SAMPLE_PAIR, stateIn } from '../../docs/state-samples.ts';
import { type Log, loggedStore, lookAt, makeHands, shownActors } from './fakes.ts';

const FIRST = SAMPLE_PAIR.units.first.instanceId;
const SEEN = lookAt('standing by', 'serving');

/** A standby that spot takes: one decision with actions. */
const decisionFrom = (state: PairState) =>
  decideDrain(
    state,
    SEEN,
    {
      pair: SAMPLE_PAIR,
      frozen: false,
      input: { kind: 'intent', intent: INTENTS['spot, two minutes left'] },
    },
    NOW,
  );

const fresh = (): PairState => ({ ...stateIn('steady', 0), version: 0 });

const setUp = async (failAt?: string) => {
  const log: Log = [];
  const store = await loggedStore(log, failAt);
  const hands = makeHands(
    log,
    store,
    shownActors(log, () => SEEN),
  );
  return { log, store, hands };
};

describe('carrying out a decision', () => {
  it('claims before it acts, and records after', async () => {
    const { log, hands } = await setUp();
    const state = await carryOut(hands, SAMPLE_PAIR, fresh(), decisionFrom(fresh()), 'drain', 'why');
    expect(log).toEqual([
      'claim 1',
      `deregister ${FIRST}`,
      `deregister ${FIRST}`,
      'journal 1 done',
      'settle 1',
    ]);
    expect(state).toMatchObject({
      version: 1,
      pending: false,
      lastDecision: { reason: 'deregistering', why: 'why' },
    });
    expect(hands.recorded).toHaveLength(1);
  });

  it('does nothing at all when the race is lost', async () => {
    const { log, store, hands } = await setUp();
    await store.claim(SAMPLE_PAIR.region, { ...fresh(), version: 1 });
    log.length = 0;
    const lost = carryOut(hands, SAMPLE_PAIR, fresh(), decisionFrom(fresh()), 'drain');
    await expect(lost).rejects.toBeInstanceOf(StaleStateError);
    expect(log).toEqual(['claim 1']);
  });

  it('writes nothing when nothing was decided', async () => {
    const { log, hands } = await setUp();
    const state = fresh();
    const decision = { next: state, actions: [], reason: 'nothing-changed', evidence: [] } as const;
    expect(await carryOut(hands, SAMPLE_PAIR, state, decision, 'watch')).toBe(state);
    expect(log).toEqual([]);
  });

  it('refuses to act without hands to act with', async () => {
    const { hands } = await setUp();
    const { actors: _, ...without } = hands;
    await expect(carryOut(without, SAMPLE_PAIR, fresh(), decisionFrom(fresh()), 'watch')).rejects.toThrow(
      /was decided where there is no/,
    );
  });
});

describe('a crash between claim and record', () => {
  it.each(['journal 1 done', 'settle 1'])('at "%s" leaves a decision that is pending', async (failAt) => {
    const { store, hands } = await setUp(failAt);
    await expect(carryOut(hands, SAMPLE_PAIR, fresh(), decisionFrom(fresh()), 'drain')).rejects.toThrow(
      'died',
    );
    expect(await store.readState(SAMPLE_PAIR.region, SAMPLE_PAIR.id)).toMatchObject({
      version: 1,
      pending: true,
    });
  });

  it('is left alone while its maker may still be at work, then written down as interrupted', async () => {
    const { log, store, hands } = await setUp('journal 1 done');
    await carryOut(hands, SAMPLE_PAIR, fresh(), decisionFrom(fresh()), 'drain').catch(() => undefined);
    const state = (await store.readState(SAMPLE_PAIR.region, SAMPLE_PAIR.id)) ?? fresh();
    log.length = 0;
    hands.now = NOW + INTERRUPTED_AFTER_MS - 1;
    await repairInterrupted(hands, SAMPLE_PAIR, state);
    expect(log).toEqual([]);
    hands.now = NOW + INTERRUPTED_AFTER_MS;
    await repairInterrupted(hands, SAMPLE_PAIR, state);
    expect(log).toEqual(['journal 1 interrupted', 'settle 1']);
  });

  it('is written down before the next claim overwrites it', async () => {
    const { log, store, hands } = await setUp('journal 1 done');
    await carryOut(hands, SAMPLE_PAIR, fresh(), decisionFrom(fresh()), 'drain').catch(() => undefined);
    const state = (await store.readState(SAMPLE_PAIR.region, SAMPLE_PAIR.id)) ?? fresh();
    log.length = 0;
    const next = { ...state, handled: ['x'] };
    await carryOut(hands, SAMPLE_PAIR, state, { next, actions: [], reason: 'held', evidence: [] }, 'drain');
    expect(log.slice(0, 2)).toEqual(['journal 1 interrupted', 'claim 2']);
  });
});
