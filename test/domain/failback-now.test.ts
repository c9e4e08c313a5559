import { describe, expect, it } from 'vitest';
import { confirmToken } from '#domain/drain/confirm-token.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { FailbackInput } from '#domain/failback/decide-failback.ts';
import type { PairState } from '#domain/pair/state.ts';
import { INTENTS, NOW } from '../../docs/state-samples.ts';
import {
  GATED_PAIR,
  NO_PREFERENCE,
  requestTo,
  steadyWith,
  switchIn,
} from '../../docs/state-switch-samples.ts';
import {
  BEGINS,
  CLOSED,
  HOLD_DOWN,
  OPEN,
  type ReturnRow,
  readyFor,
  saysOf,
  withFailback,
  withPolicy,
} from './failback-samples.ts';
import { decide } from './switch-samples.ts';

describe('an operator asks for the return', () => {
  const please = (confirm?: string): FailbackInput => {
    const request = requestTo('first', 'failback-now');
    return { kind: 'switchover', request: confirm === undefined ? request : { ...request, confirm } };
  };
  const token = confirmToken(steadyWith('second'), 'first', 'switchover');
  const manual = withPolicy('manual');

  it.each<ReturnRow & { readonly confirm?: string }>([
    { when: 'no approval is needed: this is one', pair: manual, says: BEGINS },
    { when: 'the hold-down holds', pair: manual, state: readyFor(HOLD_DOWN - 1), says: 'in-hold-down' },
    { when: 'the window holds', pair: manual, window: CLOSED, says: 'outside-window' },
    { when: 'flapping holds', state: withFailback({ flappingSince: NOW }), says: 'flapping' },
    {
      when: 'there is nothing to return to',
      pair: { ...GATED_PAIR, preferred: 'none' },
      says: 'nothing-to-return',
    },
    { when: 'first is active', state: steadyWith('first'), says: 'preferred-is-active' },
    { when: 'by force, in the hold-down', state: readyFor(0), confirm: token, says: BEGINS },
    { when: 'by force, outside the window', window: CLOSED, confirm: token, says: BEGINS },
    {
      when: 'by force, while it flaps',
      state: withFailback({ flappingSince: NOW }),
      confirm: token,
      says: BEGINS,
    },
    { when: 'with the token of another decision', confirm: 'stale', says: 'refused-token-mismatch' },
    {
      when: 'by force, and first does not answer',
      next: 'standing by, silent',
      confirm: token,
      says: 'refused-unknown',
    },
  ])('$when: $says', ({ confirm, ...row }) => {
    expect(saysOf(row, please(confirm))).toBe(row.says);
  });

  it('is answered once, whatever the answer was', () => {
    const given = { to: 'first', pair: manual, preferences: NO_PREFERENCE, input: please() } as const;
    const refused = decide({ ...given, window: CLOSED });
    expect(refused.next.handled).toContain('asked');
    const again = decide({ ...given, state: refused.next, window: OPEN });
    expect(again).toMatchObject({ reason: 'waiting-for-approval', actions: [] });
    expect(again.next).toBe(refused.next);
    expect(decide(given).next.handled).toContain('asked');
  });

  it.each<{ when: string; more: Partial<PairState>; reason: string }>([
    {
      when: 'held',
      more: { hold: { by: 'ops', why: 'freeze', placedAt: NOW, until: NOW + 1 } },
      reason: 'held',
    },
    {
      when: 'halted',
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
    {
      when: 'busy',
      more: { operation: switchIn('second', 'preparing') },
      reason: 'waiting-for-other-operation',
    },
    {
      when: 'about to be drained',
      more: { waiting: [INTENTS['a lifecycle hook waits']] },
      reason: 'waiting-for-other-operation',
    },
  ])('is refused at once while the pair is $when, even by force', ({ more, reason }) => {
    const state: PairState = { ...readyFor(HOLD_DOWN), ...more };
    for (const input of [please(), please(token)]) {
      const decision = decide({ to: 'first', state, input });
      expect(decision).toMatchObject({ reason, actions: [] });
      expect(decision.next).toEqual({ ...state, handled: ['asked'] });
    }
  });

  it('acts in a frozen region', () => {
    expect(decide({ to: 'first', frozen: true, input: please() }).reason).toBe('handover-asked');
  });

  it('does nothing in observe mode', () => {
    const pair: Pair = { ...GATED_PAIR, mode: 'observe' };
    const decision = decide({ to: 'first', pair, input: please() });
    expect(decision).toMatchObject({ reason: 'observe-only', actions: [] });
    expect(decision.would).toHaveLength(1);
  });
});
