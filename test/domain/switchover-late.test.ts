import { describe, expect, it } from 'vitest';
import type { PairState } from '#domain/pair/state.ts';
import type { SwitchPhase } from '#domain/switchover/operation.ts';
import { ROUTING_FOLLOWS_MS } from '#domain/switchover/timing.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { NOW } from '../../docs/state-samples.ts';
import { BOTH_PREFER_FIRST, NO_PREFERENCE, steadyWith, switchIn } from '../../docs/state-switch-samples.ts';
import { HANDOVER_TIMEOUT, phaseTable, SHORT } from './switch-phases.ts';
import { decide, says } from './switch-samples.ts';

describe('it takes too long', () => {
  phaseTable([
    {
      when: 'the preference does not take: nothing is moved',
      phase: 'preparing',
      for: MINUTE_MS + 1,
      preferences: NO_PREFERENCE,
      says: 'halted → halted: preference-not-taken',
    },
    {
      when: 'the new unit has time to take over',
      phase: 'handing-over',
      for: HANDOVER_TIMEOUT,
      old: 'out of sight',
      says: 'waiting-for-partner',
    },
    {
      when: 'the new unit does not take over: the old one comes back',
      phase: 'handing-over',
      for: HANDOVER_TIMEOUT + 1,
      old: 'out of sight',
      says: 'undoing → switching to first: undoing: set the health check port of second to 8444',
    },
    {
      when: 'and once it is back, the operation waits for people',
      phase: 'undoing',
      for: SHORT,
      more: { failed: 'partner-did-not-take-over' },
      old: 'serving',
      says: 'halted → halted: partner-did-not-take-over',
    },
    {
      when: 'the load balancer goes on seeing the old unit: people have to look at its health check',
      phase: 'stepping-down',
      for: HANDOVER_TIMEOUT + 1,
      old: 'out of sight, not unhealthy yet',
      next: 'serving',
      says: 'halted → halted: did-not-step-out',
    },
    {
      when: 'the load balancer does not see the new unit, which is active: people have to look at its health check',
      phase: 'stepping-down',
      for: HANDOVER_TIMEOUT + 1,
      old: 'out of sight',
      next: 'active, not healthy',
      says: 'halted → halted: new-active-not-healthy',
    },
    {
      when: 'the load balancer says nothing for as long: it is waited for',
      phase: 'stepping-down',
      for: HANDOVER_TIMEOUT + 1,
      old: 'out of sight',
      next: 'active, health not read',
      says: 'waiting-unknown',
    },
    {
      when: 'the old unit has time to give way',
      phase: 'stepping-down',
      for: MINUTE_MS,
      more: { exposedAt: NOW - 30 * SECOND_MS },
      old: 'serving',
      next: 'serving',
      says: 'waiting-for-old-active',
    },
    {
      when: 'the old unit does not give way: out of sight again',
      phase: 'stepping-down',
      for: MINUTE_MS,
      more: { exposedAt: NOW - 30 * SECOND_MS - 1 },
      old: 'serving',
      next: 'serving',
      says: 'halted → halted: did-not-step-down: set the health check port of second to 8445',
    },
    {
      when: 'the old unit does not give way, and is the last that answers 200: it stays',
      phase: 'stepping-down',
      for: MINUTE_MS,
      more: { exposedAt: NOW - 31 * SECOND_MS },
      old: 'serving',
      next: 'active, not healthy',
      says: 'waiting-for-partner',
    },
    {
      when: 'the old unit does not give way, and nobody says what the new one does: it stays',
      phase: 'stepping-down',
      for: MINUTE_MS,
      more: { exposedAt: NOW - 31 * SECOND_MS },
      old: 'serving',
      next: 'not read',
      says: 'waiting-unknown',
    },
    {
      when: 'the roles have to be as asked in the end',
      phase: 'settling',
      for: SHORT,
      preferences: NO_PREFERENCE,
      old: 'standing by',
      next: 'active, not healthy',
      says: 'settling',
    },
    {
      when: 'a preference that cannot be put back is left to the correction of drift',
      phase: 'settling',
      for: MINUTE_MS + 1,
      old: 'standing by',
      next: 'serving',
      says: 'switched → idle',
    },
  ]);

  it('does not count the time under a hold', () => {
    const hold = { by: 'ops', why: 'change freeze', placedAt: NOW - 20 * MINUTE_MS, until: NOW - SHORT };
    const state: PairState = { ...steadyWith('second'), hold };
    const op = switchIn('first', 'handing-over', { phaseSince: NOW - 20 * MINUTE_MS });
    expect(says({ to: 'first', state, op, old: 'out of sight' })).toBe('waiting-for-partner');
    const over = { ...state, hold: { ...hold, until: NOW - HANDOVER_TIMEOUT - 1 } };
    expect(says({ to: 'first', state: over, op, old: 'out of sight' })).toMatch(/^undoing/);
  });
});

describe('a reboot of the old unit', () => {
  const booted = (minutes: readonly number[]): PairState => ({
    ...steadyWith('first'),
    boots: { first: minutes.map((ago) => NOW - ago * MINUTE_MS), second: [] },
  });
  const op = switchIn('second', 'stepping-down', { phaseSince: NOW - ROUTING_FOLLOWS_MS });
  const stepsDown = (state: PairState) =>
    decide({ to: 'second', state, op, old: 'out of sight', next: 'serving' });

  it('is asked for once', () => {
    const first = stepsDown(booted([]));
    expect(first.actions).toEqual([{ kind: 'reboot-unit', unit: 'first' }]);
    const again = decide({ to: 'second', state: first.next, old: 'out of sight', next: 'serving' });
    expect(again).toMatchObject({ actions: [], reason: 'waiting-for-old-active' });
  });

  it.each([
    { minutes: [4, 3], reason: 'stepping-down' },
    { minutes: [4, 3, 2], reason: 'refused-reboot-budget' },
    { minutes: [6, 4, 3], reason: 'stepping-down' },
  ])('after boots $minutes minutes ago: $reason', ({ minutes, reason }) => {
    expect(stepsDown(booted(minutes)).reason).toBe(reason);
  });

  it('is not asked for before new connections have followed', () => {
    const early = { ...op, phaseSince: NOW - ROUTING_FOLLOWS_MS + 1 };
    const decision = decide({ to: 'second', op: early, old: 'out of sight', next: 'serving' });
    expect(decision).toMatchObject({ reason: 'waiting-for-failing-health', actions: [] });
  });

  it('is not asked for before the load balancer has the new unit, and only the new one', () => {
    const looks = [
      { old: 'out of sight', next: 'active, not healthy' },
      { old: 'out of sight', next: 'not read' },
      { old: 'out of sight, not unhealthy yet', next: 'serving' },
    ] as const;
    const actions = looks.flatMap((look) => decide({ to: 'second', op, ...look }).actions);
    expect(actions).toEqual([]);
  });
});

describe('what the load balancer does not say', () => {
  const phases: readonly SwitchPhase[] = ['handing-over', 'stepping-down', 'undoing'];
  const moved = (phase: SwitchPhase) => [true, false].map((healthPortMoved) => ({ phase, healthPortMoved }));

  it.each(phases.flatMap(moved))(
    'of the new unit moves nothing in $phase, moved $healthPortMoved',
    (given) => {
      const { phase, healthPortMoved } = given;
      const op = switchIn('first', phase, { healthPortMoved });
      for (const old of ['serving', 'out of sight'] as const) {
        expect(decide({ to: 'first', op, old, next: 'not read' }).actions).toEqual([]);
      }
    },
  );

  it.each(['preparing', 'settling'] as const)(
    'leaves roles alone in %s: nothing but the preference is set',
    (phase) => {
      for (const to of ['first', 'second'] as const) {
        const op = switchIn(to, phase);
        const looks = [NO_PREFERENCE, BOTH_PREFER_FIRST].flatMap(
          (preferences) =>
            decide({
              to,
              op,
              old: 'active, health not read',
              next: 'standing by, health not read',
              preferences,
            }).actions,
        );
        expect(looks.filter(({ kind }) => kind !== 'set-preference')).toEqual([]);
      }
    },
  );
});
