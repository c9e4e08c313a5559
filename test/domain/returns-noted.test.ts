import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { ALWAYS } from '#domain/failback/window.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { decideWatch } from '#domain/watch/decide-watch.ts';
import { NOW } from '../../docs/state-samples.ts';
import {
  GATED_PAIR,
  lookAtSwitch,
  NO_PREFERENCE,
  requestTo,
  type SwitchClass,
  steadyWith,
  switchIn,
} from '../../docs/state-switch-samples.ts';

const NATIVE_PAIR: Pair = { ...GATED_PAIR, failback: { ...GATED_PAIR.failback, policy: 'native' } };

const watchAt = (state: PairState, minute: number, first: SwitchClass, second: SwitchClass) =>
  decideWatch(
    state,
    lookAtSwitch('first', second, first, NO_PREFERENCE),
    NATIVE_PAIR,
    NOW + minute * MINUTE_MS,
  );

describe('a return of the units after a failover', () => {
  it.each<{ first: SwitchClass; second: SwitchClass }>([
    { first: 'groups disagree', second: 'standing by' },
    { first: 'serving', second: 'groups disagree' },
  ])('is counted when half-way the first is $first and the second $second', ({ first, second }) => {
    const { next: failedOver } = watchAt(steadyWith('second'), 0, 'shutting down', 'serving');
    const { next: halfWay } = watchAt(failedOver, 1, first, second);
    expect(halfWay.lastActive).toBe('second');
    const { next: returned } = watchAt(halfWay, 2, 'serving', 'standing by');
    expect(returned.failback.returns).toEqual([NOW + 2 * MINUTE_MS]);
  });
});

describe('a return by policy that is one too many', () => {
  it('ends in flap-stop, so that people are told', () => {
    const { flapLimit } = GATED_PAIR.failback;
    const onSecond = steadyWith('second');
    const state: PairState = {
      ...onSecond,
      operation: switchIn('first', 'settling', { request: requestTo('first', 'policy') }),
      failback: { ...onSecond.failback, returns: Array.from({ length: flapLimit - 1 }, () => NOW) },
    };
    const decision = decide(
      state,
      lookAtSwitch('first', 'standing by', 'serving', NO_PREFERENCE),
      { pair: GATED_PAIR, frozen: false, window: ALWAYS },
      { concern: 'failback', input: { kind: 'look' } },
      NOW,
    );
    expect(decision).toMatchObject({ reason: 'flap-stop', next: { failback: { flappingSince: NOW } } });
  });
});
