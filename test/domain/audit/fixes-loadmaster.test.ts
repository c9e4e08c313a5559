import { describe, expect, it } from 'vitest';
import type { Fix } from '#domain/audit/rule.ts';
import { LOADMASTER_RULES } from '#domain/audit/rules/loadmaster-rules.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import { withPair, withUnit } from './broken.ts';
import { withBoth, withUnitSnapshot } from './broken-units.ts';
import { AUDITED_PAIR, CLEAN_SNAPSHOT, unread } from './clean-snapshot.ts';
import { ruleCalled } from './rule-called.ts';

const RETURNS_BY_ITSELF: Partial<Pair> = {
  preferred: 'first',
  failback: { ...AUDITED_PAIR.failback, policy: 'native' },
};

const SECOND_ACTIVE = withBoth((_, unit) => ({ haStatus: unit === 'second' ? 'active' : 'standby' }));

const fixesOf = (id: string, snapshot: PairSnapshot): readonly (Fix | undefined)[] => {
  const rule = ruleCalled(id);
  return rule.check(snapshot).faults.map((fault) => rule.fix?.(snapshot, fault));
};

const sets = (unit: UnitName, prefersFirst: boolean): Fix => ({
  kind: 'action',
  action: { kind: 'set-preference', unit, prefersFirst },
});

const notNow = (why: string): Fix => ({ kind: 'not-now', why });
const MOVES = notNow('the second unit is active: with Prefer First the first would take the role at once');
const UNCLEAR = notNow('it takes one unit that says active and one that says standby');

describe('the fixes of LoadMaster rules', () => {
  it('are one: nobody else knows what a person wants of a unit', () => {
    expect(LOADMASTER_RULES.filter(({ fix }) => fix !== undefined).map(({ id }) => id)).toEqual([
      'preference',
    ]);
  });

  it.each<{ when: string; snapshot: PairSnapshot; fixes: readonly Fix[] }>([
    {
      when: 'the first unit returns by itself and is not to',
      snapshot: withUnit('first', { prefersFirst: true }),
      fixes: [sets('first', false)],
    },
    {
      when: 'both do, and the second is active',
      snapshot: withBoth(() => ({ prefersFirst: true }), SECOND_ACTIVE),
      fixes: [sets('first', false), sets('second', false)],
    },
    {
      when: 'the units are to return by themselves, and the first is active',
      snapshot: withPair(RETURNS_BY_ITSELF),
      fixes: [sets('first', true), sets('second', true)],
    },
    {
      when: 'the units are to return by themselves, and the second is active',
      snapshot: withPair(RETURNS_BY_ITSELF, SECOND_ACTIVE),
      fixes: [MOVES, MOVES],
    },
    {
      when: 'both units are active',
      snapshot: withUnit('first', { prefersFirst: true }, withUnit('second', { haStatus: 'active' })),
      fixes: [UNCLEAR],
    },
    {
      when: 'both units are standby',
      snapshot: withUnit('first', { prefersFirst: true, haStatus: 'standby' }),
      fixes: [UNCLEAR],
    },
    {
      when: 'the other unit was never polled',
      snapshot: withUnit('first', { prefersFirst: true }, withUnit('second', { haStatus: 'passive' })),
      fixes: [UNCLEAR],
    },
    {
      when: 'the other unit was not read',
      snapshot: withUnit(
        'second',
        { prefersFirst: true },
        withUnitSnapshot('first', { loadMaster: unread('loadmaster-unreachable') }),
      ),
      fixes: [UNCLEAR],
    },
  ])('set the preference of a unit: $when', ({ snapshot, fixes }) => {
    expect(fixesOf('preference', snapshot)).toEqual(fixes);
  });

  it('set no preference of what is no unit', () => {
    const fault = { subject: 'pair', seen: 'Prefer First', expected: 'No Preferred Host' };
    expect(ruleCalled('preference').fix?.(CLEAN_SNAPSHOT, fault)).toEqual(
      notNow('the finding names no unit'),
    );
  });
});
