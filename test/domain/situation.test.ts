import { describe, expect, it } from 'vitest';
import type { PairSeen } from '#domain/pair/seen.ts';
import { classify, graceMs } from '#domain/pair/situation.ts';
import type { Situation } from '#domain/pair/state.ts';
import { statusSquare } from '#domain/pair/status-square.ts';
import { viewUnits } from '#domain/pair/unit-view.ts';
import { NOW, SAMPLE_PAIR, stateIn, UNIT_CLASSES, type UnitClass } from '../../docs/state-samples.ts';

const lookAt = (first: UnitClass, second: UnitClass): PairSeen => ({
  at: NOW,
  units: { first: UNIT_CLASSES[first], second: UNIT_CLASSES[second] },
});

describe('what a pair is in', () => {
  it.each<{ first: UnitClass; second: UnitClass; before: Situation; becomes: Situation }>([
    { first: 'serving', second: 'standing by', before: 'unknown', becomes: 'steady' },
    { first: 'standing by', second: 'serving', before: 'steady', becomes: 'steady' },
    { first: 'serving', second: 'serving', before: 'steady', becomes: 'switching' },
    { first: 'standing by', second: 'standing by', before: 'steady', becomes: 'switching' },
    { first: 'serving', second: 'serving', before: 'dual-active', becomes: 'dual-active' },
    { first: 'standing by', second: 'standing by', before: 'no-active', becomes: 'no-active' },
    { first: 'serving', second: 'shutting down', before: 'steady', becomes: 'degraded' },
    { first: 'serving', second: 'not polled', before: 'steady', becomes: 'degraded' },
    { first: 'shutting down', second: 'shutting down', before: 'steady', becomes: 'no-active' },
    { first: 'standing by, silent', second: 'standing by, silent', before: 'steady', becomes: 'no-active' },
    { first: 'standing by, silent', second: 'shutting down', before: 'steady', becomes: 'no-active' },
    { first: 'standing by, silent', second: 'standing by', before: 'steady', becomes: 'switching' },
    { first: 'not polled', second: 'not polled', before: 'steady', becomes: 'unconnected' },
    { first: 'serving', second: 'not read', before: 'steady', becomes: 'unknown' },
  ])('$first / $second after $before is $becomes', ({ first, second, before, becomes }) => {
    expect(classify(stateIn(before, 0), lookAt(first, second), SAMPLE_PAIR, NOW).kind).toBe(becomes);
  });

  it.each<{ first: UnitClass; second: UnitClass; lasting: Situation }>([
    { first: 'serving', second: 'serving', lasting: 'dual-active' },
    { first: 'standing by', second: 'standing by', lasting: 'no-active' },
    { first: 'groups disagree', second: 'standing by', lasting: 'degraded' },
    { first: 'serving', second: 'standing by, silent', lasting: 'degraded' },
  ])(
    '$first / $second is a change of roles within the grace and $lasting after it',
    ({ first, second, lasting }) => {
      const grace = graceMs(SAMPLE_PAIR.healthCheck);
      const later = (ms: number) =>
        classify(stateIn('switching', ms), lookAt(first, second), SAMPLE_PAIR, NOW).kind;
      expect(later(grace)).toBe('switching');
      expect(later(grace + 1)).toBe(lasting);
    },
  );

  it('keeps the time since when a situation lasts', () => {
    const record = classify(stateIn('steady', 90_000), lookAt('serving', 'standing by'), SAMPLE_PAIR, NOW);
    expect(record.since).toBe(NOW - 90_000);
  });

  it('is never steady with a pacified standby', () => {
    const boots = [60_000, 120_000, 180_000, 240_000].map((ago) => NOW - ago);
    const rebooted = { ...stateIn('steady', 0), boots: { first: [], second: boots } };
    expect(classify(rebooted, lookAt('serving', 'standing by'), SAMPLE_PAIR, NOW).kind).toBe('degraded');
  });

  it('takes a unit that no group lists for no target at all', () => {
    const view = viewUnits(lookAt('serving', 'in no group'), SAMPLE_PAIR, stateIn('steady', 0), NOW);
    expect(view.second).toMatchObject({ out: true, canTakeOver: false, listedIn: [] });
  });
});

describe('the status squares', () => {
  it.each<{ first: UnitClass; second: UnitClass; situation: Situation; squares: string }>([
    { first: 'serving', second: 'standing by', situation: 'steady', squares: 'greenA green' },
    { first: 'serving', second: 'shutting down', situation: 'degraded', squares: 'greenA red' },
    { first: 'serving', second: 'serving', situation: 'dual-active', squares: 'greyA greyA' },
    { first: 'not polled', second: 'not polled', situation: 'unconnected', squares: 'none none' },
    { first: 'serving', second: 'not read', situation: 'unknown', squares: 'greenA grey' },
    { first: 'serving', second: 'in no group', situation: 'degraded', squares: 'greenA red' },
  ])('$first / $second in $situation shows $squares', ({ first, second, situation, squares }) => {
    const state = stateIn(situation, 0);
    const views = viewUnits(lookAt(first, second), SAMPLE_PAIR, state, NOW);
    const shown = (['first', 'second'] as const).map((name) => statusSquare(name, views, state.situation));
    expect(shown.map(({ colour, active }) => `${colour}${active ? 'A' : ''}`).join(' ')).toBe(squares);
  });

  it('is blue for a unit that rebooted more than three times in five minutes', () => {
    const boots = [1, 2, 3, 4].map((minutes) => NOW - minutes * 60_000);
    const state = { ...stateIn('degraded', 0), boots: { first: [], second: boots } };
    const views = viewUnits(lookAt('serving', 'standing by'), SAMPLE_PAIR, state, NOW);
    expect(statusSquare('second', views, state.situation).colour).toBe('blue');
  });
});
