import { describe, expect, it } from 'vitest';
import { decideDrain } from '#domain/drain/decide-drain.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import { drainIsDue } from '#domain/drain/is-due.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import { cellOf } from '../../docs/state-cells.ts';
import { INTENTS, NOW } from '../../docs/state-samples.ts';
import {
  GATED_PAIR,
  lookAtSwitch,
  type SwitchClass,
  steadyWith,
  switchIn,
} from '../../docs/state-switch-samples.ts';
import { ofSecond } from './drain-samples.ts';
import { decide, SET_FOR } from './switch-samples.ts';

const { 'spot, two minutes left': spot, 'an operator terminates it': operator } = INTENTS;
const hook = INTENTS['a lifecycle hook waits'];

interface Wish {
  readonly to: UnitName;
  readonly operation: PairState['operation'];
  readonly intent?: DrainIntent;
  readonly waiting?: readonly DrainIntent[];
  readonly old?: SwitchClass;
  readonly next?: SwitchClass;
}

const stateOf = ({ to, operation, waiting = [] }: Wish): PairState => ({
  ...steadyWith(to === 'first' ? 'second' : 'first'),
  operation,
  waiting,
});

const drain = (wish: Wish) => {
  const { to, intent, old = 'out of sight', next = 'serving' } = wish;
  const seen = lookAtSwitch(to, old, next, SET_FOR[to]);
  const input = intent === undefined ? ({ kind: 'look' } as const) : ({ kind: 'intent', intent } as const);
  return decideDrain(stateOf(wish), seen, { pair: GATED_PAIR, frozen: false, input }, NOW);
};

const drainSays = (wish: Wish): string => cellOf(stateOf(wish), drain(wish));

const haltedOf = (operation: SwitchOperation): PairState['operation'] => ({
  kind: 'halted',
  operation,
  because: 'did-not-step-down',
  haltedAt: NOW,
});

describe('a drain that comes upon a switchover', () => {
  const toSecond = switchIn('second', 'handing-over');
  const toFirst = switchIn('first', 'handing-over');

  it.each([
    { wish: 'an operator', intent: operator, looksOn: false },
    { wish: 'a lifecycle hook, which is kept open,', intent: hook, looksOn: true },
  ])('of $wish waits for its end', ({ intent, looksOn }) => {
    const given: Wish = { to: 'second', operation: toSecond, intent };
    const decision = drain(given);
    expect(decision).toMatchObject({ reason: 'waiting-for-other-operation', actions: [] });
    expect(decision.next.operation).toBe(toSecond);
    expect(decision.next.waiting).toHaveLength(1);
    expect(
      drainIsDue(decision.next, lookAtSwitch('second', 'out of sight', 'serving', SET_FOR.second), NOW),
    ).toBe(looksOn);
  });

  it('and cannot wait takes over the old unit where it is: out of sight', () => {
    const given: Wish = { to: 'second', operation: toSecond, intent: spot };
    expect(drainSays(given)).toBe(
      'deregistering → draining first: deregistering: deregister first (i-0000000000000000a) from lm-a, lm-b',
    );
    expect(drain(given).next.operation).toMatchObject({ healthPortMoved: true, intent: { id: spot.id } });
  });

  it('and cannot wait goes on with the handover of the old unit', () => {
    expect(drainSays({ to: 'second', operation: toSecond, intent: spot, next: 'standing by' })).toBe(
      'waiting-for-partner → draining first: handing-over',
    );
    const preparing = switchIn('second', 'preparing');
    const given: Wish = {
      to: 'second',
      operation: preparing,
      intent: spot,
      old: 'serving',
      next: 'standing by',
    };
    expect(drainSays(given)).toBe(
      'handover-asked → draining first: handing-over: set the health check port of first to 8445',
    );
  });

  it('and wants the new unit brings the old one back into sight first', () => {
    const given: Wish = { to: 'second', operation: toSecond, intent: ofSecond(spot), next: 'standing by' };
    expect(drainSays(given)).toBe(
      'undoing → switching to second: undoing: set the health check port of first to 8444',
    );
    expect(drain(given).next.waiting.map(({ source }) => source)).toEqual(['spot']);
    expect(drain(given).lookAgainMs).toBe(5_000);
  });

  it('and wants the new unit begins as soon as the old one is back', () => {
    const undoing = switchIn('second', 'undoing');
    const back: Wish = {
      to: 'second',
      operation: undoing,
      waiting: [ofSecond(spot)],
      old: 'serving',
      next: 'standing by',
    };
    expect(drainSays(back)).toBe('switch-undone → idle');
    const idle = drain(back).next;
    expect(drainIsDue(idle, lookAtSwitch('second', 'serving', 'standing by', SET_FOR.second), NOW)).toBe(
      true,
    );
    expect(drainSays({ ...back, operation: idle.operation })).toBe(
      'deregistering → draining second: deregistering: deregister second (i-0000000000000000b) from lm-a, lm-b',
    );
  });

  it('turns round at every look while it is pressing, and leaves it to `drain`', () => {
    const waiting = [ofSecond(spot)];
    const given: Wish = { to: 'second', operation: toSecond, waiting, next: 'standing by' };
    expect(drainSays(given)).toMatch(/^undoing/);
    expect(
      drainIsDue(stateOf(given), lookAtSwitch('second', 'out of sight', 'serving', SET_FOR.second), NOW),
    ).toBe(true);
    const asFailback = decide({ to: 'second', state: stateOf(given), old: 'out of sight' });
    expect(asFailback).toMatchObject({ reason: 'waiting-for-other-operation', actions: [] });
  });

  it('to the first unit, under Prefer First: what the new unit took over is given back in sight', () => {
    const given: Wish = { to: 'first', operation: toFirst, intent: spot, next: 'standing by' };
    expect(drainSays(given)).toBe(
      'undoing → switching to first: undoing: set the health check port of second to 8444',
    );
  });

  it('and wants the new unit, which has taken over: the old one is needed at once, and not rebooted', () => {
    const stepping = switchIn('second', 'stepping-down');
    const given: Wish = { to: 'second', operation: stepping, intent: ofSecond(spot) };
    expect(drainSays(given)).toBe(
      'undoing → switching to second: undoing: set the health check port of first to 8444',
    );
  });

  it.each([
    { unit: 'the old unit', intent: spot, becomes: 'draining first: deregistering' },
    { unit: 'the new unit', intent: ofSecond(spot), becomes: 'switching to second: undoing' },
  ])('ends a halted one as well, for $unit', ({ intent, becomes }) => {
    const next = intent === spot ? 'serving' : 'standing by';
    const given: Wish = { to: 'second', operation: haltedOf(toSecond), intent, next };
    expect(drainSays(given)).toContain(`→ ${becomes}`);
  });
});

describe('a switchover that comes upon a drain', () => {
  const request = { id: 'asked', to: 'second', cause: 'switchover', requestedAt: NOW, why: 'ops' } as const;
  const input = { kind: 'switchover', request } as const;

  it('is refused while one is under way, is due, or has left a unit aside', () => {
    const aside = {
      kind: 'draining',
      unit: 'second',
      intent: ofSecond(operator),
      phase: 'releasing',
      startedAt: NOW,
      phaseSince: NOW,
      skipped: [],
      healthPortMoved: true,
    } as const;
    const states: readonly PairState[] = [
      { ...steadyWith('first'), operation: aside },
      { ...steadyWith('first'), waiting: [hook] },
      { ...steadyWith('first'), aside: { second: aside } },
    ];
    for (const state of states) {
      expect(decide({ to: 'second', state, input })).toMatchObject({
        reason: 'waiting-for-other-operation',
        actions: [],
      });
    }
  });

  it('does not wait for a maintenance weeks ahead', () => {
    const waiting = [{ ...operator, source: 'health', notBefore: NOW + 1 } as const];
    const state = { ...steadyWith('first'), waiting };
    expect(decide({ to: 'second', state, input }).reason).toBe('handover-asked');
  });
});

describe('an urgent drain that was put off, by a hold say', () => {
  const toSecond = switchIn('second', 'handing-over');

  it('drains the old unit at the next look, and does not bring it back first', () => {
    const waiting = [{ ...spot, deadlineAt: NOW + 60_000 }];
    const decision = drain({ to: 'second', operation: toSecond, waiting, next: 'standing by' });
    expect(decision.next.operation).toMatchObject({ kind: 'draining', unit: 'first', healthPortMoved: true });
    expect(decision.next.waiting).toEqual([]);
  });

  it('clears a halted switchover out of its way', () => {
    const wish = { to: 'second', operation: haltedOf(toSecond), waiting: [spot] } as const;
    expect(
      drainIsDue(stateOf(wish), lookAtSwitch('second', 'out of sight', 'serving', SET_FOR.second), NOW),
    ).toBe(true);
    expect(drain(wish).next.operation).toMatchObject({ kind: 'draining', unit: 'first' });
  });

  it('whose deadline is long past ends no switchover', () => {
    const old = { ...ofSecond(spot), deadlineAt: NOW - 3_600_000 };
    const decision = drain({ to: 'second', operation: toSecond, waiting: [old] });
    expect(decision).toMatchObject({ reason: 'event-too-old', next: { operation: toSecond, waiting: [] } });
  });

  it('for an instance that is no longer the pair’s is forgotten', () => {
    const foreign = { ...spot, id: 'foreign', instanceId: 'i-00000000000000fff' };
    const decision = drain({ to: 'second', operation: { kind: 'idle' }, waiting: [foreign], old: 'serving' });
    expect(decision).toMatchObject({ reason: 'nothing-to-drain', next: { waiting: [] } });
  });
});

describe('a lifecycle hook whose drain waits behind a switchover', () => {
  const toSecond = switchIn('second', 'handing-over');
  const extend = { kind: 'extend-hook', instanceId: hook.instanceId };
  const since = (ms: number, more: Partial<DrainIntent> = {}): DrainIntent => ({
    ...hook,
    requestedAt: NOW - ms,
    deadlineAt: NOW + 600_000,
    ...more,
  });
  const waitingFor = (intent: DrainIntent, more: Partial<PairState> = {}) => {
    const state = { ...stateOf({ to: 'second', operation: toSecond, waiting: [intent] }), ...more };
    const seen = lookAtSwitch('second', 'out of sight', 'serving', SET_FOR.second);
    const input = { kind: 'look' } as const;
    return {
      state,
      due: drainIsDue(state, seen, NOW),
      decision: decideDrain(state, seen, { pair: GATED_PAIR, frozen: false, input }, NOW),
    };
  };

  it('is kept open by a heartbeat every 15 s, and looked at again for the next', () => {
    const { due, decision } = waitingFor(since(15_000));
    expect(due).toBe(true);
    expect(decision).toMatchObject({ actions: [extend], lookAgainMs: 5_000, next: { operation: toSecond } });
    expect(decision.next.waiting).toMatchObject([{ id: hook.id, heartbeatAt: NOW }]);
  });

  it.each([
    { when: 'just asked', intent: since(14_999) },
    { when: 'just kept open', intent: since(60_000, { heartbeatAt: NOW - 14_999 }) },
  ])('is left alone when $when', ({ intent }) => {
    const { state, decision } = waitingFor(intent);
    expect(decision.actions).toEqual([]);
    expect(decision.next).toBe(state);
  });

  it('is let go when its budget is used up', () => {
    const { due, decision } = waitingFor(since(60_000, { deadlineAt: NOW }));
    expect(due).toBe(false);
    expect(decision.actions).toEqual([]);
  });

  it('is left alone under a hold', () => {
    const hold = { by: 'ops', why: 'x', placedAt: NOW, until: NOW + 1 };
    expect(waitingFor(since(60_000), { hold }).decision.actions).toEqual([]);
  });
});
