import { judgeUnits } from '#domain/audit/judge.ts';
import type { Fix, Rule } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { leavesReturnToUnits } from '#domain/failback/preference.ts';

const words = (prefersFirst: boolean): string => (prefersFirst ? 'Prefer First' : 'No Preferred Host');

/** The unit that says that it is active, next to one that says that it is standby. */
const activeUnit = ({ units }: PairSnapshot): UnitName | undefined => {
  const says = (unit: UnitName, status: 'active' | 'standby'): boolean => {
    const { loadMaster } = units[unit];
    return loadMaster.kind === 'read' && loadMaster.value.haStatus === status;
  };
  return UNIT_NAMES.find((unit) => says(unit, 'active') && says(otherUnit(unit), 'standby'));
};

/** By policy, and not while returns are stopped: then failback has set it aside. */
const wantedOf = ({ pair, flapping }: PairSnapshot): boolean => leavesReturnToUnits(pair) && !flapping;

const notNow = (why: string): Fix => ({ kind: 'not-now', why });

export const preference: Rule = {
  id: 'preference',
  side: 'loadmaster',
  severity: 'medium',
  title: 'Both units prefer the host that policy wants them to prefer',
  why: 'With Prefer First the first unit takes the role as soon as it has booted and connections end, whatever hold-down or window is declared; without it no unit goes back by itself.',
  citations: [
    { words: 'LoadMaster HA for AWS, section 6.2' },
    { words: 'High Availability (HA), Feature Description, section 8.1.2' },
    { words: 'LoadMaster Interface Description, RESTful API, section 3.22.5.2' },
  ],
  remedy:
    'set Switch to Preferred Server on both units: Prefer First where the pair prefers the first unit and leaves returning to the units, else No Preferred Host (System Configuration > AWS HA Parameters)',
  check: (snapshot) =>
    judgeUnits(snapshot, ({ prefersFirst }) => {
      const wanted = wantedOf(snapshot);
      if (prefersFirst === undefined) return { unknown: 'the unit does not say whom it prefers' };
      return prefersFirst === wanted ? undefined : { seen: words(prefersFirst), expected: words(wanted) };
    }),
  fix: (snapshot, { subject }) => {
    const unit = UNIT_NAMES.find((name) => name === subject);
    if (unit === undefined) return notNow('the finding names no unit');
    const prefersFirst = wantedOf(snapshot);
    const active = activeUnit(snapshot);
    if (active === undefined) return notNow('it takes one unit that says active and one that says standby');
    if (prefersFirst && active === 'second')
      return notNow('the second unit is active: with Prefer First the first would take the role at once');
    return { kind: 'action', action: { kind: 'set-preference', unit, prefersFirst } };
  },
};
