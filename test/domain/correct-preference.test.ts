import { describe, expect, it } from 'vitest';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import { decideFailback } from '#domain/failback/decide-failback.ts';
import { ALWAYS } from '#domain/failback/window.ts';
import type { LoadMasterSeen, PairSeen } from '#domain/pair/seen.ts';
import type { PairState, Situation } from '#domain/pair/state.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR } from '../../docs/state-samples.ts';
import {
  BOTH_PREFER_FIRST,
  GATED_PAIR,
  lookAtSwitch,
  NO_PREFERENCE,
  type Preferences,
  type SwitchClass,
  saying,
  steadyWith,
} from '../../docs/state-switch-samples.ts';

const NATIVE_PAIR: Pair = { ...GATED_PAIR, failback: { ...GATED_PAIR.failback, policy: 'native' } };
const NO_HOST: Pair = { ...GATED_PAIR, preferred: 'none' };
const FIRST_ONLY: Preferences = { first: true, second: false };

const look = (first: SwitchClass, second: SwitchClass, preferences: Preferences): PairSeen =>
  lookAtSwitch('first', second, first, preferences);

const decide = (pair: Pair, state: PairState, seen: PairSeen, now = NOW) =>
  decideFailback(state, seen, { pair, frozen: false, window: ALWAYS, input: { kind: 'look' } }, now);

const serves: Readonly<Record<UnitName, PairSeen>> = {
  first: look('serving', 'standing by', BOTH_PREFER_FIRST),
  second: look('standing by', 'serving', BOTH_PREFER_FIRST),
};
/** Not ready to return, so that nothing but the correction is due. */
const on = (active: UnitName): PairState => ({ ...steadyWith(active), failback: { returns: [] } });

describe('a preference that drifted', () => {
  it.each<{ declared: string; pair: Pair; state: PairState; seen: PairSeen; sets: readonly string[] }>([
    {
      declared: 'none',
      pair: NO_HOST,
      state: on('first'),
      seen: serves.first,
      sets: ['first none', 'second none'],
    },
    {
      declared: 'none',
      pair: NO_HOST,
      state: on('second'),
      seen: serves.second,
      sets: ['first none', 'second none'],
    },
    {
      declared: 'gated',
      pair: GATED_PAIR,
      state: on('second'),
      seen: serves.second,
      sets: ['first none', 'second none'],
    },
    {
      declared: 'gated',
      pair: GATED_PAIR,
      state: on('first'),
      seen: look('serving', 'standing by', FIRST_ONLY),
      sets: ['first none'],
    },
    {
      declared: 'native',
      pair: NATIVE_PAIR,
      state: on('first'),
      seen: look('serving', 'standing by', NO_PREFERENCE),
      sets: ['first prefers', 'second prefers'],
    },
    {
      declared: 'native',
      pair: NATIVE_PAIR,
      state: on('first'),
      seen: look('serving', 'standing by', FIRST_ONLY),
      sets: ['second prefers'],
    },
  ])('is put back to what is declared ($declared): $sets', ({ pair, state, seen, sets }) => {
    const decision = decide(pair, state, seen);
    expect(decision.reason).toBe('preference-corrected');
    expect(decision.next).toEqual({ ...state, failback: { returns: [], correctedAt: NOW } });
    const words = decision.actions.map((action) =>
      action.kind === 'set-preference'
        ? `${action.unit} ${action.prefersFirst ? 'prefers' : 'none'}`
        : action.kind,
    );
    expect(words).toEqual(sets);
  });

  const situated = (kind: Situation): PairState => ({
    ...on('first'),
    situation: { ...on('first').situation, kind },
  });
  const firstSays = (more: Partial<LoadMasterSeen>): PairSeen => {
    const { units, at } = serves.first;
    return { at, units: { ...units, first: saying(units.first, more) } };
  };

  it.each<{ when: string; pair?: Pair; state?: PairState; seen?: PairSeen }>([
    {
      when: 'it would be a failback',
      pair: NATIVE_PAIR,
      state: on('second'),
      seen: look('standing by', 'serving', NO_PREFERENCE),
    },
    { when: 'the pair is switching', state: situated('switching') },
    { when: 'the pair is degraded', state: situated('degraded') },
    { when: 'the load balancer does not answer', state: { ...on('first'), unseenSince: NOW } },
    { when: 'the pair is dual-active', state: situated('dual-active') },
    { when: 'nobody knows what the pair is in', state: situated('unknown') },
    {
      when: 'the active unit was not read',
      seen: look('serving, LoadMaster not read', 'standing by', BOTH_PREFER_FIRST),
    },
    { when: 'the standby was not read', seen: look('serving', 'standing by, silent', BOTH_PREFER_FIRST) },
    {
      when: 'the standby does not say that it stands by',
      seen: look('serving', 'not polled', BOTH_PREFER_FIRST),
    },
    { when: 'the active unit does not say that it is active', seen: firstSays({ haStatus: 'standby' }) },
    { when: 'a partner is a stranger', seen: firstSays({ partner: '10.9.9.9' }) },
    { when: 'a designation is not the declared one', seen: firstSays({ designation: 'second' }) },
    { when: 'no unit says what it prefers', seen: look('not read', 'not read', BOTH_PREFER_FIRST) },
  ])('is left while $when', ({ pair = NO_HOST, state = on('first'), seen = serves.first }) => {
    const decision = decide(pair, state, seen);
    expect(decision.actions).toEqual([]);
    expect(decision.reason).not.toBe('preference-corrected');
    expect(decision.next).toBe(state);
  });

  it('that a unit refuses to give up is tried again after ten minutes', () => {
    const { next } = decide(NO_HOST, on('first'), serves.first);
    const soon = decide(NO_HOST, next, serves.first, NOW + 10 * MINUTE_MS - 1);
    expect(soon).toMatchObject({ reason: 'correction-waits', actions: [] });
    expect(soon.next).toBe(next);
    expect(decide(NO_HOST, next, serves.first, NOW + 10 * MINUTE_MS).actions).toHaveLength(2);
  });

  it('in observe mode is said once a day, and left', () => {
    const observed: Pair = { ...NO_HOST, mode: 'observe' };
    const said = decide(observed, on('first'), serves.first);
    expect(said).toMatchObject({ reason: 'observe-only', actions: [] });
    expect(said.would).toHaveLength(2);
    const later = (ms: number) => decide(observed, said.next, serves.first, NOW + ms);
    expect(later(24 * 60 * MINUTE_MS - 1)).toMatchObject({ reason: 'correction-waits', actions: [] });
    expect(later(24 * 60 * MINUTE_MS).would).toHaveLength(2);
  });

  it('is none where the units are as declared', () => {
    const decision = decide(SAMPLE_PAIR, on('first'), look('serving', 'standing by', NO_PREFERENCE));
    expect(decision).toMatchObject({ reason: 'nothing-to-return', actions: [] });
  });
});
