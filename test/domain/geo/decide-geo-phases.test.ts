import { describe, expect, it } from 'vitest';
import type { Pair } from '#domain/estate/estate.ts';
import { decideGeo } from '#domain/geo/decide-geo.ts';
import type { GeoOperation } from '#domain/geo/operation.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  ALL_RIGHT,
  askedToSet,
  FIRST_IS_RIGHT,
  GEO_ORDER,
  GEO_PAIR,
  type GeoLook,
  geoHandoverIn,
  geoIn,
  lookAtGeo,
  ONLY_PARTNERS,
  recordedSet,
  SET,
  secondInTurn,
  UNSET,
} from '../../../docs/state-geo-samples.ts';
import { NOW, UNIT_CLASSES } from '../../../docs/state-samples.ts';
import { saying, steadyWith } from '../../../docs/state-switch-samples.ts';
import { decide, type GeoGiven, ON_FIRST, ON_SECOND, opAfter, says } from './decide-geo-samples.ts';

/* Phase by phase: given the operation and a look, what is done, why, and what is written down. */

interface Row extends GeoGiven {
  readonly when: string;
  readonly op: GeoOperation;
  readonly says: string;
}

const rows = (all: readonly Row[]): void => {
  it.for(all)('$when: $says', ({ when: _, says: expected, ...given }) => {
    expect(says(given)).toBe(expected);
  });
};

const closed = { order: { ...GEO_ORDER, notAfter: NOW - 1 } };
const late = { phaseSince: NOW - 10 * MINUTE_MS - 1 };
const inTime = { phaseSince: NOW - 10 * MINUTE_MS };
const SECOND_SERVES: GeoLook = { first: 'standing by', second: 'serving' };

const onFirst = (attempt = 1, more: Partial<GeoOperation> = {}): GeoOperation =>
  geoIn('setting', {
    unit: 'first',
    ...more,
    units: { first: askedToSet(UNSET, undefined, 10 * SECOND_MS, attempt) },
  });

/** The first unit has its lists; the second serves and was asked. */
const onSecond = (attempt = 1, second = UNSET): GeoOperation =>
  geoIn('setting', {
    unit: 'second',
    servedBy: 'second',
    roleChanges: 1,
    units: { first: SET, second: askedToSet(second, ONLY_PARTNERS, 10 * SECOND_MS, attempt) },
  });

describe('setting', () => {
  it('asks for what is wrong, and no more', () => {
    const lists = (look: GeoLook) => {
      const [action] = decide({ op: geoIn('setting'), look }).actions;
      return action?.kind === 'begin-job' && action.job.kind === 'set-geo-lists'
        ? action.job.lists
        : undefined;
    };
    const { access, partners } = GEO_ORDER;
    expect(lists({})).toEqual({ access, partners });
    expect(lists({ lists: { first: 'access wrong' } })).toEqual({ access });
    expect(lists({ lists: { first: 'partners wrong' } })).toEqual({ partners });
    expect(lists({ ...SECOND_SERVES, ...FIRST_IS_RIGHT })).toEqual({ partners });
  });

  it('asks once: the next look sees the record of who does it', () => {
    const op = opAfter({ op: geoIn('setting') });
    const id = op.units.first.job?.id ?? '';
    expect(id).toBe(`shop/3/first/set-geo-lists/${NOW}`);
    const looking = { op, look: { jobs: { first: recordedSet('running', { jobId: id }) } } };
    expect(decide(looking).next.operation).toBe(op);
    expect(says(looking)).toBe('waiting-for-job');
  });

  it('writes down what the record says was done, and the backup; whether it is so is for the next look', () => {
    const given = { op: onFirst(), look: { jobs: { first: recordedSet('done', { key: 'backups/1' }) } } };
    expect(says(given)).toBe('geo-waiting-for-lists');
    const op = opAfter(given);
    expect(op.units.first).toEqual({ preferredFirst: false, timesSet: 1, setAt: NOW, backup: 'backups/1' });
    expect(op.phaseSince).toBe(NOW);
  });

  it('halts with the unit, the list and the code once something is set', () => {
    const first = recordedSet('failed', { code: 'geo-list-too-long', failedAt: 'partners' });
    const given = { op: onFirst(), look: { lists: { first: 'partners wrong' }, jobs: { first } } } as const;
    expect(says(given)).toBe('halted → halted: geo-lists-not-set');
    expect(opAfter(given)).toMatchObject({ trouble: 'first: partners, geo-list-too-long', unit: 'first' });
    expect(opAfter(given).units.first).toEqual({ ...UNSET, timesSet: 1 });
  });

  it('knows that the access list was set at the first try when the second one fails', () => {
    const code = 'loadmaster-timeout';
    const again = opAfter({
      op: onFirst(),
      look: {
        lists: { first: 'partners wrong' },
        jobs: { first: recordedSet('failed', { code, failedAt: 'partners' }) },
      },
    });
    const { job, timesSet } = again.units.first;
    expect(job).toMatchObject({ attempt: 2, job: { lists: ONLY_PARTNERS } });
    expect(timesSet).toBe(1);
    const failed = recordedSet('failed', { jobId: job?.id ?? '', code, failedAt: 'backup' });
    expect(says({ op: again, look: { lists: { first: 'partners wrong' }, jobs: { first: failed } } })).toBe(
      'halted → halted: geo-lists-not-set',
    );
  });

  it('gives up, and says where, while nothing is set', () => {
    const first = recordedSet('failed', { code: 'geo-list-too-long', failedAt: 'access' });
    const { next, reason, actions } = decide({ op: onFirst(), look: { jobs: { first } } });
    expect({ reason, actions }).toEqual({ reason: 'geo-given-up', actions: [] });
    expect(next.operation.kind).toBe('idle');
    expect(next.geo.last).toMatchObject({
      end: 'given-up',
      because: ['geo-lists-not-set', 'first: access, geo-list-too-long'],
      set: [],
    });
  });

  it('gives up where a partner list alone was to be set and was refused', () => {
    const op = geoIn('setting', { unit: 'first', units: { first: askedToSet(UNSET, ONLY_PARTNERS) } });
    const first = recordedSet('failed', { code: 'geo-list-too-long', failedAt: 'partners' });
    const look = { lists: { first: 'partners wrong', second: 'right' }, jobs: { first } } as const;
    expect(says({ op, look })).toBe('geo-given-up → idle');
  });

  it('takes the record of another job for none', () => {
    const first = recordedSet('failed', { jobId: 'before', code: 'geo-list-too-long', failedAt: 'partners' });
    const units = { first: askedToSet(UNSET, undefined, 2 * MINUTE_MS) };
    const after = opAfter({ op: geoIn('setting', { unit: 'first', units }), look: { jobs: { first } } });
    expect(after.units.first).toMatchObject({ timesSet: 0, job: { id: 'job', repeatedAt: NOW } });
  });

  rows([
    {
      when: 'the master serves',
      op: geoIn('setting'),
      says: `geo-setting → GEO lists: setting first: ${ON_FIRST}`,
    },
    {
      when: 'the master stands by',
      op: geoIn('setting', { servedBy: 'second' }),
      look: SECOND_SERVES,
      says: 'handover-asked → GEO lists: handing-over first: set the health check port of second to 8445',
    },
    {
      when: 'the second unit is the master',
      op: geoIn('setting', { order: { ...GEO_ORDER, master: 'second' } }),
      says: 'handover-asked → GEO lists: handing-over second: set the health check port of first to 8445',
    },
    {
      when: 'the first unit is right, the other serves',
      op: geoIn('setting', { servedBy: 'second' }),
      look: { ...SECOND_SERVES, ...FIRST_IS_RIGHT },
      says: `geo-setting → GEO lists: setting second: ${ON_SECOND}`,
    },
    {
      when: 'the first unit has its lists',
      op: geoIn('setting', { unit: 'first', units: { first: SET } }),
      look: FIRST_IS_RIGHT,
      says: 'handover-asked → GEO lists: handing-over second: set the health check port of first to 8445',
    },
    { when: 'all is right', op: geoIn('setting'), look: ALL_RIGHT, says: 'geo-synced → idle' },
    {
      when: 'a first try failed',
      op: onFirst(),
      look: { jobs: { first: recordedSet('failed', { code: 'loadmaster-timeout', failedAt: 'access' }) } },
      says: `geo-setting: ${ON_FIRST}`,
    },
    {
      when: 'the second try failed, nothing is set',
      op: onFirst(2),
      look: { jobs: { first: recordedSet('failed', { code: 'loadmaster-timeout', failedAt: 'access' }) } },
      says: 'geo-given-up → idle',
    },
    {
      when: 'the second try failed, the first unit has its lists',
      op: onSecond(2),
      look: {
        ...SECOND_SERVES,
        ...FIRST_IS_RIGHT,
        jobs: { second: recordedSet('failed', { code: 'loadmaster-timeout' }) },
      },
      says: 'halted → halted: geo-lists-not-set',
    },
    {
      when: 'the lists are right though the last try was said to have failed',
      op: onSecond(2),
      look: {
        ...SECOND_SERVES,
        ...ALL_RIGHT,
        jobs: { second: recordedSet('failed', { code: 'loadmaster-timeout' }) },
      },
      says: 'geo-synced → idle',
    },
    {
      when: 'the master is found otherwise while the other one gets its list: nothing is cut short',
      op: onSecond(),
      look: { ...SECOND_SERVES, jobs: { second: recordedSet('running') } },
      says: 'waiting-for-job',
    },
    {
      when: 'what was set is found otherwise, once',
      op: geoIn('setting', { unit: 'first', units: { first: SET } }),
      says: `geo-setting: ${ON_FIRST}`,
    },
    {
      when: 'what was set is found otherwise, twice',
      op: geoIn('setting', { unit: 'first', units: { first: { ...SET, timesSet: 2 } } }),
      says: 'halted → halted: geo-lists-not-set',
    },
    {
      when: 'what was set is found otherwise, twice, and the role would have to move for it',
      op: geoIn('setting', { unit: 'first', units: { first: { ...SET, timesSet: 2 } }, servedBy: 'second' }),
      look: SECOND_SERVES,
      says: 'halted → halted: geo-lists-not-set',
    },
    {
      when: 'the unit that is active has no reboot left',
      op: geoIn('setting', { unit: 'second', units: { first: SET } }),
      state: {
        ...steadyWith('first'),
        boots: { first: [240, 180, 60].map((seconds) => NOW - seconds * SECOND_MS), second: [] },
      },
      look: FIRST_IS_RIGHT,
      says: 'refused-reboot-budget',
    },
  ]);
});

describe('roles that move by themselves', () => {
  it('are counted as a failover, a handover of our own is not', () => {
    const moved = opAfter({ op: geoIn('setting'), look: { ...SECOND_SERVES, ...FIRST_IS_RIGHT } });
    expect(moved).toMatchObject({ servedBy: 'second', roleChanges: 1, failovers: 1 });
    const handed = opAfter({
      op: secondInTurn('handing-over'),
      look: { first: 'out of sight', second: 'serving', ...FIRST_IS_RIGHT },
    });
    expect(handed).toMatchObject({ servedBy: 'second', roleChanges: 1, failovers: 0 });
  });

  const failover = { op: onFirst(), look: SECOND_SERVES };
  it('leave a job behind on what is a standby now: it is waited for', () => {
    const look = { ...SECOND_SERVES, jobs: { first: recordedSet('running') } };
    expect(says({ ...failover, look })).toBe('waiting-for-job');
  });

  it.for([
    ['failed', recordedSet('failed', { code: 'loadmaster-command', failedAt: 'access' })],
    ['is lost', recordedSet('running', { at: NOW - 17 * MINUTE_MS })],
  ] as const)('and where it %s it is dropped, and the role moved first', ([, first]) => {
    const given = { ...failover, look: { ...SECOND_SERVES, jobs: { first } } };
    const op = opAfter(given);
    expect(op.units.first).toEqual(UNSET);
    expect(op).toMatchObject({ phase: 'handing-over', unit: 'first', handover: { to: 'first' } });
    expect(op).not.toHaveProperty('trouble');
  });

  it('and where it was done that is written down', () => {
    const given = { ...failover, look: { ...SECOND_SERVES, jobs: { first: recordedSet('done') } } };
    expect(opAfter(given).units.first.timesSet).toBe(1);
  });

  it('and where it got half-way that is not forgotten', () => {
    const first = recordedSet('failed', { code: 'loadmaster-command', failedAt: 'partners' });
    const look = { ...SECOND_SERVES, lists: { first: 'partners wrong' }, jobs: { first } } as const;
    expect(opAfter({ ...failover, look }).units.first).toEqual({ ...UNSET, timesSet: 1 });
  });
});

describe('what cannot be told', () => {
  const set = { unit: 'first', units: { first: SET } } as const;
  const unread: GeoLook = { lists: { second: 'unread' } };
  const nobody: GeoLook = { first: 'active, not healthy' };
  rows([
    { when: 'a unit is not read', op: geoIn('setting', inTime), look: unread, says: 'geo-waiting-for-lists' },
    {
      when: 'a unit is not read for 10 min',
      op: geoIn('setting', late),
      look: unread,
      says: 'geo-given-up → idle',
    },
    {
      when: 'a unit is not read for 10 min, something is set',
      op: geoIn('setting', { ...late, ...set }),
      look: unread,
      says: 'halted → halted: loadmaster-unread',
    },
    {
      when: 'a unit is not read for 10 min, and a job may be setting something',
      op: onFirst(1, late),
      look: { ...unread, jobs: { first: 'unread' } },
      says: 'halted → halted: loadmaster-unread',
    },
    {
      when: 'nobody serves',
      op: geoIn('setting', inTime),
      look: nobody,
      says: 'waiting-for-roles → GEO lists: setting first',
    },
    {
      when: 'nobody serves for 10 min',
      op: geoIn('setting', late),
      look: nobody,
      says: 'geo-given-up → idle',
    },
    {
      when: 'nobody serves for 10 min, something is set',
      op: geoIn('setting', { ...late, ...set }),
      look: nobody,
      says: 'halted → halted: roles-unclear',
    },
    {
      when: 'the active unit does not say that it is',
      op: geoIn('setting'),
      look: { first: 'groups disagree' },
      says: 'waiting-for-roles → GEO lists: setting first',
    },
    {
      when: 'the unit whose turn it is could not take over',
      op: geoIn('setting', { unit: 'second', units: { first: SET } }),
      look: { second: 'not polled', ...FIRST_IS_RIGHT },
      says: 'waiting-for-roles',
    },
    {
      when: 'the unit whose turn it is takes itself to be active too',
      op: geoIn('setting', { unit: 'second', units: { first: SET } }),
      look: { second: 'active, not healthy', ...FIRST_IS_RIGHT },
      says: 'waiting-for-roles',
    },
  ]);

  const firstSet = geoIn('setting', { unit: 'second', units: { first: SET } });
  it.for([
    [
      'a unit that serves and does not say that it is active',
      geoIn('setting', { unit: 'first' }),
      {},
      'first',
    ],
    ['a unit that stands by in no target group', firstSet, FIRST_IS_RIGHT, 'second'],
  ] as const)('nothing is done to %s', ([, op, look, unit]) => {
    const seen = lookAtGeo(look);
    const { serving, 'in no group': inNoGroup } = UNIT_CLASSES;
    const odd = unit === 'first' ? saying(serving, { haStatus: 'standby' }) : inNoGroup;
    const state = { ...steadyWith('first'), operation: op };
    const policy = { pair: GEO_PAIR, frozen: false, input: { kind: 'look' } } as const;
    const units = { ...seen.units, [unit]: odd };
    const { next, actions, reason } = decideGeo(state, { ...seen, units }, policy, NOW);
    expect({ actions, reason }).toEqual({ actions: [], reason: 'waiting-for-roles' });
    expect(next).toBe(state);
  });

  it('time under a hold that has ended does not count', () => {
    const hold = { by: 'ops', why: 'x', placedAt: NOW - MINUTE_MS, until: NOW - SECOND_MS };
    const state = { ...steadyWith('first'), hold };
    expect(says({ state, op: geoIn('setting', late), look: unread })).toBe('geo-waiting-for-lists');
  });
});

describe('a window that has closed', () => {
  rows([
    { when: 'before anything was asked', op: geoIn('setting', closed), says: 'geo-put-off → idle' },
    {
      when: 'at its very end',
      op: geoIn('setting', { order: { ...GEO_ORDER, notAfter: NOW } }),
      says: `geo-setting → GEO lists: setting first: ${ON_FIRST}`,
    },
    {
      when: 'before anything could be read',
      op: geoIn('setting', closed),
      look: { lists: { first: 'unread' } },
      says: 'geo-put-off → idle',
    },
    {
      when: 'and all is right meanwhile',
      op: geoIn('setting', closed),
      look: ALL_RIGHT,
      says: 'geo-synced → idle',
    },
    {
      when: 'after the role was moved for it',
      op: geoIn('setting', { ...closed, roleChanges: 1 }),
      says: `geo-setting → GEO lists: setting first: ${ON_FIRST}`,
    },
    {
      when: 'after the role moved by itself',
      op: geoIn('setting', { ...closed, roleChanges: 1, failovers: 1 }),
      says: 'geo-put-off → idle',
    },
    { when: 'while a job is under way', op: onFirst(1, closed), says: 'waiting-for-job' },
    {
      when: 'after something was set',
      op: geoIn('setting', { ...closed, unit: 'first', units: { first: SET } }),
      look: FIRST_IS_RIGHT,
      says: 'handover-asked → GEO lists: handing-over second: set the health check port of first to 8445',
    },
  ]);

  it('leaves a result that says so', () => {
    const { next } = decide({ op: geoIn('setting', closed) });
    expect(next.geo.last).toMatchObject({ end: 'given-up', because: ['window-closed'], set: [] });
  });
});

describe('handing over', () => {
  it('has the old unit rebooted, whichever it is, and nobody prefer to be active', () => {
    const toFirst = geoIn('handing-over', {
      unit: 'first',
      servedBy: 'second',
      handover: geoHandoverIn('stepping-down', { to: 'first', phaseSince: NOW - 45 * SECOND_MS }),
    });
    const look: GeoLook = { first: 'serving', second: 'out of sight' };
    expect(says({ op: toFirst, look })).toBe('stepping-down: reboot second');
    const begin = { op: secondInTurn('preparing'), look: { prefers: { first: true, second: true } } };
    expect(says(begin)).toBe(
      'setting-preference: set the preferred host of first to No Preferred Host; set the preferred host of second to No Preferred Host',
    );
  });

  it('ends in setting the lists of the unit that serves then', () => {
    const given = {
      op: secondInTurn('settling'),
      look: { ...SECOND_SERVES, ...FIRST_IS_RIGHT },
    };
    expect(says(given)).toBe(`geo-setting → GEO lists: setting second: ${ON_SECOND}`);
    expect(opAfter(given)).not.toHaveProperty('handover');
  });

  it('that stops halts the whole, for the same reason, and keeps where it stood', () => {
    const op = secondInTurn('undoing', { failed: 'partner-lost', healthPortMoved: false });
    expect(says({ op })).toBe('halted → halted: partner-lost');
    expect(opAfter({ op }).handover).toMatchObject({ to: 'second', failed: 'partner-lost' });
  });

  it('a look that changes nothing writes nothing', () => {
    const op = secondInTurn('handing-over');
    const state = { ...steadyWith('first'), operation: op };
    const look = { first: 'out of sight', second: 'standing by' } as const;
    expect(decide({ state, look }).next).toBe(state);
  });
});

describe('settling', () => {
  const NATIVE: Pair = {
    ...GEO_PAIR,
    preferred: 'first',
    failback: { ...GEO_PAIR.failback, policy: 'native' },
  };
  const preferred = { first: { ...SET, preferredFirst: true }, second: { ...SET, preferredFirst: true } };
  const over = geoIn('settling', { units: { first: SET, second: SET } });
  const back =
    'settling: set the preferred host of first to Prefer First; set the preferred host of second to Prefer First';
  rows([
    { when: 'all is right', op: over, look: ALL_RIGHT, says: 'geo-synced → idle' },
    {
      when: 'Prefer First goes back',
      op: { ...over, units: preferred },
      pair: NATIVE,
      look: ALL_RIGHT,
      says: back,
    },
    {
      when: 'not while the second unit serves',
      op: { ...over, units: preferred, servedBy: 'second' },
      pair: NATIVE,
      look: { ...SECOND_SERVES, ...ALL_RIGHT },
      says: 'geo-synced → idle',
    },
    { when: 'not where it was not set', op: over, pair: NATIVE, look: ALL_RIGHT, says: 'geo-synced → idle' },
    {
      when: 'a LoadMaster is not read',
      op: over,
      look: { second: 'standing by, silent', ...ALL_RIGHT },
      says: 'settling',
    },
    {
      when: 'a LoadMaster is not read for a minute',
      op: { ...over, phaseSince: NOW - MINUTE_MS - 1 },
      look: { second: 'standing by, silent', ...ALL_RIGHT },
      says: 'geo-synced → idle',
    },
    {
      when: 'a list is found otherwise after all',
      op: over,
      look: { lists: { first: 'partners wrong', second: 'right' } },
      says: 'geo-setting → GEO lists: setting first: make a backup of first, then set its GEO LoadMaster Partners (3 addresses)',
    },
    {
      when: 'nothing was set, whatever the lists are',
      op: geoIn('settling', { failed: 'roles-unclear' }),
      says: 'geo-given-up → idle',
    },
  ]);

  it('leaves a result: which units were set, the backups, the roles', () => {
    const units = { first: { ...SET, backup: 'backups/1' }, second: { ...SET, backup: 'backups/2' } };
    const op = geoIn('settling', { units, roleChanges: 2, failovers: 1 });
    expect(decide({ op, look: ALL_RIGHT }).next.geo.last).toEqual({
      orderId: 'shop/3',
      cluster: 'shop',
      end: 'done',
      because: [],
      startedAt: op.startedAt,
      endedAt: NOW,
      roleChanges: 2,
      failovers: 1,
      set: ['first', 'second'],
      backups: { first: 'backups/1', second: 'backups/2' },
    });
  });

  it('names the units in the order of their turns', () => {
    const op = { ...over, order: { ...GEO_ORDER, master: 'second' } } as const;
    const { next } = decide({ op, look: { lists: { first: 'right', second: 'right' } } });
    expect(next.geo.last?.set).toEqual(['second', 'first']);
  });
});
