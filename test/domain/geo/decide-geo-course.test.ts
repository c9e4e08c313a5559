import { describe, expect, it } from 'vitest';
import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import { actionWords } from '#domain/explain/plan.ts';
import { decideGeo, type GeoInput } from '#domain/geo/decide-geo.ts';
import type { JobSeen } from '#domain/job/unit-job.ts';
import type { Action } from '#domain/pair/action.ts';
import type { PairState } from '#domain/pair/state.ts';
import { SECOND_MS } from '#domain/time.ts';
import { GEO_ORDER, GEO_PAIR, type GeoLook, lookAtGeo } from '../../../docs/state-geo-samples.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { type SwitchClass, steadyWith } from '../../../docs/state-switch-samples.ts';
import { ON_FIRST, ON_SECOND, ordering } from './decide-geo-samples.ts';

/*
 * A change of GEO lists from its order to its end, against units that do at once what they are asked to. A unit out of
 * sight is not active any more once its partner serves and it was rebooted.
 */

interface Units {
  serves: UnitName;
  hidden: boolean;
  rebooted: boolean;
  right: Set<UnitName>;
  jobs: Partial<Record<UnitName, JobSeen>>;
}

const classOf = ({ serves, hidden, rebooted }: Units, unit: UnitName): SwitchClass => {
  if (unit === serves) return 'serving';
  if (!hidden) return 'standing by';
  return rebooted ? 'out of sight, rebooted' : 'out of sight';
};

const lookOf = (units: Units): GeoLook => ({
  first: classOf(units, 'first'),
  second: classOf(units, 'second'),
  lists: {
    first: units.right.has('first') ? 'right' : 'wrong',
    second: units.right.has('second') ? 'right' : 'wrong',
  },
  jobs: units.jobs,
});

const perform = (units: Units, action: Action): void => {
  switch (action.kind) {
    case 'begin-job':
      units.right.add(action.unit);
      units.jobs[action.unit] = {
        jobId: action.jobId,
        kind: action.job.kind,
        state: 'done',
        at: NOW,
        key: `backups/${action.unit}`,
      };
      return;
    case 'set-health-port':
      if (action.port === GEO_PAIR.healthCheck.port) Object.assign(units, { hidden: false, rebooted: false });
      else Object.assign(units, { hidden: true, serves: otherUnit(action.unit) });
      return;
    case 'reboot-unit':
      units.rebooted = true;
      return;
    default:
      throw new Error(`${action.kind} is no part of it`);
  }
};

/** What is done from the order to the end, in words; a failover takes place before the look of that number. */
const course = (units: Units, { failoverAt }: { readonly failoverAt?: number } = {}) => {
  let state: PairState = steadyWith(units.serves);
  let now = NOW;
  let input: GeoInput = ordering({ notAfter: NOW + 10 * SECOND_MS });
  const done: string[] = [];
  for (let looks = 0; looks < 60 && state.geo.last === undefined; looks++) {
    if (looks === failoverAt) units.serves = otherUnit(units.serves);
    const policy = { pair: GEO_PAIR, frozen: false, input };
    const { next, actions } = decideGeo(state, lookAtGeo(lookOf(units), now), policy, now);
    for (const action of actions) {
      done.push(actionWords(action));
      perform(units, action);
    }
    [state, now, input] = [next, now + 10 * SECOND_MS, { kind: 'look' }];
  }
  return { done, last: state.geo.last, state };
};

const fresh = (serves: UnitName, ...right: readonly UnitName[]): Units => ({
  serves,
  hidden: false,
  rebooted: false,
  right: new Set(right),
  jobs: {},
});

const handover = (from: UnitName): readonly string[] => [
  `set the health check port of ${from} to 8445`,
  `reboot ${from}`,
  `set the health check port of ${from} to 8444`,
];

describe('a whole change of GEO lists', () => {
  it('the master serves: its lists, a handover with a reboot, the partner list of the other', () => {
    const { done, last, state } = course(fresh('first'));
    expect(done).toEqual([ON_FIRST, ...handover('first'), ON_SECOND]);
    expect(last).toMatchObject({
      end: 'done',
      set: ['first', 'second'],
      backups: { first: 'backups/first', second: 'backups/second' },
      roleChanges: 1,
      failovers: 0,
    });
    expect(state.operation).toEqual({ kind: 'idle' });
  });

  it('the master stands by: it is made active first', () => {
    const { done, last } = course(fresh('second'));
    expect(done).toEqual([...handover('second'), ON_FIRST, ...handover('first'), ON_SECOND]);
    expect(last).toMatchObject({ end: 'done', roleChanges: 2, failovers: 0 });
  });

  it.for([
    ['the master alone is wrong and serves', fresh('first', 'second'), [ON_FIRST], 0],
    ['the other alone is wrong and serves', fresh('second', 'first'), [ON_SECOND], 0],
    ['the other alone is wrong', fresh('first', 'first'), [...handover('first'), ON_SECOND], 1],
    ['both are right', fresh('first', 'first', 'second'), [], 0],
  ] as const)('%s: what is right is left alone', ([, units, expected, roleChanges]) => {
    const { done, last } = course(units);
    expect(done).toEqual(expected);
    expect(last).toMatchObject({ end: 'done', roleChanges });
  });

  it('a failover after the master was set saves the handover', () => {
    const { done, last } = course(fresh('first'), { failoverAt: 1 });
    expect(done).toEqual([ON_FIRST, ON_SECOND]);
    expect(last).toMatchObject({ end: 'done', roleChanges: 1, failovers: 1, cluster: GEO_ORDER.cluster });
  });
});
