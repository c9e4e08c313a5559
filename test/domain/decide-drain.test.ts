import { describe, expect, it } from 'vitest';
import { confirmToken } from '#domain/drain/confirm-token.ts';
import { decideDrain } from '#domain/drain/decide-drain.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { drainIn, INTENTS, NOW, SAMPLE_PAIR, UNIT_CLASSES } from '../../docs/state-samples.ts';

import { asked, decide, type Given, hook, idle, lookAt, ofSecond, operator, spot } from './drain-samples.ts';

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

describe('a unit on which other firmware was left', () => {
  const state: PairState = {
    ...idle,
    firmware: { staged: { second: { version: '7.2.61.2', at: NOW, bootedBefore: NOW } } },
  };
  const reboot = { ...operator, release: { kind: 'reboot' } } as const;

  it.each([
    { of: 'second', intent: ofSecond(reboot), refused: true },
    { of: 'first', intent: reboot, refused: false },
    { of: 'second, to be terminated', intent: ofSecond(operator), refused: false },
  ])('is not rebooted without a word: $of refused $refused', ({ intent, refused }) => {
    const { reason } = decide({ state, first: 'serving', second: 'serving', input: asked(intent) });
    expect(reason === 'refused-image-staged').toBe(refused);
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
