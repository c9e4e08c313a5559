import { describe, expect, it } from 'vitest';
import type { FailbackInput } from '#domain/failback/decide-failback.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import { ROUTING_FOLLOWS_MS } from '#domain/switchover/timing.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { NOW } from '../../docs/state-samples.ts';
import {
  GATED_PAIR,
  NO_PREFERENCE,
  requestTo,
  type SwitchClass,
  steadyWith,
  switchIn,
} from '../../docs/state-switch-samples.ts';
import { decide, type Given, says } from './switch-samples.ts';

const ABORT: FailbackInput = { kind: 'abort', why: 'ops@example.com: not now' };
const RESUME: FailbackInput = { kind: 'resume', why: 'ops@example.com: mended' };

interface Row {
  readonly when: string;
  readonly op: SwitchOperation;
  readonly old: SwitchClass;
  readonly next: SwitchClass;
  readonly says: string;
}

describe('an operator aborts', () => {
  it.each<Row>([
    {
      when: 'preparing: nothing was moved',
      op: switchIn('first', 'preparing'),
      old: 'serving',
      next: 'standing by',
      says: 'operation-aborted → idle',
    },
    {
      when: 'handing over, before the new unit took over: the old one comes back',
      op: switchIn('first', 'handing-over'),
      old: 'out of sight',
      next: 'standing by',
      says: 'operation-aborted → switching to first: undoing: set the health check port of second to 8444',
    },
    {
      when: 'handing over, and nobody can say who is active: it waits',
      op: switchIn('first', 'handing-over'),
      old: 'out of sight',
      next: 'not read',
      says: 'operation-aborted → switching to first: undoing',
    },
    {
      when: 'handing over, after the new unit took over: forward is the way to one active unit',
      op: switchIn('first', 'handing-over'),
      old: 'out of sight',
      next: 'serving',
      says: 'operation-aborted → switching to first: stepping-down',
    },
    {
      when: 'handing over, when the new unit takes itself to be active: forward as well',
      op: switchIn('second', 'handing-over'),
      old: 'out of sight',
      next: 'active, not healthy',
      says: 'operation-aborted → switching to second: stepping-down',
    },
    {
      when: 'stepping down: forward, when new connections have followed',
      op: switchIn('second', 'stepping-down'),
      old: 'out of sight',
      next: 'serving',
      says: 'operation-aborted',
    },
    {
      when: 'settling: it is as good as done',
      op: switchIn('second', 'settling'),
      old: 'standing by',
      next: 'serving',
      says: 'operation-aborted → idle',
    },
  ])('$when', ({ op, old, next, says: words }) => {
    expect(says({ to: op.to, op, old, next, input: ABORT })).toBe(words);
  });

  it('and the first unit has to prove itself anew, and to be approved anew', () => {
    const well = steadyWith('second');
    const approval = { by: 'ops', why: 'mended', at: NOW };
    const state: PairState = { ...well, failback: { ...well.failback, approval } };
    const { next } = decide({ to: 'first', state, op: switchIn('first', 'preparing'), input: ABORT });
    expect(next.failback).toEqual({ returns: [], readySince: NOW });
    expect(decide({ to: 'first', state: next, preferences: NO_PREFERENCE }).reason).toBe('in-hold-down');
  });

  it('a halted one: the old unit comes back into sight where it can', () => {
    const operation = {
      kind: 'halted',
      operation: switchIn('first', 'undoing', { failed: 'loadmaster-unread' }),
      because: 'did-not-come-back',
      haltedAt: NOW,
    } as const;
    const state: PairState = { ...steadyWith('second'), operation };
    const given = { to: 'first', state, input: ABORT } as const;
    expect(says({ ...given, old: 'out of sight' })).toBe(
      'operation-aborted → switching to first: undoing: set the health check port of second to 8444',
    );
    expect(says({ ...given, old: 'serving' })).toBe('operation-aborted → idle');
  });

  it('where there is nothing to abort', () => {
    const given: Given = { to: 'first', input: ABORT };
    expect(decide(given)).toMatchObject({ reason: 'nothing-to-switch', actions: [] });
  });
});

describe('an operator resumes', () => {
  const halted = (operation: SwitchOperation, because: 'did-not-step-down' | 'partner-lost'): PairState => ({
    ...steadyWith(operation.to === 'first' ? 'second' : 'first'),
    operation: { kind: 'halted', operation, because, haltedAt: NOW - MINUTE_MS },
  });

  it('from the beginning, with what is seen now', () => {
    const failed = switchIn('first', 'undoing', { healthPortMoved: false, failed: 'partner-lost' });
    const state = halted(failed, 'partner-lost');
    const resumed = decide({ to: 'first', state, input: RESUME });
    expect(resumed.reason).toBe('operation-resumed');
    expect(resumed.actions).toEqual([{ kind: 'set-health-port', unit: 'second', port: 8445 }]);
    expect(resumed.next.operation).toMatchObject({ kind: 'switching', phase: 'handing-over' });
    expect(resumed.next.operation).not.toHaveProperty('failed');
  });

  it('where the new unit has taken over: the old one is given another chance to step down', () => {
    const exposedAt = NOW - 10 * MINUTE_MS;
    const state = halted(switchIn('first', 'stepping-down', { exposedAt }), 'did-not-step-down');
    const given = { to: 'first', state, next: 'serving', input: RESUME } as const;
    const resumed = decide({ ...given, old: 'out of sight' });
    expect(resumed).toMatchObject({ reason: 'operation-resumed', actions: [] });
    expect(resumed.next.operation).toMatchObject({ phase: 'stepping-down', phaseSince: NOW });
    expect(resumed.next.operation).not.toHaveProperty('exposedAt');
    const now = NOW + ROUTING_FOLLOWS_MS;
    const look = { to: 'first', old: 'out of sight', next: 'serving', now } as const;
    const exposed = decide({ ...look, state: resumed.next });
    expect(exposed.actions).toEqual([{ kind: 'set-health-port', unit: 'second', port: 8444 }]);
    expect(exposed.next.operation).toMatchObject({ exposedAt: now });
  });

  it('only what is halted', () => {
    expect(decide({ to: 'first', op: switchIn('first', 'handing-over'), input: RESUME })).toMatchObject({
      reason: 'nothing-to-switch',
      actions: [],
    });
  });

  it('and until then nothing is done', () => {
    const state = halted(switchIn('first', 'stepping-down'), 'did-not-step-down');
    expect(decide({ to: 'first', state, old: 'out of sight', next: 'serving' })).toMatchObject({
      reason: 'halted',
      actions: [],
    });
  });
});

describe('in the middle of a switchover', () => {
  const hold = { by: 'ops', why: 'change freeze', placedAt: NOW, until: NOW + MINUTE_MS };
  const held: PairState = { ...steadyWith('second'), hold };
  const ops = (['preparing', 'handing-over', 'stepping-down', 'settling', 'undoing'] as const).map((phase) =>
    switchIn('first', phase),
  );
  const looks = [
    { old: 'serving', next: 'standing by' },
    { old: 'out of sight', next: 'standing by' },
    { old: 'out of sight', next: 'serving' },
    { old: 'standing by', next: 'serving' },
  ] as const;

  it.each(ops)('a hold stops it: $phase', (op) => {
    for (const look of looks) {
      const decision = decide({ to: 'first', state: held, op, preferences: NO_PREFERENCE, ...look });
      expect(decision).toMatchObject({ reason: 'held', actions: [] });
      expect(decision.next.operation).toBe(op);
    }
  });

  it('under a hold, abort and resume only turn it round', () => {
    const op = switchIn('first', 'handing-over');
    expect(says({ to: 'first', state: held, op, old: 'out of sight', input: ABORT })).toBe(
      'operation-aborted → switching to first: undoing',
    );
    const state: PairState = {
      ...held,
      operation: { kind: 'halted', operation: op, because: 'partner-lost', haltedAt: NOW },
    };
    expect(says({ to: 'first', state, input: RESUME })).toBe(
      'operation-resumed → switching to first: preparing',
    );
  });

  it.each([
    { by: 'policy', reason: 'region-frozen', actions: [] },
    { by: 'failback-now', reason: 'undoing', actions: ['set-health-port'] },
    { by: 'operator', reason: 'undoing', actions: ['set-health-port'] },
  ] as const)(
    'a freeze stops what policy began, not what an operator did: $by',
    ({ by, reason, actions }) => {
      const op = switchIn('first', 'undoing', { request: requestTo('first', by) });
      const decision = decide({ to: 'first', op, old: 'out of sight', frozen: true });
      expect(decision.reason).toBe(reason);
      expect(decision.actions.map(({ kind }) => kind)).toEqual(actions);
    },
  );

  it('it is carried on by nothing else than looks: another request is refused', () => {
    const op = switchIn('first', 'handing-over');
    const input = { kind: 'switchover', request: { ...requestTo('second'), id: 'another' } } as const;
    const decision = decide({ to: 'first', op, old: 'out of sight', input });
    expect(decision).toMatchObject({ reason: 'waiting-for-other-operation', actions: [] });
    expect(decision.next.operation).toBe(op);
    expect(decision.next.handled).toContain('another');
  });

  it('the clock goes on: an undone return is policy’s own affair again', () => {
    const op = switchIn('first', 'undoing', { request: requestTo('first', 'policy') });
    const decision = decide({ to: 'first', op, old: 'serving', pair: GATED_PAIR, now: NOW + SECOND_MS });
    expect(decision).toMatchObject({ reason: 'switch-undone', next: { operation: { kind: 'idle' } } });
    expect(decision.next.failback.returns).toEqual([]);
  });
});
