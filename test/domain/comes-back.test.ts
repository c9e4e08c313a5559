import { describe, expect, it } from 'vitest';
import type { Pair } from '#domain/estate/estate.ts';
import { planOf } from '#domain/explain/plan.ts';
import type { PairState } from '#domain/pair/state.ts';
import { NOW, SAMPLE_PAIR } from '../../docs/state-samples.ts';
import { GATED_PAIR, steadyWith, switchIn } from '../../docs/state-switch-samples.ts';

const SATURDAY = [{ days: ['sat'], from: '02:00', to: '04:00', timeZone: 'Europe/Dublin' }] as const;
const IDLE = steadyWith('first');
const FLAPPING: PairState = { ...IDLE, failback: { returns: [], flappingSince: NOW } };

const under = (failback: Partial<Pair['failback']>): Pair => ({
  ...GATED_PAIR,
  failback: { ...GATED_PAIR.failback, ...failback },
});

const lastStep = (pair: Pair, to: 'first' | 'second', state = IDLE): string | undefined =>
  planOf(pair, {
    next: { ...state, operation: switchIn(to, 'handing-over') },
    actions: [],
    reason: 'handover-asked',
    evidence: [],
  }).at(-1);

describe('the plan of a switchover to the second unit ends with what policy makes of it', () => {
  it.each([
    {
      pair: under({ policy: 'native' }),
      says: 'the failback policy (native) returns the pair to first once first has been able to take over for 5 m; a hold keeps it on second',
    },
    {
      pair: under({ policy: 'gated', windows: SATURDAY }),
      says: 'the failback policy (gated) returns the pair to first once first has been able to take over for 5 m and a window is open; a hold keeps it on second',
    },
    {
      pair: under({ policy: 'manual' }),
      says: 'the pair stays on second until an operator approves the return; it then takes place once first has been able to take over for 5 m',
    },
  ])('$pair.failback.policy', ({ pair, says }) => {
    expect(lastStep(pair, 'second')).toBe(`then: ${says}`);
  });

  it('flapping', () => {
    expect(lastStep(GATED_PAIR, 'second', FLAPPING)).toBe(
      'then: the pair stays on second: returns have stopped until an operator acknowledges the flapping',
    );
  });

  it.each([
    { when: 'no host is preferred', pair: SAMPLE_PAIR, to: 'second' },
    { when: 'it is the preferred unit that becomes active', pair: GATED_PAIR, to: 'first' },
  ] as const)('not when $when', ({ pair, to }) => {
    expect(lastStep(pair, to)).toBe(
      'then: put the preferred host back to what is declared, where that moves no role',
    );
  });
});
