import { describe, expect, it } from 'vitest';
import { decideDrain } from '#domain/drain/decide-drain.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { drainIn, INTENTS, NOW, SAMPLE_PAIR, UNIT_CLASSES } from '../../docs/state-samples.ts';

import { asked, decide, hook, idle, operator, spot } from './drain-samples.ts';

describe('a unit that does not serve, next to a partner that does not serve either', () => {
  it.each([
    { wish: 'a lifecycle hook waits', reason: 'waiting-for-partner', actions: [] },
    { wish: 'an operator terminates it', reason: 'waiting-for-partner', actions: [] },
    { wish: 'spot, two minutes left', reason: 'deregistering', actions: ['deregister-targets'] },
  ] as const)('when $wish: $reason', ({ wish, reason, actions }) => {
    const state: PairState = { ...idle, operation: drainIn('handing-over', INTENTS[wish], false) };
    const decision = decide({ state, first: 'standing by', second: 'shutting down' });
    expect(decision.reason).toBe(reason);
    expect(decision.actions.map(({ kind }) => kind)).toEqual(actions);
  });

  it('is not waited for without end', () => {
    const operation = { ...drainIn('handing-over', operator, false), phaseSince: NOW - 10 * MINUTE_MS };
    const decision = decide({ state: { ...idle, operation }, first: 'standing by', second: 'shutting down' });
    expect(decision.next.operation).toMatchObject({ kind: 'halted', because: 'partner-lost' });
  });
});

describe('a drain that goes wrong', () => {
  it('brings the unit back when the partner does not take over in time, and halts', () => {
    const stuck = { ...drainIn('handing-over', operator, true), phaseSince: NOW - 10 * MINUTE_MS };
    const turned = decide({
      state: { ...idle, operation: stuck },
      first: 'out of sight',
      second: 'standing by',
    });
    expect(turned.next.operation).toMatchObject({ phase: 'returning', failed: 'partner-did-not-take-over' });
    expect(turned.actions).toEqual([{ kind: 'set-health-port', unit: 'first', port: 8444 }]);
    const back = decide({ state: turned.next, first: 'serving', second: 'standing by' });
    expect(back.next.operation).toMatchObject({ kind: 'halted', because: 'partner-did-not-take-over' });
  });

  it('does not terminate when the partner was lost meanwhile', () => {
    const operation = drainIn('deregistering', operator, true);
    const decision = decide({ state: { ...idle, operation }, first: 'in no group', second: 'shutting down' });
    expect(decision.next.operation).toMatchObject({ phase: 'returning', failed: 'partner-lost' });
    expect(decision.actions.map(({ kind }) => kind)).toEqual(['set-health-port', 'register-targets']);
  });

  it('comes back when it is cancelled', () => {
    const operation = drainIn('deregistering', operator, true);
    const decision = decide({
      state: { ...idle, operation },
      first: 'in no group',
      second: 'serving',
      input: { kind: 'cancel', intentId: operator.id },
    });
    expect(decision).toMatchObject({
      reason: 'drain-cancelled',
      next: { operation: { phase: 'returning' } },
    });
  });

  it('waits halted until an operator resumes it', () => {
    const operation = {
      kind: 'halted',
      operation: drainIn('handing-over', operator, false),
      because: 'loadmaster-unread',
      haltedAt: NOW,
    } as const;
    const state = { ...idle, operation };
    expect(decide({ state })).toMatchObject({ reason: 'halted', actions: [] });
    expect(decide({ state, input: { kind: 'resume', why: 'repaired' } })).toMatchObject({
      reason: 'operation-resumed',
      actions: [{ kind: 'set-health-port' }],
    });
  });
});

describe('a unit that was stopped', () => {
  const stop: DrainIntent = { ...operator, release: { kind: 'stop' } };
  const inState = (state: 'stopped' | 'terminated'): PairSeen => {
    const first = {
      ...UNIT_CLASSES['in no group'],
      instance: { kind: 'read', value: { state, managed: true } },
    } as const;
    return { at: NOW, units: { first, second: UNIT_CLASSES.serving } };
  };
  const look = (state: PairState, seen: PairSeen) =>
    decideDrain(state, seen, { pair: SAMPLE_PAIR, frozen: false, input: { kind: 'look' } }, NOW);
  const stopped = look({ ...idle, operation: drainIn('releasing', stop, true) }, inState('stopped')).next;

  it('is left aside, which costs nothing while it stays stopped', () => {
    expect(stopped).toMatchObject({
      operation: { kind: 'idle' },
      aside: { first: { healthPortMoved: true } },
    });
    expect(look(stopped, inState('stopped')).next).toBe(stopped);
  });

  it('is brought back when it runs again', () => {
    const decision = decide({ state: stopped, first: 'in no group', second: 'serving' });
    expect(decision.next.operation).toMatchObject({ kind: 'draining', unit: 'first', phase: 'returning' });
    expect(decision.actions.map(({ kind }) => kind)).toEqual(['set-health-port', 'register-targets']);
  });

  it('is forgotten when it is gone for good', () => {
    expect(look(stopped, inState('terminated')).next.aside).toEqual({});
  });

  it('is known to be out of sight when another drain begins', () => {
    const next = { ...spot, id: 'again' };
    const decision = decide({ state: stopped, first: 'in no group', second: 'serving', input: asked(next) });
    expect(decision.next.operation).toMatchObject({ intent: { id: 'again' }, healthPortMoved: true });
  });
});

describe('a reboot that was asked for', () => {
  const reboot: DrainIntent = { ...operator, release: { kind: 'reboot' } };
  const operation = drainIn('releasing', reboot, true);
  const bootedAgo = (...minutes: readonly number[]): PairState => ({
    ...idle,
    operation,
    boots: { first: minutes.map((ago) => NOW - ago * MINUTE_MS), second: [] },
  });
  const kinds = (state: PairState) =>
    decide({ state, first: 'in no group', second: 'serving' }).actions.map(({ kind }) => kind);

  it('is given once', () => {
    const first = decide({ state: bootedAgo(), first: 'in no group', second: 'serving' });
    expect(first.actions.map(({ kind }) => kind)).toEqual(['reboot-unit']);
    expect(kinds(first.next)).toEqual([]);
  });

  it('waits when it would be the fourth in five minutes', () => {
    expect(kinds(bootedAgo(4, 3))).toEqual(['reboot-unit']);
    expect(kinds(bootedAgo(4, 3, 2))).toEqual([]);
    expect(kinds(bootedAgo(6, 4, 3))).toEqual(['reboot-unit']);
  });
});

describe('a lifecycle hook', () => {
  it('is kept open while the drain lasts and completed when the unit is out', () => {
    const waiting = { ...drainIn('deregistering', hook, true), heartbeatAt: NOW - 20_000 };
    const kept = decide({
      state: { ...idle, operation: waiting },
      first: 'leaving its groups',
      second: 'serving',
    });
    expect(kept.actions.map(({ kind }) => kind)).toEqual(['extend-hook']);
    const out = decide({ state: { ...idle, operation: waiting }, first: 'in no group', second: 'serving' });
    expect(out.actions.map(({ kind }) => kind)).toEqual(['complete-hook']);
  });

  it('is completed when its time is up, used or not', () => {
    const late = drainIn('deregistering', { ...hook, deadlineAt: NOW }, true);
    const decision = decide({
      state: { ...idle, operation: late },
      first: 'leaving its groups',
      second: 'serving',
    });
    expect(decision.actions.map(({ kind }) => kind)).toEqual(['complete-hook']);
    expect(decision.next.operation).toMatchObject({
      skipped: [{ step: 'wait-for-unused', because: 'no-time' }],
    });
  });
});
