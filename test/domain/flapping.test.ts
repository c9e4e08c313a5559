import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { acknowledgeFlap } from '#domain/failback/operator-decisions.ts';
import { noteReturn } from '#domain/failback/returns.ts';
import { ALWAYS } from '#domain/failback/window.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';
import { decideWatch } from '#domain/watch/decide-watch.ts';
import { drainIn, INTENTS, NOW } from '../../docs/state-samples.ts';
import {
  BOTH_PREFER_FIRST,
  GATED_PAIR,
  lookAtSwitch,
  NO_PREFERENCE,
  type Preferences,
  type REQUESTS,
  requestTo,
  type SwitchClass,
  steadyWith,
  switchIn,
} from '../../docs/state-switch-samples.ts';
import { ofSecond } from './drain-samples.ts';

const NATIVE_PAIR: Pair = { ...GATED_PAIR, failback: { ...GATED_PAIR.failback, policy: 'native' } };
const { flapLimit, flapWithinMs } = GATED_PAIR.failback;

const look = (first: SwitchClass, second: SwitchClass, preferences: Preferences = NO_PREFERENCE): PairSeen =>
  lookAtSwitch('first', second, first, preferences);

const watch = (state: PairState, seen: PairSeen, pair: Pair = NATIVE_PAIR, now: EpochMs = NOW): PairState =>
  decideWatch(state, seen, pair, now).next;

const onSecond: PairState = watch(steadyWith('second'), look('standing by', 'serving'));
const withReturns = (state: PairState, ...minutesAgo: readonly number[]): PairState => ({
  ...state,
  failback: { ...state.failback, returns: minutesAgo.map((ago) => NOW - ago * MINUTE_MS) },
});

describe('returns that the units make by themselves', () => {
  it('are counted from watching', () => {
    const seen = look('serving', 'standing by');
    expect(watch(onSecond, seen).failback.returns).toEqual([NOW]);
  });

  it('are counted once, through whatever lies between', () => {
    const between = watch(onSecond, look('serving', 'serving'));
    expect(between).toMatchObject({ situation: { kind: 'switching' }, lastActive: 'second' });
    const returned = watch(between, look('serving', 'standing by'), NATIVE_PAIR, NOW + MINUTE_MS);
    expect(returned.failback.returns).toEqual([NOW + MINUTE_MS]);
    const later = watch(returned, look('serving', 'standing by'), NATIVE_PAIR, NOW + 2 * MINUTE_MS);
    expect(later).toBe(returned);
  });

  it.each<{ not: string; state: PairState; first: SwitchClass; second: SwitchClass; pair?: Pair }>([
    {
      not: 'a failover: the second unit is gone',
      state: onSecond,
      first: 'serving',
      second: 'shutting down',
    },
    {
      not: 'a failover of which the second unit has recovered',
      state: watch(onSecond, look('serving', 'shutting down')),
      first: 'serving',
      second: 'standing by',
    },
    {
      not: 'a switchover that we make',
      state: { ...onSecond, operation: switchIn('first', 'stepping-down') },
      first: 'serving',
      second: 'standing by',
    },
    {
      not: 'a drain of the second unit',
      state: {
        ...onSecond,
        operation: drainIn('returning', ofSecond(INTENTS['an operator terminates it']), true),
      },
      first: 'serving',
      second: 'standing by',
    },
    {
      not: 'a pair without a preferred host',
      state: onSecond,
      first: 'serving',
      second: 'standing by',
      pair: { ...NATIVE_PAIR, preferred: 'none' },
    },
    {
      not: 'the first look at a pair',
      state: { ...steadyWith('first'), version: 0 },
      first: 'serving',
      second: 'standing by',
    },
  ])('do not include $not', ({ state, first, second, pair }) => {
    expect(watch(state, look(first, second), pair).failback.returns).toEqual([]);
  });
});

describe('returns that the control plane makes', () => {
  const finish = (by: keyof typeof REQUESTS, returns: PairState): PairState => {
    const operation = switchIn('first', 'settling', { request: requestTo('first', by) });
    const state: PairState = { ...returns, operation };
    const policies = { pair: GATED_PAIR, frozen: false, window: ALWAYS };
    const question = { concern: 'failback', input: { kind: 'look' } } as const;
    return decide(state, look('serving', 'standing by'), policies, question, NOW).next;
  };

  it.each([
    { by: 'policy', counted: [NOW] },
    { by: 'failback-now', counted: [] },
    { by: 'operator', counted: [] },
  ] as const)('count when $by asked: $counted', ({ by, counted }) => {
    const next = finish(by, onSecond);
    expect(next.operation.kind).toBe('idle');
    expect(next.failback.returns).toEqual(counted);
  });

  it.each(['policy', 'operator'] as const)('are not counted again when watching sees them: %s', (by) => {
    const next = finish(by, onSecond);
    const seen = look('serving', 'standing by');
    expect(watch(next, seen, GATED_PAIR, NOW + MINUTE_MS).failback).toEqual(next.failback);
  });

  it('stop with the one too many', () => {
    const next = finish('policy', withReturns(onSecond, 20, 10));
    expect(next.failback).toMatchObject({ flappingSince: NOW });
  });
});

describe('flapping', () => {
  it.each([
    { minutesAgo: [], flaps: false },
    { minutesAgo: [10], flaps: false },
    { minutesAgo: [20, 10], flaps: true },
    { minutesAgo: [60, 10], flaps: false },
  ])('is a third return within the hour: after those $minutesAgo minutes ago', ({ minutesAgo, flaps }) => {
    const { failback } = withReturns(onSecond, ...minutesAgo);
    const noted = noteReturn(failback, GATED_PAIR.failback, NOW);
    expect(noted.flappingSince).toBe(flaps ? NOW : undefined);
    expect(noted.returns.every((at) => at > NOW - flapWithinMs)).toBe(true);
    expect(noted.returns.length >= flapLimit).toBe(flaps);
  });

  it('is said when watching sees it', () => {
    const state = withReturns(onSecond, 20, 10);
    const decision = decideWatch(state, look('serving', 'standing by'), NATIVE_PAIR, NOW);
    expect(decision).toMatchObject({ reason: 'flap-stop', next: { failback: { flappingSince: NOW } } });
  });

  it('began when it began, however many returns follow', () => {
    const { failback } = withReturns(onSecond, 20, 10, 5);
    const flapping = { ...failback, flappingSince: NOW - MINUTE_MS };
    expect(noteReturn(flapping, GATED_PAIR.failback, NOW).flappingSince).toBe(NOW - MINUTE_MS);
  });

  it('does not end by itself: the returns grow old and it stays', () => {
    const state: PairState = { ...onSecond, failback: { ...onSecond.failback, flappingSince: NOW } };
    const later = watch(state, look('standing by', 'serving'), GATED_PAIR, NOW + 2 * flapWithinMs);
    expect(later.failback.flappingSince).toBe(NOW);
  });

  const flapping: PairState = { ...onSecond, failback: { ...onSecond.failback, flappingSince: NOW } };
  const failback = (state: PairState, seen: PairSeen, pair = NATIVE_PAIR) =>
    decide(
      state,
      seen,
      { pair, frozen: false, window: ALWAYS },
      { concern: 'failback', input: { kind: 'look' } },
      NOW,
    );

  it('sets native units to No Preferred Host, so that they stay where they are', () => {
    const decision = failback(flapping, look('standing by', 'serving', BOTH_PREFER_FIRST));
    expect(decision.reason).toBe('preference-corrected');
    expect(decision.actions).toEqual([
      { kind: 'set-preference', unit: 'first', prefersFirst: false },
      { kind: 'set-preference', unit: 'second', prefersFirst: false },
    ]);
  });

  it('ends when an operator acknowledges: what was counted is forgotten', () => {
    const acknowledged = acknowledgeFlap(withReturns(flapping, 20, 10, 5));
    expect(acknowledged).toMatchObject({ reason: 'flap-acknowledged', actions: [] });
    expect(acknowledged?.next.failback).toEqual({ returns: [], readySince: flapping.failback.readySince });
    expect(acknowledgeFlap(onSecond)).toBeUndefined();
  });

  it('once acknowledged, lets native units prefer first again, next to an active first one only', () => {
    const { next = onSecond } = acknowledgeFlap(flapping) ?? {};
    const waits = failback(
      { ...next, failback: { returns: [], readySince: NOW } },
      look('standing by', 'serving'),
    );
    expect(waits).toMatchObject({ reason: 'in-hold-down', actions: [] });
    const back = failback({ ...steadyWith('first'), lastActive: 'first' }, look('serving', 'standing by'));
    expect(back.reason).toBe('preference-corrected');
    expect(back.actions).toEqual([
      { kind: 'set-preference', unit: 'first', prefersFirst: true },
      { kind: 'set-preference', unit: 'second', prefersFirst: true },
    ]);
  });
});
