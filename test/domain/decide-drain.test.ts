import { describe, expect, it } from 'vitest';
import { confirmToken } from '#domain/drain/confirm-token.ts';
import { type DrainInput, decideDrain } from '#domain/drain/decide-drain.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import { MINUTE_MS } from '#domain/time.ts';
import {
  drainIn,
  INTENTS,
  NOW,
  SAMPLE_PAIR,
  stateIn,
  UNIT_CLASSES,
  type UnitClass,
} from '../../docs/state-samples.ts';

const lookAt = (first: UnitClass, second: UnitClass): PairSeen => ({
  at: NOW,
  units: { first: UNIT_CLASSES[first], second: UNIT_CLASSES[second] },
});

const idle = stateIn('steady', 60_000);
const operator = INTENTS['an operator terminates it'];
const spot = INTENTS['spot, two minutes left'];
const hook = INTENTS['a lifecycle hook waits'];
const ofSecond = (intent: DrainIntent): DrainIntent => ({
  ...intent,
  id: `${intent.id}-second`,
  instanceId: SAMPLE_PAIR.units.second.instanceId,
});
const asked = (intent: DrainIntent): DrainInput => ({ kind: 'intent', intent });

interface Given {
  readonly state?: PairState;
  readonly first?: UnitClass;
  readonly second?: UnitClass;
  readonly input?: DrainInput;
  readonly pair?: Pair;
  readonly frozen?: boolean;
}

const decide = ({
  state = idle,
  first = 'serving',
  second = 'standing by',
  input = { kind: 'look' },
  pair = SAMPLE_PAIR,
  frozen = false,
}: Given) => decideDrain(state, lookAt(first, second), { pair, frozen, input }, NOW);

describe('a wish to drain', () => {
  it.each<{ when: string; given: Given; reason: Reason; actions: readonly string[] }>([
    {
      when: 'a standby that spot takes is deregistered at once',
      given: { first: 'standing by', second: 'serving', input: asked(spot) },
      reason: 'deregistering',
      actions: ['deregister-targets'],
    },
    {
      when: 'an active unit that spot takes hands over first',
      given: { input: asked(spot) },
      reason: 'handover-asked',
      actions: ['set-health-port'],
    },
    {
      when: 'with little time left it hands over all the same',
      given: { input: asked(INTENTS['spot, 5 seconds left']) },
      reason: 'handover-asked',
      actions: ['set-health-port'],
    },
    {
      when: 'with a partner that cannot take over it serves to its last moment',
      given: { second: 'not polled', input: asked(spot) },
      reason: 'waiting-for-last-moment',
      actions: [],
    },
    {
      when: 'unknown never acts',
      given: { first: 'not read', second: 'not read', input: asked(spot) },
      reason: 'waiting-unknown',
      actions: [],
    },
    {
      when: 'an operator’s wish is refused when nobody would be left',
      given: { second: 'shutting down', input: asked(operator) },
      reason: 'refused-last-serving-unit',
      actions: [],
    },
    {
      when: 'an operator’s wish is refused when not everything is known',
      given: { second: 'not read', input: asked(operator) },
      reason: 'refused-unknown',
      actions: [],
    },
    {
      when: 'an operator hands over like anybody',
      given: { input: asked(operator) },
      reason: 'handover-asked',
      actions: ['set-health-port'],
    },
    {
      when: 'a token of another decision is refused',
      given: { second: 'shutting down', input: asked({ ...operator, confirm: 'stale' }) },
      reason: 'refused-token-mismatch',
      actions: [],
    },
    {
      when: 'the token of this decision lifts the guard',
      given: {
        second: 'shutting down',
        input: asked({ ...operator, confirm: confirmToken(idle, 'first', 'terminate') }),
      },
      reason: 'deregistering',
      actions: ['deregister-targets'],
    },
    {
      when: 'a unit that is shutting down already is deregistered late',
      given: {
        first: 'shutting down',
        input: asked({ ...spot, source: 'instance-leaving', deadlineAt: NOW }),
      },
      reason: 'deregistering',
      actions: ['deregister-targets'],
    },
    {
      when: 'a rebalance recommendation is a hint that policy ignores',
      given: { input: asked({ ...spot, source: 'rebalance' }) },
      reason: 'rebalance-ignored',
      actions: [],
    },
    {
      when: 'a maintenance weeks ahead waits',
      given: { input: asked({ ...spot, source: 'health', maintenanceAt: NOW + 120 * MINUTE_MS }) },
      reason: 'not-due-yet',
      actions: [],
    },
    {
      when: 'a warning of yesterday about a unit that runs is dropped',
      given: { input: asked({ ...spot, deadlineAt: NOW - 60 * MINUTE_MS }) },
      reason: 'event-too-old',
      actions: [],
    },
    {
      when: 'a frozen region only remembers',
      given: { input: asked(spot), frozen: true },
      reason: 'region-frozen',
      actions: [],
    },
    {
      when: 'an operator acts in a frozen region',
      given: { input: asked(operator), frozen: true },
      reason: 'handover-asked',
      actions: ['set-health-port'],
    },
  ])('$when', ({ given, reason, actions }) => {
    const decision = decide(given);
    expect(decision.reason).toBe(reason);
    expect(decision.actions.map(({ kind }) => kind)).toEqual(actions);
  });

  it('does nothing in observe mode and says what it would have begun with', () => {
    const decision = decide({ input: asked(spot), pair: { ...SAMPLE_PAIR, mode: 'observe' } });
    expect(decision).toMatchObject({
      reason: 'observe-only',
      actions: [],
      next: { operation: { kind: 'idle' } },
    });
    expect(decision.would?.map(({ kind }) => kind)).toEqual(['set-health-port']);
  });

  it('is dealt with once, however often it is delivered', () => {
    const first = decide({ input: asked(operator), second: 'shutting down' });
    const again = decide({ state: first.next, input: asked(operator), second: 'shutting down' });
    expect(again).toMatchObject({ reason: 'already-handled', actions: [] });
    expect(again.next).toBe(first.next);
  });

  it('about an instance that is gone and in no group any more leaves no trace', () => {
    const gone = { ...UNIT_CLASSES['in no group'], instance: UNIT_CLASSES['shutting down'].instance };
    const look = lookAt('serving', 'serving');
    const leaving = asked({ ...spot, source: 'instance-leaving', deadlineAt: NOW });
    const policy = { pair: SAMPLE_PAIR, frozen: false, input: leaving };
    const decision = decideDrain(idle, { ...look, units: { ...look.units, first: gone } }, policy, NOW);
    expect(decision).toMatchObject({ reason: 'nothing-to-drain', actions: [] });
    expect(decision.next).toBe(idle);
  });

  it('loses to a hold, and is remembered for when the hold ends', () => {
    const hold = { by: 'ops', why: 'change freeze', placedAt: NOW, until: NOW + MINUTE_MS };
    const held = decide({ state: { ...idle, hold }, input: asked(hook) });
    expect(held).toMatchObject({ reason: 'held', actions: [], next: { waiting: [{ id: hook.id }] } });
    const ended = decide({ state: { ...held.next, hold: { ...hold, until: NOW } } });
    expect(ended.reason).toBe('handover-asked');
  });

  it('refuses to end an instance without the owner’s tag', () => {
    const unmanaged = UNIT_CLASSES['standing by'];
    const seen = lookAt('serving', 'serving');
    const first = {
      ...unmanaged,
      instance: { kind: 'read', value: { state: 'running', managed: false } },
    } as const;
    const decision = decideDrain(
      idle,
      { ...seen, units: { ...seen.units, first } },
      { pair: SAMPLE_PAIR, frozen: false, input: asked(operator) },
      NOW,
    );
    expect(decision).toMatchObject({ reason: 'refused-not-managed', actions: [] });
  });
});

describe('a second wish while a unit leaves', () => {
  const leaving: PairState = { ...idle, operation: drainIn('handing-over', operator, true) };

  it('for the other unit waits its turn', () => {
    const decision = decide({
      state: leaving,
      first: 'out of sight',
      second: 'standing by',
      input: asked(ofSecond(operator)),
    });
    expect(decision).toMatchObject({ reason: 'waiting-for-other-operation', actions: [] });
    expect(decision.next.operation).toBe(leaving.operation);
  });

  it('that is urgent turns the drain of the other unit round', () => {
    const decision = decide({
      state: leaving,
      first: 'out of sight',
      second: 'standing by',
      input: asked(ofSecond(spot)),
    });
    expect(decision.next.operation).toMatchObject({ kind: 'draining', unit: 'first', phase: 'returning' });
    expect(decision.next.waiting.map(({ source }) => source)).toEqual(['spot']);
    expect(decision.actions).toEqual([{ kind: 'set-health-port', unit: 'first', port: 8444 }]);
  });

  it('for the same unit brings its deadline and keeps the release', () => {
    const decision = decide({
      state: leaving,
      first: 'out of sight',
      second: 'standing by',
      input: asked({ ...spot, id: 'spot' }),
    });
    expect(decision.next.operation).toMatchObject({
      intent: { source: 'spot', deadlineAt: spot.deadlineAt, release: { kind: 'terminate' } },
    });
  });
});

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
