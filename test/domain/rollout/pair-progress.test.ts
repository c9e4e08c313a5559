import { describe, expect, it } from 'vitest';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { newPairState, type PairState } from '#domain/pair/state.ts';
import { pairProgressOf } from '#domain/rollout/pair-progress.ts';
import type { PairProgress } from '#domain/rollout/rollout.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { READY, REFUSED, resultOf } from './rollout-samples.ts';

const ORDER_ID = '20260501-100000-4f2a/a';
const LATER = NOW + MINUTE_MS;

const unit = { from: '7.2.60.0', preferredFirst: false };
const change: FirmwareOperation = {
  kind: 'upgrading',
  order: { id: ORDER_ID, rolloutId: 'r', target: '7.2.62.0', requestedAt: NOW, why: 'CVE' },
  phase: 'installing',
  startedAt: LATER,
  phaseSince: LATER,
  unit: 'second',
  units: { first: unit, second: unit },
  servicesUp: 3,
  servedBy: 'first',
  roleChanges: 0,
  incidents: [],
};
const other: FirmwareOperation = { ...change, order: { ...change.order, id: 'other/a' } };

const stateWith = (more: Partial<PairState>): PairState => ({
  ...newPairState('a', NOW),
  situation: { kind: 'steady', since: NOW, active: 'first', evidence: [] },
  ...more,
});

const of = (more: Partial<PairState>, before: PairProgress = READY): PairProgress =>
  pairProgressOf(stateWith(more), true, ORDER_ID, before);

const runs: PairProgress = {
  ...READY,
  state: 'running',
  operation: 'firmware 7.2.62.0: installing second',
  startedAt: LATER,
  situation: 'steady',
};
const last = resultOf('a', 'done');
const halted = { kind: 'halted', because: 'install-failed', haltedAt: LATER } as const;

describe('how far a pair is', () => {
  it.each<[string, Partial<PairState>, PairProgress]>([
    ['it runs', { operation: change }, runs],
    [
      'it is halted',
      { operation: { ...halted, operation: change } },
      { ...runs, state: 'halted', operation: 'halted: install-failed' },
    ],
    [
      'a drain interrupted it',
      { firmware: { interrupted: change } },
      { ...runs, state: 'halted', operation: 'halted: interrupted-by-drain' },
    ],
    [
      'it has ended',
      { firmware: { last } },
      { ...READY, state: 'done', startedAt: NOW, situation: 'steady', result: last },
    ],
    [
      'it has ended, and another change has begun',
      { operation: other, firmware: { last } },
      { ...READY, state: 'done', startedAt: NOW, situation: 'steady', result: last },
    ],
  ])('%s', (_, more, progress) => {
    expect(of(more)).toEqual(progress);
  });

  it.each(['done', 'refused', 'given-up', 'aborted'] as const)('%s as in its result', (end) => {
    expect(of({ firmware: { last: resultOf('a', end) } }, REFUSED)).toMatchObject({ state: end });
  });

  it.each<[string, Partial<PairState>]>([
    ['nothing is under way', {}],
    ['another change is under way', { operation: other }],
    ['another change is halted', { operation: { ...halted, operation: other } }],
    ['another change was interrupted', { firmware: { interrupted: other } }],
    ['another change has ended', { firmware: { last: { ...last, orderId: 'other/a' } } }],
  ])('%s: nothing is known of this one', (_, more) => {
    expect(of(more)).toBe(READY);
  });

  it('what stood in the way when it was checked is over once it runs', () => {
    expect(of({ operation: change }, REFUSED)).not.toHaveProperty('refusals');
  });

  it('what was dealt with and is remembered no more stays as it was seen', () => {
    const handled = { handled: [ORDER_ID] };
    expect(of(handled, runs)).toBe(runs);
    expect(of({ ...handled, situation: { kind: 'degraded', since: NOW, evidence: [] } }, runs)).toEqual({
      ...runs,
      situation: 'degraded',
    });
  });

  it('what was put off, its window being closed, is as if it had not been begun', () => {
    expect(of({}, runs)).toEqual(READY);
    expect(of({ operation: other }, runs)).toEqual(READY);
  });

  it('the situation is followed after the end', () => {
    const ended = of({ firmware: { last } });
    const later = { ...last, orderId: 'other/a' };
    const seen = of(
      { firmware: { last: later }, situation: { kind: 'no-active', since: NOW, evidence: [] } },
      ended,
    );
    expect(seen).toEqual({ ...ended, situation: 'no-active' });
  });

  it.each<[string, Partial<PairState>]>([
    ['running', { operation: change }],
    ['halted', { operation: { ...halted, operation: change } }],
    ['interrupted', { firmware: { interrupted: change } }],
    ['ended', { firmware: { last } }],
  ])('%s and nothing new: the same object, even where it was stored in between', (_, more) => {
    const before = of(more);
    const stored: PairProgress = JSON.parse(JSON.stringify(before));
    expect(of(more, before)).toBe(before);
    expect(of(more, stored)).toBe(stored);
  });

  it('a pair that nobody has looked at is as before', () => {
    expect(pairProgressOf(undefined, true, ORDER_ID, READY)).toBe(READY);
  });

  it('a pair that is not declared any more is gone, unless it had ended', () => {
    const gone = pairProgressOf(undefined, false, ORDER_ID, REFUSED);
    expect(gone).toEqual({ state: 'gone', checkedAt: NOW });
    expect(pairProgressOf(undefined, false, ORDER_ID, gone)).toBe(gone);
    const ended = of({ firmware: { last } });
    expect(pairProgressOf(stateWith({}), false, ORDER_ID, ended)).toBe(ended);
    expect(pairProgressOf(stateWith({ operation: change }), false, ORDER_ID, runs).state).toBe('gone');
  });
});
