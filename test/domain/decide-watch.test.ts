import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PairSeen } from '#domain/pair/seen.ts';
import { newPairState, type PairState, type Situation } from '#domain/pair/state.ts';
import { decideWatch, FRESHNESS_MS } from '#domain/watch/decide-watch.ts';
import { watchNeedsLoadMaster } from '#domain/watch/needs-loadmaster.ts';
import { selectDue, type WatchedPair } from '#domain/watch/select-due.ts';
import { NOW, SAMPLE_PAIR, stateIn, UNIT_CLASSES, type UnitClass } from '../../docs/state-samples.ts';

const lookAt = (first: UnitClass, second: UnitClass): PairSeen => ({
  at: NOW,
  units: { first: UNIT_CLASSES[first], second: UNIT_CLASSES[second] },
});
const decide = (state: PairState, first: UnitClass, second: UnitClass, now = NOW) =>
  decideWatch(state, lookAt(first, second), SAMPLE_PAIR, now);
/** Steady, with the boots that the samples report known already. */
const settled = (): PairState => decide(stateIn('steady', 60_000), 'serving', 'standing by').next;

describe('decideWatch', () => {
  it('writes nothing about a steady pair: the very same state comes back', () => {
    const state = settled();
    const decision = decide(state, 'serving', 'standing by');
    expect(decision.next).toBe(state);
    expect(decision).toMatchObject({ reason: 'nothing-changed', actions: [] });
    expect(decision.lookAgainMs).toBeUndefined();
  });

  it('remembers the first look whatever it shows', () => {
    const decision = decide(newPairState('pair-a', NOW), 'not read', 'not read');
    expect(decision.reason).toBe('first-look');
    expect(decision.next.situation.kind).toBe('unknown');
  });

  it('says so when the other unit became active between two looks', () => {
    const decision = decide(settled(), 'standing by', 'serving');
    expect(decision).toMatchObject({
      reason: 'active-unit-changed',
      next: { situation: { active: 'second' } },
    });
  });

  it('looks again soon while the roles change', () => {
    expect(decide(settled(), 'standing by', 'standing by')).toMatchObject({
      reason: 'situation-changed',
      lookAgainMs: 5_000,
      next: { situation: { kind: 'switching', active: 'first' } },
    });
  });

  it('believes what it saw last until that is too old, then knows nothing', () => {
    const silent = decide(settled(), 'not read', 'not read');
    expect(silent).toMatchObject({
      reason: 'observers-silent',
      next: { unseenSince: NOW, situation: { kind: 'steady' } },
    });
    const still = decide(silent.next, 'not read', 'not read', NOW + FRESHNESS_MS - 1);
    expect(still.next).toBe(silent.next);
    const unknown = decide(silent.next, 'not read', 'not read', NOW + FRESHNESS_MS);
    expect(unknown).toMatchObject({ reason: 'situation-changed', next: { situation: { kind: 'unknown' } } });
    const back = decide(silent.next, 'serving', 'standing by', NOW + 60_000);
    expect(back.reason).toBe('observers-back');
    expect(back.next.unseenSince).toBeUndefined();
  });

  describe('asks the LoadMasters', () => {
    const minute = (at: number) => NOW + at * 60_000;
    const ask = (state: PairState, first: UnitClass, second: UnitClass, at: number) =>
      watchNeedsLoadMaster(state, lookAt(first, second), SAMPLE_PAIR, minute(at));

    it('of a steady pair in one minute of five, because a dead standby looks like a good one', () => {
      const asked = [0, 1, 2, 3, 4].map((at) => ask(settled(), 'serving', 'standing by', at));
      expect(asked.filter((units) => units.length === 2)).toHaveLength(1);
      expect(asked.filter((units) => units.length === 0)).toHaveLength(4);
    });

    it.each<{
      when: string;
      state: PairState;
      first: UnitClass;
      second: UnitClass;
      units: readonly string[];
    }>([
      {
        when: 'nobody answers',
        state: settled(),
        first: 'standing by',
        second: 'standing by',
        units: ['first', 'second'],
      },
      {
        when: 'only the active unit runs',
        state: settled(),
        first: 'serving',
        second: 'shutting down',
        units: ['first'],
      },
      {
        when: 'the other unit became active',
        state: settled(),
        first: 'standing by',
        second: 'serving',
        units: ['first', 'second'],
      },
      {
        when: 'the pair was degraded before',
        state: stateIn('degraded', 0),
        first: 'serving',
        second: 'standing by',
        units: ['first', 'second'],
      },
      { when: 'AWS says nothing', state: settled(), first: 'not read', second: 'not read', units: [] },
    ])('in every minute when $when: $units', ({ state, first, second, units }) => {
      expect([0, 1, 2, 3, 4].map((at) => ask(state, first, second, at))).toEqual(
        [0, 1, 2, 3, 4].map(() => units),
      );
    });
  });

  it('calls a silent standby degraded once the silence lasts, and steady again only when it answers', () => {
    const silent = decide(settled(), 'serving', 'standing by, silent');
    expect(silent.next.situation).toMatchObject({ kind: 'switching', active: 'first' });
    const lasting = decide(silent.next, 'serving', 'standing by, silent', NOW + 60_000);
    expect(lasting.next.situation.kind).toBe('degraded');
    const unasked = {
      ...UNIT_CLASSES['standing by'],
      loadMaster: { kind: 'unread', code: 'not-asked' },
    } as const;
    const look = {
      ...lookAt('serving', 'standing by'),
      units: { first: UNIT_CLASSES.serving, second: unasked },
    };
    expect(decideWatch(lasting.next, look, SAMPLE_PAIR, NOW + 65_000).next).toBe(lasting.next);
    expect(decide(lasting.next, 'serving', 'standing by', NOW + 70_000).next.situation.kind).toBe('steady');
  });
});

describe('selectDue', () => {
  const watched = (id: string, situation: Situation): WatchedPair => ({
    pair: { ...SAMPLE_PAIR, id, targetGroups: [`arn:${id}`] },
    state: { ...stateIn(situation, 0), pairId: id },
  });
  const estate = [
    ...Array.from({ length: 10 }, (_, at) => watched(`calm-${at}`, 'steady')),
    watched('hot', 'degraded'),
  ];
  const ids = (budget: number, now: number) => selectDue(estate, budget, now).map(({ pair }) => pair.id);

  it('takes everything when the budget allows', () => {
    expect(ids(11, NOW)).toHaveLength(11);
  });

  it('takes the hot ones first and gives every calm one its turn', () => {
    const passes = [0, 1, 2, 3].map((pass) => ids(4, NOW + pass * 60_000));
    expect(passes.every(([first]) => first === 'hot')).toBe(true);
    expect(new Set(passes.flat()).size).toBe(11);
    expect(passes.every((pass) => pass.length === 4)).toBe(true);
  });

  it('gives every calm pair its turn whatever its number of target groups', () => {
    const shape = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(shape, fc.integer({ min: 4, max: 20 }), (groups, budget) => {
        const pairs = groups.map((count, at): WatchedPair => {
          const { pair, state } = watched(`p${at}`, 'steady');
          return {
            state,
            pair: {
              ...pair,
              targetGroups: Array.from({ length: count }, (_, group) => `arn:${at}/${group}`),
            },
          };
        });
        const passes = Array.from({ length: pairs.length }, (_, pass) =>
          selectDue(pairs, budget, NOW + pass * 60_000),
        );
        expect(new Set(passes.flat().map(({ pair }) => pair.id)).size).toBe(pairs.length);
        const cost = (pass: readonly WatchedPair[]) =>
          new Set(pass.flatMap(({ pair }) => pair.targetGroups)).size;
        expect(passes.every((pass) => cost(pass) <= budget)).toBe(true);
      }),
    );
  });
});
