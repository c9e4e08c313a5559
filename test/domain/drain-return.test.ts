import { describe, expect, it } from 'vitest';
import { decideDrain } from '#domain/drain/decide-drain.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { cellOf } from '../../docs/state-cells.ts';
import { drainIn, INTENTS, NOW, SAMPLE_PAIR } from '../../docs/state-samples.ts';
import {
  BOTH_PREFER_FIRST,
  lookAtSwitch,
  NO_PREFERENCE,
  type Preferences,
  type SwitchClass,
  steadyWith,
} from '../../docs/state-switch-samples.ts';
import { ofSecond } from './drain-samples.ts';

const operator = INTENTS['an operator terminates it'];

interface Given {
  readonly unit?: UnitName;
  readonly leaving?: SwitchClass;
  readonly partner: SwitchClass;
  readonly preferences?: Preferences;
  readonly more?: Partial<DrainOperation>;
  readonly state?: Partial<PairState>;
}

/** A drain that hands over is aborted. */
const stateOf = ({ unit = 'first', more = {}, state = {} }: Given): PairState => ({
  ...steadyWith(unit),
  ...state,
  operation: {
    ...drainIn('handing-over', unit === 'first' ? operator : ofSecond(operator), true),
    unit,
    ...more,
  },
});

const abort = (given: Given) => {
  const { unit = 'first', leaving = 'out of sight', partner, preferences = NO_PREFERENCE } = given;
  const seen = lookAtSwitch(otherUnit(unit), leaving, partner, preferences);
  const input = { kind: 'abort', why: 'ops@example.com: not now' } as const;
  return decideDrain(stateOf(given), seen, { pair: SAMPLE_PAIR, frozen: false, input }, NOW);
};

const says = (given: Given): string => cellOf(stateOf(given), abort(given));

const BACK = 'operation-aborted → draining first: returning: set the health check port of first to 8444';
const REBOOT = 'operation-aborted → draining first: returning: reboot first';
const WAITS = 'operation-aborted → draining first: returning';

describe('a unit that comes back next to its partner', () => {
  it.each<{ when: string; given: Given; words: string }>([
    { when: 'that stands by is back at once', given: { partner: 'standing by' }, words: BACK },
    { when: 'that is down is back at once', given: { partner: 'shutting down' }, words: BACK },
    {
      when: 'that does not answer waits: it may be taking over',
      given: { partner: 'standing by, silent' },
      words: WAITS,
    },
    { when: 'that took over is rebooted first', given: { partner: 'serving' }, words: REBOOT },
    {
      when: 'that took over and did not answer is rebooted first',
      given: { partner: 'serving, LoadMaster not read' },
      words: REBOOT,
    },
    {
      when: 'that took over waits until the load balancer has let go of it',
      given: { leaving: 'out of sight, not unhealthy yet', partner: 'serving' },
      words: WAITS,
    },
    {
      when: 'that is active and not healthy yet waits for it',
      given: { partner: 'active, not healthy' },
      words: WAITS,
    },
    { when: 'of which nobody says anything waits', given: { partner: 'not read' }, words: WAITS },
    {
      when: 'that took over is rebooted first, under Prefer First of the first unit alone',
      given: { partner: 'serving', preferences: { first: true, second: false } },
      words: REBOOT,
    },
    {
      when: 'that took over is back at once under Prefer First: the second gives way',
      given: { partner: 'serving', preferences: BOTH_PREFER_FIRST },
      words: BACK,
    },
    {
      when: 'that took over is back at once when it stands by itself',
      given: { leaving: 'out of sight, rebooted', partner: 'serving' },
      words: BACK,
    },
    {
      when: 'that took over is back at once when that has to go: this one is needed',
      given: { partner: 'serving', state: { waiting: [ofSecond(INTENTS['spot, two minutes left'])] } },
      words: BACK,
    },
    {
      when: 'that took over, as the second unit under Prefer First, gives way itself',
      given: { unit: 'second', partner: 'serving', preferences: BOTH_PREFER_FIRST },
      words: 'operation-aborted → draining second: returning: set the health check port of second to 8444',
    },
    {
      when: 'that took over, as the second unit without preference, is rebooted first',
      given: { unit: 'second', partner: 'serving' },
      words: 'operation-aborted → draining second: returning: reboot second',
    },
  ])('$when', ({ given, words }) => {
    expect(says(given)).toBe(words);
  });

  it.each([
    { partner: 'standing by, silent', seconds: 50, reason: 'waiting-unknown', actions: [] },
    { partner: 'standing by, silent', seconds: 51, reason: 'returning', actions: ['set-health-port'] },
    { partner: 'not read', seconds: 51, reason: 'waiting-unknown', actions: [] },
    { partner: 'active, not healthy', seconds: 51, reason: 'returning', actions: [] },
  ] as const)('waits as long as a change of roles takes: $partner, $seconds s', (row) => {
    const { partner, seconds, reason, actions } = row;
    const state = stateOf({
      partner,
      more: { phase: 'returning', phaseSince: NOW - seconds * SECOND_MS },
    });
    const seen = lookAtSwitch('second', 'out of sight', partner, NO_PREFERENCE);
    const policy = { pair: SAMPLE_PAIR, frozen: false, input: { kind: 'look' } } as const;
    const decision = decideDrain(state, seen, policy, NOW);
    expect(decision.reason).toBe(reason);
    expect(decision.actions.map(({ kind }) => kind)).toEqual(actions);
  });

  it('is rebooted once', () => {
    const rebootedAt = NOW - 5 * SECOND_MS;
    expect(abort({ partner: 'serving', more: { rebootedAt } }).actions).toEqual([]);
  });

  it('is not rebooted for the fourth time in five minutes', () => {
    const boots = (minutes: readonly number[]) => ({
      first: minutes.map((ago) => NOW - ago * MINUTE_MS),
      second: [],
    });
    expect(abort({ partner: 'serving', state: { boots: boots([1, 2, 3]) } }).actions).toEqual([]);
    expect(abort({ partner: 'serving', state: { boots: boots([1, 2, 6]) } }).actions).toHaveLength(1);
  });
});
