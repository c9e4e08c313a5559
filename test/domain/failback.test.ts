import { describe, expect, it } from 'vitest';
import type { Pair } from '#domain/estate/estate.ts';
import { decideFailback } from '#domain/failback/decide-failback.ts';
import { ALWAYS } from '#domain/failback/window.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { drainIn, INTENTS, NOW } from '../../docs/state-samples.ts';
import {
  BOTH_PREFER_FIRST,
  GATED_PAIR,
  lookAtSwitch,
  NO_PREFERENCE,
  steadyWith,
  switchIn,
} from '../../docs/state-switch-samples.ts';
import {
  approval,
  BEGINS,
  CLOSED,
  HOLD_DOWN,
  notReady,
  OPEN,
  type ReturnRow,
  readyFor,
  saysOf,
  withFailback,
  withPolicy,
} from './failback-samples.ts';
import { decide, type Given, says } from './switch-samples.ts';

describe('what keeps a pair from returning, in the order in which it counts', () => {
  const manual = withPolicy('manual');
  it.each<ReturnRow>([
    {
      when: 'no host is preferred',
      pair: { ...GATED_PAIR, preferred: 'none' },
      window: CLOSED,
      says: 'nothing-to-return',
    },
    { when: 'first is active', state: steadyWith('first'), window: CLOSED, says: 'preferred-is-active' },
    {
      when: 'it flaps',
      pair: manual,
      state: { ...notReady(), failback: { returns: [], flappingSince: NOW } },
      window: CLOSED,
      says: 'flapping',
    },
    {
      when: 'first is not ready',
      pair: manual,
      state: notReady(),
      window: CLOSED,
      says: 'preferred-not-ready',
    },
    {
      when: 'the hold-down has a millisecond to go',
      pair: manual,
      state: readyFor(HOLD_DOWN - 1),
      window: CLOSED,
      says: 'in-hold-down',
    },
    { when: 'nobody has approved it', pair: manual, window: CLOSED, says: 'waiting-for-approval' },
    {
      when: 'approval is asked for whatever the window',
      pair: manual,
      window: OPEN,
      says: 'waiting-for-approval',
    },
    {
      when: 'the window is closed',
      pair: manual,
      state: withFailback({ approval }),
      window: CLOSED,
      says: 'outside-window',
    },
    {
      when: 'nothing, approved',
      pair: manual,
      state: withFailback({ approval }),
      window: OPEN,
      says: BEGINS,
    },
    { when: 'the window is closed, gated', window: CLOSED, says: 'outside-window' },
    { when: 'nothing, in a window', window: OPEN, says: BEGINS },
    { when: 'nothing, without windows', window: ALWAYS, says: BEGINS },
    { when: 'first does not answer at this very look', next: 'standing by, silent', says: 'refused-unknown' },
    { when: 'first says otherwise at this very look', next: 'not polled', says: 'refused-not-standby' },
    { when: 'nobody says anything at this very look', next: 'not read', says: 'refused-unknown' },
  ])('$when: $says', (row) => {
    expect(saysOf(row)).toBe(row.says);
  });

  it('and what does not begin leaves no trace', () => {
    const state = readyFor(HOLD_DOWN);
    for (const given of [{ window: CLOSED }, { next: 'standing by, silent' }] as const) {
      expect(decide({ to: 'first', state, preferences: NO_PREFERENCE, ...given }).next).toBe(state);
    }
  });
});

describe('a return that is due and cannot begin', () => {
  const state = readyFor(HOLD_DOWN);
  const look = (given: Partial<Given>) =>
    decide({ to: 'first', state, preferences: NO_PREFERENCE, ...given });

  it('is written down once for each reason, so that people are told', () => {
    const blocked = look({ next: 'not polled' });
    expect(blocked).toMatchObject({ reason: 'refused-not-standby', actions: [] });
    expect(blocked.next.failback.blockedBy).toBe('refused-not-standby');
    expect(look({ next: 'not polled', state: blocked.next }).next).toBe(blocked.next);
  });

  it('is not written down for an answer that may come the next time', () => {
    for (const next of ['standing by, silent', 'not read'] as const) {
      expect(look({ next }).next).toBe(state);
    }
  });

  it('is written down where only people can make the LoadMaster answer', () => {
    const seen = lookAtSwitch('first', 'serving', 'standing by', NO_PREFERENCE);
    const locked: PairSeen = {
      ...seen,
      units: {
        ...seen.units,
        first: { ...seen.units.first, loadMaster: { kind: 'unread', code: 'loadmaster-auth' } },
      },
    };
    const policy = { pair: GATED_PAIR, frozen: false, window: ALWAYS, input: { kind: 'look' } } as const;
    const blocked = decideFailback(state, locked, policy, NOW);
    expect(blocked).toMatchObject({ reason: 'refused-unknown', actions: [] });
    expect(blocked.next.failback.blockedBy).toBe('refused-unknown');
  });

  it('begins once nothing is in its way any more', () => {
    const blocked = look({ next: 'not polled' }).next;
    expect(saysOf({ when: '', says: '', state: blocked })).toBe(BEGINS);
  });
});

describe('units that return by themselves', () => {
  const native = withPolicy('native');

  it.each([0, HOLD_DOWN])('are left alone, after %i ms', (ms) => {
    const state = readyFor(ms);
    const given = { to: 'first', pair: native, state, preferences: BOTH_PREFER_FIRST } as const;
    expect(decide(given)).toMatchObject({ reason: 'units-return-by-themselves', actions: [] });
    expect(decide(given).next).toBe(state);
  });

  it('and are set otherwise are returned by us, after the hold-down', () => {
    const given = { to: 'first', pair: native, preferences: { first: true, second: false } } as const;
    expect(says({ ...given, state: readyFor(HOLD_DOWN - 1) })).toBe('in-hold-down');
    expect(says({ ...given, state: readyFor(HOLD_DOWN) })).toBe(BEGINS);
  });
});

describe('a return that policy begins', () => {
  it('is one request for one time of being well', () => {
    const state = readyFor(HOLD_DOWN);
    const { next } = decide({ to: 'first', state, preferences: NO_PREFERENCE });
    expect(next.operation).toMatchObject({
      to: 'first',
      request: { cause: 'policy', id: `return-${NOW - HOLD_DOWN}` },
    });
    const again: PairState = { ...next, operation: { kind: 'idle' } };
    expect(saysOf({ when: '', says: '', state: again })).toBe('already-handled');
    const wellAnew: PairState = { ...again, failback: { returns: [], readySince: NOW - HOLD_DOWN - 1 } };
    expect(saysOf({ when: '', says: '', state: wellAnew })).toBe(BEGINS);
  });

  it('in observe mode is said once, and not done', () => {
    const pair: Pair = { ...GATED_PAIR, mode: 'observe' };
    const first = decide({ to: 'first', pair, preferences: NO_PREFERENCE });
    expect(first).toMatchObject({
      reason: 'observe-only',
      actions: [],
      next: { operation: { kind: 'idle' } },
    });
    expect(first.would).toEqual([{ kind: 'set-preference', unit: 'second', prefersFirst: true }]);
    const second = decide({ to: 'first', pair, state: first.next, preferences: NO_PREFERENCE });
    expect(second).toMatchObject({ reason: 'already-handled', actions: [] });
    expect(second.next).toBe(first.next);
  });

  it.each<{ when: string; more: Partial<PairState>; frozen?: boolean; reason: string }>([
    {
      when: 'a hold',
      more: { hold: { by: 'ops', why: 'freeze', placedAt: NOW, until: NOW + 1 } },
      reason: 'held',
    },
    { when: 'a frozen region', more: {}, frozen: true, reason: 'region-frozen' },
    {
      when: 'a drain',
      more: { operation: drainIn('handing-over', INTENTS['an operator terminates it'], true) },
      reason: 'waiting-for-other-operation',
    },
    {
      when: 'a drain that is due',
      more: { waiting: [INTENTS['a lifecycle hook waits']] },
      reason: 'waiting-for-other-operation',
    },
    {
      when: 'a halted operation',
      more: {
        operation: {
          kind: 'halted',
          operation: switchIn('first', 'undoing'),
          because: 'partner-lost',
          haltedAt: NOW,
        },
      },
      reason: 'halted',
    },
  ])('waits for the end of $when', ({ more, frozen = false, reason }) => {
    const state: PairState = { ...readyFor(HOLD_DOWN), ...more };
    const decision = decide({ to: 'first', state, frozen, preferences: NO_PREFERENCE });
    expect(decision).toMatchObject({ reason, actions: [] });
    expect(decision.next).toBe(state);
  });
});
