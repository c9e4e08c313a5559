import { decideDrain } from '#domain/drain/decide-drain.ts';
import type { UnitName } from '#domain/estate/estate.ts';
import { decideGeo, type GeoInput } from '#domain/geo/decide-geo.ts';
import type { GeoOperation } from '#domain/geo/operation.ts';
import type { JobSeen } from '#domain/job/unit-job.ts';
import type { PairState } from '#domain/pair/state.ts';
import { ROUTING_FOLLOWS_MS } from '#domain/switchover/timing.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { cellOf, table } from './state-cells.ts';
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
} from './state-geo-samples.ts';
import { INTENTS, NOW } from './state-samples.ts';
import { steadyWith } from './state-switch-samples.ts';

/*
 * The tables of what a change of GEO lists does next: whether it is begun, by the records of its jobs, by what is seen of
 * the units, and when something else is in the way.
 */

const LOOK: GeoInput = { kind: 'look' };
const ORDERED: GeoInput = { kind: 'order', order: GEO_ORDER };

const cell = (state: PairState, look: GeoLook, input: GeoInput = LOOK, frozen = false): string => {
  const decision = decideGeo(state, lookAtGeo(look), { pair: GEO_PAIR, frozen, input }, NOW);
  const { last } = decision.next.geo;
  const because = last === state.geo.last || last === undefined ? [] : last.because;
  return `${cellOf(state, decision)}${because.length === 0 ? '' : ` (${because.join('; ')})`}`;
};

const steady = steadyWith('first');
const stateWith = (operation: GeoOperation): PairState => ({ ...steady, operation });

/** Which lists are wrong, and who serves. */
const LISTS: Readonly<Record<string, GeoLook>> = {
  'no list is right': {},
  'the access list of the first unit is wrong': { lists: { first: 'access wrong', second: 'right' } },
  'the partner list of the first unit is wrong': { lists: { first: 'partners wrong', second: 'right' } },
  'the partner list of the second unit is wrong': { lists: { first: 'right', second: 'partners wrong' } },
  'the access list of the second unit is not the master’s': {
    lists: { first: 'right', second: 'access wrong' },
  },
  'all lists are right': ALL_RIGHT,
  'the lists of the first unit are not read': { lists: { first: 'unread' } },
  'the second unit does not answer': { second: 'standing by, silent' },
};

const hold = {
  by: 'ops@example.com',
  why: 'change 4711',
  placedAt: NOW - MINUTE_MS,
  until: NOW + 60 * MINUTE_MS,
};
const boots = {
  first: [240, 180, 60].map((seconds) => NOW - seconds * SECOND_MS),
  second: [],
};

const BEFORE: Readonly<Record<string, { readonly state: PairState; readonly frozen?: boolean }>> = {
  'nothing is in the way': { state: steady },
  held: { state: { ...steady, hold } },
  frozen: { state: steady, frozen: true },
  'three reboots': { state: { ...steady, boots } },
};

const orderTable = (): string =>
  table(
    ['what the units have \\ what is in the way', ...Object.keys(BEFORE)],
    Object.entries(LISTS).map(([name, look]) => [
      name,
      ...Object.values(BEFORE).map(({ state, frozen }) => cell(state, look, ORDERED, frozen)),
    ]),
  );

const RECORDS: Readonly<Record<string, JobSeen | 'none' | 'unread'>> = {
  none: 'none',
  "another job's": recordedSet('done', { jobId: 'before' }),
  running: recordedSet('running'),
  'running for 17 min': recordedSet('running', { at: NOW - 17 * MINUTE_MS }),
  done: recordedSet('done', { key: 'backups/a' }),
  'failed at access: loadmaster-unreachable': recordedSet('failed', {
    code: 'loadmaster-unreachable',
    failedAt: 'access',
  }),
  'failed at access: geo-list-too-long': recordedSet('failed', {
    code: 'geo-list-too-long',
    failedAt: 'access',
  }),
  'failed at partners: geo-list-too-long': recordedSet('failed', {
    code: 'geo-list-too-long',
    failedAt: 'partners',
  }),
  'not read': 'unread',
};

interface Stand {
  readonly title: string;
  readonly operation: GeoOperation;
  /** What is seen besides. */
  readonly look?: GeoLook;
}

const onFirst = (askedMsAgo: number, attempt = 1): GeoOperation =>
  geoIn('setting', {
    unit: 'first',
    units: { first: askedToSet(UNSET, undefined, askedMsAgo, attempt) },
  });

const onSecond = (askedMsAgo: number, attempt = 1): GeoOperation =>
  geoIn('setting', {
    unit: 'second',
    servedBy: 'second',
    roleChanges: 1,
    units: { first: SET, second: askedToSet(UNSET, ONLY_PARTNERS, askedMsAgo, attempt) },
  });

const SECOND_SERVES: GeoLook = { first: 'standing by', second: 'serving' };

const JOB_STANDS: readonly Stand[] = [
  { title: 'nothing asked', operation: geoIn('setting') },
  { title: 'asked of first 10 s ago', operation: onFirst(10 * SECOND_MS) },
  { title: 'asked of first 2 min ago', operation: onFirst(2 * MINUTE_MS) },
  { title: 'asked of first 16 min ago', operation: onFirst(16 * MINUTE_MS) },
  { title: 'asked of first, second try 10 s ago', operation: onFirst(10 * SECOND_MS, 2) },
  {
    title: 'asked of first, whose lists are right by now',
    operation: onFirst(10 * SECOND_MS),
    look: FIRST_IS_RIGHT,
  },
  {
    title: 'asked of first, which stands by since a failover',
    operation: onFirst(10 * SECOND_MS),
    look: SECOND_SERVES,
  },
  {
    title: 'first is set, asked of second, second try 10 s ago',
    operation: onSecond(10 * SECOND_MS, 2),
    look: { ...SECOND_SERVES, ...FIRST_IS_RIGHT },
  },
];

const jobTable = (): string =>
  table(
    ["the operation \\ the record of the unit's job", ...Object.keys(RECORDS)],
    JOB_STANDS.map(({ title, operation, look }) => [
      title,
      ...Object.values(RECORDS).map((record) =>
        cell(stateWith(operation), { ...look, jobs: { [operation.unit ?? 'first']: record } }),
      ),
    ]),
  );

const closed = { order: { ...GEO_ORDER, notAfter: NOW - 1 } };
const firstSet = { unit: 'first', units: { first: SET } } as const;
const firstSetTwice = { unit: 'first', units: { first: { ...SET, timesSet: 2 } } } as const;

const STANDS: readonly Stand[] = [
  { title: 'setting', operation: geoIn('setting') },
  { title: 'setting for 11 min', operation: geoIn('setting', { phaseSince: NOW - 11 * MINUTE_MS }) },
  { title: 'setting, window closed', operation: geoIn('setting', closed) },
  { title: 'setting, first was set', operation: geoIn('setting', firstSet) },
  {
    title: 'setting for 11 min, first was set',
    operation: geoIn('setting', { ...firstSet, phaseSince: NOW - 11 * MINUTE_MS }),
  },
  { title: 'setting, first was set, window closed', operation: geoIn('setting', { ...firstSet, ...closed }) },
  { title: 'setting, first was set twice', operation: geoIn('setting', firstSetTwice) },
  { title: 'first hands over, nothing asked yet', operation: secondInTurn('preparing') },
  { title: 'first hands over, health port moved', operation: secondInTurn('handing-over') },
  {
    title: 'first steps down, new connections have followed',
    operation: secondInTurn('stepping-down', { phaseSince: NOW - ROUTING_FOLLOWS_MS }),
  },
  {
    title: 'first is back from its reboot',
    operation: secondInTurn('settling', { rebootedAt: NOW - MINUTE_MS }),
  },
  { title: 'settling', operation: geoIn('settling', { units: { first: SET, second: SET } }) },
  {
    title: 'settling for 2 min',
    operation: geoIn('settling', { units: { first: SET, second: SET }, phaseSince: NOW - 2 * MINUTE_MS }),
  },
  { title: 'settling, given up', operation: geoIn('settling', { failed: 'geo-lists-not-set' }) },
  { title: 'settling, window closed', operation: geoIn('settling', { failed: 'window-closed' }) },
];

const LOOKS: Readonly<Record<string, GeoLook>> = {
  ...LISTS,
  'both prefer first': { prefers: { first: true, second: true } },
  'second serves, no list is right': SECOND_SERVES,
  'second serves, the lists of the first unit are right': { ...SECOND_SERVES, ...FIRST_IS_RIGHT },
  'second serves, all lists are right': { ...SECOND_SERVES, ...ALL_RIGHT },
  'first out of sight, second serves': { first: 'out of sight', second: 'serving', ...FIRST_IS_RIGHT },
  'second is not polled yet, its list is wrong': { second: 'not polled', ...FIRST_IS_RIGHT },
  'nobody serves': { first: 'active, not healthy' },
  'not read': { first: 'not read', second: 'not read' },
};

const lookTable = ({ operation }: Stand): string =>
  table(
    ['what is seen', 'what is decided'],
    Object.entries(LOOKS).map(([name, look]) => [name, cell(stateWith(operation), look)]),
  );

const SPOT = INTENTS['spot, two minutes left'];
const LESSER = INTENTS['an operator terminates it'];

/** What is seen of the pair where a handover has moved the role. */
const lookIn = ({ handover }: GeoOperation): GeoLook =>
  handover?.healthPortMoved === true ? { first: 'out of sight', second: 'serving', ...FIRST_IS_RIGHT } : {};

const stopTable = (): string =>
  table(
    ['the operation', 'held', 'frozen', 'an urgent drain waits', "an operator's drain waits"],
    STANDS.map(({ title, operation }) => {
      const state = stateWith(operation);
      const look = lookIn(operation);
      return [
        title,
        cell({ ...state, hold }, look),
        cell(state, look, LOOK, true),
        cell({ ...state, waiting: [SPOT] }, look),
        cell({ ...state, waiting: [LESSER] }, look),
      ];
    }),
  );

const drainCell = (operation: GeoOperation, unit: UnitName): string => {
  const state = stateWith(operation);
  const intent = { ...SPOT, instanceId: GEO_PAIR.units[unit].instanceId };
  const policy = { pair: GEO_PAIR, frozen: false, input: { kind: 'intent', intent } } as const;
  const decision = decideDrain(state, lookAtGeo(lookIn(operation)), policy, NOW);
  const isInterrupted = decision.next.geo.last?.end === 'interrupted';
  return `${cellOf(state, decision)}${isInterrupted ? ' (the change has ended)' : ''}`;
};

const drainTable = (): string =>
  table(
    ['the operation', 'first, which serves, has to go', 'second has to go'],
    STANDS.map(({ title, operation }) => [
      title,
      drainCell(operation, 'first'),
      drainCell(operation, 'second'),
    ]),
  );

const HALTED: readonly Stand[] = [
  { title: 'setting', operation: geoIn('setting', firstSetTwice) },
  {
    title: 'handing over',
    operation: secondInTurn('undoing', { failed: 'partner-lost', healthPortMoved: false }),
  },
  { title: 'stepping down', operation: geoIn('handing-over', { handover: geoHandoverIn('stepping-down') }) },
];

const operatorTable = (): string =>
  table(
    ['halted in', 'resume', 'abort'],
    HALTED.map(({ title, operation }) => {
      const halted = { kind: 'halted', operation, because: 'geo-lists-not-set', haltedAt: NOW } as const;
      const state: PairState = { ...steady, operation: halted };
      const look = lookIn(operation);
      return [
        title,
        cell(state, look, { kind: 'resume', why: 'ops' }),
        cell(state, look, { kind: 'abort', why: 'ops' }),
      ];
    }),
  );

/** The sections about setting GEO lists, in order. */
export const geoTables = (): readonly string[] => [
  '## What an order to set GEO lists comes to',
  "The first unit serves and is the pair's master, the second stands by. In brackets: why not.",
  orderTable(),
  '## What a change of GEO lists does next, by the record of a job',
  'No list is right, unless the row says so.',
  jobTable(),
  '## What a change of GEO lists does next, by what is seen of the units',
  ...STANDS.map((stand) => `### ${stand.title}\n\n${lookTable(stand)}`),
  '## What stops a change of GEO lists',
  stopTable(),
  '## What a spot notice makes of a change of GEO lists',
  drainTable(),
  '## What an operator makes of a halted change of GEO lists',
  operatorTable(),
];
