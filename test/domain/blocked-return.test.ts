import { describe, expect, it } from 'vitest';
import type { UnitName } from '#domain/estate/estate.ts';
import { decideFailback } from '#domain/failback/decide-failback.ts';
import { ALWAYS } from '#domain/failback/window.ts';
import type { PairSeen, UnreadCode } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { NOW } from '../../docs/state-samples.ts';
import { GATED_PAIR, lookAtSwitch, NO_PREFERENCE, saying } from '../../docs/state-switch-samples.ts';
import { HOLD_DOWN, readyFor, withFailback } from './failback-samples.ts';

const plain = lookAtSwitch('first', 'serving', 'standing by', NO_PREFERENCE);

const unread = (unit: UnitName, code: UnreadCode): PairSeen => ({
  ...plain,
  units: { ...plain.units, [unit]: { ...plain.units[unit], loadMaster: { kind: 'unread', code } } },
});

const partnered = (partner: string): PairSeen => ({
  ...plain,
  units: { ...plain.units, first: saying(plain.units.first, { partner }) },
});

const decide = (state: PairState, seen: PairSeen) =>
  decideFailback(
    state,
    seen,
    { pair: GATED_PAIR, frozen: false, window: ALWAYS, input: { kind: 'look' } },
    NOW,
  );

describe('a return that is due and cannot begin', () => {
  it.each([
    { when: 'the partner is not the partner', seen: partnered('10.9.9.9'), reason: 'wrong-partner' },
    { when: 'a LoadMaster refused the credentials', seen: unread('first', 'loadmaster-auth') },
    { when: 'an API is disabled', seen: unread('second', 'loadmaster-api-disabled') },
    { when: 'a firmware lacks a command', seen: unread('first', 'loadmaster-unknown-command') },
    { when: 'a unit is on another platform', seen: unread('first', 'loadmaster-wrong-platform') },
    { when: 'a certificate changed', seen: unread('first', 'loadmaster-certificate-changed') },
  ])('is written down once, and leaves the pair untouched: $when', ({ seen, reason = 'refused-unknown' }) => {
    const told = decide(readyFor(HOLD_DOWN), seen);
    expect(told).toMatchObject({ reason, actions: [], next: { failback: { blockedBy: reason } } });
    const again = decide(told.next, seen);
    expect(again).toMatchObject({ reason, actions: [] });
    expect(again.next).toBe(told.next);
  });

  it.each(['loadmaster-unreachable', 'gateway-error', 'not-asked'] as const)(
    'is not written down for an answer that may come the next time: %s',
    (code) => {
      const state = readyFor(HOLD_DOWN);
      expect(decide(state, unread('first', code)).next).toBe(state);
    },
  );

  it('begins once nothing blocks it any more', () => {
    const decision = decide(withFailback({ blockedBy: 'wrong-partner' }), plain);
    expect(decision.next.operation).toMatchObject({ kind: 'switching', to: 'first' });
  });
});
