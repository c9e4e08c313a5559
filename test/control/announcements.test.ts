import { describe, expect, it } from 'vitest';
import { announcementsOf } from '#control/announcements.ts';
import type { DecisionRecord } from '#domain/pair/decision.ts';
import { newPairState, type PairState } from '#domain/pair/state.ts';
import { upgradeIn } from '../../docs/state-firmware-samples.ts';
import { switchIn } from '../../docs/state-switch-samples.ts';
import { resultOf } from '../domain/rollout/rollout-samples.ts';

const state = newPairState('pair-a', 0);

const record: DecisionRecord = {
  version: 7,
  at: Date.UTC(2026, 4, 1, 10),
  by: 'watch',
  reason: 'situation-changed',
  from: 'steady',
  to: 'steady',
  operation: 'idle',
  evidence: ['first i-1: running'],
  actions: [],
};

const told = (more: Partial<DecisionRecord>, of: PairState = state) =>
  announcementsOf('pair-a', 'eu-west-1', { ...record, ...more }, of).map(({ detailType }) => detailType);

const FIRMWARE_RESULT = resultOf('pair-a', 'done');

const BOTH = ['Pair Situation Changed', 'Pair Needs Attention'];

describe('what a claimed decision tells the world', () => {
  it.each<{ when: string; record: Partial<DecisionRecord>; state?: PairState; told: readonly string[] }>([
    { when: 'nothing changed', record: {}, told: [] },
    {
      when: 'the other unit became active',
      record: { reason: 'active-unit-changed' },
      told: ['Pair Situation Changed'],
    },
    { when: 'a pair degrades', record: { to: 'degraded' }, told: BOTH },
    { when: 'no unit is active', record: { from: 'switching', to: 'no-active' }, told: BOTH },
    { when: 'both are', record: { from: 'switching', to: 'dual-active' }, told: BOTH },
    {
      when: 'a pair is without its standby because roles are being changed',
      record: { to: 'degraded' },
      state: { ...state, operation: switchIn('second', 'stepping-down') },
      told: ['Pair Situation Changed'],
    },
    {
      when: 'nobody serves while roles are being changed',
      record: { to: 'no-active' },
      state: { ...state, operation: switchIn('second', 'stepping-down') },
      told: BOTH,
    },
    { when: 'an operation halts', record: { reason: 'halted' }, told: ['Pair Needs Attention'] },
    {
      when: 'a pair is without its standby because its firmware is being changed',
      record: { to: 'degraded' },
      state: { ...state, operation: upgradeIn('rebooting') },
      told: ['Pair Situation Changed'],
    },
    {
      when: 'its units have run different firmware for too long',
      record: { by: 'firmware', reason: 'mixed-too-long' },
      state: { ...state, operation: upgradeIn('rebooting') },
      told: ['Pair Needs Attention'],
    },
    {
      when: 'a change of firmware halts',
      record: { by: 'firmware', reason: 'halted' },
      state: {
        ...state,
        operation: {
          kind: 'halted',
          operation: upgradeIn('rebooting'),
          because: 'did-not-come-back',
          haltedAt: 0,
        },
      },
      told: ['Rollouts Changed', 'Pair Needs Attention'],
    },
    ...(['firmware-changed', 'firmware-refused', 'firmware-given-up', 'firmware-aborted'] as const).map(
      (reason) => ({
        when: `a change of firmware ends: ${reason}`,
        record: { by: 'firmware', reason } as const,
        state: { ...state, firmware: { last: FIRMWARE_RESULT } },
        told: ['Rollouts Changed'],
      }),
    ),
    { when: 'returns stop for flapping', record: { reason: 'flap-stop' }, told: ['Pair Needs Attention'] },
    {
      when: 'a return that is due is blocked',
      record: { by: 'failback', reason: 'wrong-partner' },
      state: { ...state, failback: { returns: [], blockedBy: 'wrong-partner' } },
      told: ['Pair Needs Attention'],
    },
    {
      when: 'an operator is refused for the same reason',
      record: { by: 'failback', reason: 'refused-not-steady' },
      state: { ...state, failback: { returns: [], blockedBy: 'wrong-partner' } },
      told: [],
    },
  ])('$when', ({ record: more, state: of, told: expected }) => {
    expect(told(more, of)).toEqual(expected);
  });

  it('names what to check first, where there is something', () => {
    const checks = ['first is not registered in lm-443: register it'];
    const [changed] = announcementsOf('pair-a', 'eu-west-1', { ...record, to: 'no-active', checks }, state);
    expect(changed?.detail).toMatchObject({ pairId: 'pair-a', version: 7, to: 'no-active', checks });
  });
});
