import { otherUnit, type Pair, type UnitName } from '#domain/estate/estate.ts';
import { decideFailback, type FailbackInput } from '#domain/failback/decide-failback.ts';
import { ALWAYS, type WindowNow } from '#domain/failback/window.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import { ROUTING_FOLLOWS_MS } from '#domain/switchover/timing.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { cellOf, table } from './state-cells.ts';
import { NOW } from './state-samples.ts';
import {
  BOTH_PREFER_FIRST,
  GATED_PAIR,
  lookAtSwitch,
  NO_PREFERENCE,
  type Preferences,
  requestTo,
  type SwitchClass,
  steadyWith,
  switchIn,
} from './state-switch-samples.ts';

/*
 * The tables of what a change of roles does next, and of what lets one begin.
 */

const OLD: readonly SwitchClass[] = [
  'serving',
  'out of sight, not unhealthy yet',
  'out of sight',
  'out of sight, rebooted',
  'standing by',
  'standing by, silent',
  'shutting down',
  'active, health not read',
  'not read',
];
const NEXT: readonly SwitchClass[] = [
  'serving',
  'serving, LoadMaster not read',
  'active, not healthy',
  'standing by',
  'standing by, silent',
  'not polled',
  'shutting down',
  'active, health not read',
  'standing by, health not read',
  'not read',
];

interface Stand {
  readonly title: string;
  readonly operation: SwitchOperation;
  readonly preferences: Preferences;
}

const PREFERS_SECOND_GIVES_WAY: Preferences = { first: false, second: true };

const standsOf = (to: UnitName): readonly Stand[] => {
  const ready = to === 'first' ? PREFERS_SECOND_GIVES_WAY : NO_PREFERENCE;
  const stand = (
    title: string,
    phase: SwitchOperation['phase'],
    more: Partial<SwitchOperation> = {},
    preferences = ready,
  ): Stand => ({ title, operation: switchIn(to, phase, more), preferences });
  const late = { phaseSince: NOW - 2 * MINUTE_MS };
  const madeStandby =
    to === 'first'
      ? stand('stepping-down, brought back into sight 31 s ago', 'stepping-down', {
          exposedAt: NOW - 31 * SECOND_MS,
          phaseSince: NOW - 80 * SECOND_MS,
        })
      : stand('stepping-down, rebooted 30 s ago', 'stepping-down', {
          rebootedAt: NOW - 30 * SECOND_MS,
          phaseSince: NOW - 80 * SECOND_MS,
        });
  return [
    stand('preparing', 'preparing', {}, to === 'first' ? NO_PREFERENCE : BOTH_PREFER_FIRST),
    stand('handing-over, nothing asked yet', 'handing-over', { healthPortMoved: false }),
    stand('handing-over, health port moved', 'handing-over'),
    stand('handing-over, health port moved two minutes ago', 'handing-over', late),
    stand('stepping-down, just begun', 'stepping-down'),
    stand('stepping-down, new connections have followed', 'stepping-down', {
      phaseSince: NOW - ROUTING_FOLLOWS_MS,
    }),
    madeStandby,
    stand('settling', 'settling'),
    stand('undoing', 'undoing'),
    stand('undoing, after it failed', 'undoing', { failed: 'partner-lost' }),
  ];
};

const lookCell = (to: UnitName, stand: Stand, old: SwitchClass, next: SwitchClass): string => {
  const state: PairState = { ...steadyWith(otherUnit(to)), operation: stand.operation };
  const seen = lookAtSwitch(to, old, next, stand.preferences);
  const policy = { pair: GATED_PAIR, frozen: false, window: ALWAYS, input: { kind: 'look' } } as const;
  return cellOf(state, decideFailback(state, seen, policy, NOW));
};

const switchTable = (to: UnitName, stand: Stand): string =>
  table(
    [`${otherUnit(to)}, which was active \\ ${to}`, ...NEXT],
    OLD.map((old) => [old, ...NEXT.map((next) => lookCell(to, stand, old, next))]),
  );

const CLOSED: WindowNow = {
  kind: 'closed',
  opensAt: NOW + 60 * MINUTE_MS,
  opensWords: 'Sat 02:00 Europe/Dublin',
};

interface Obstacle {
  readonly when: string;
  readonly state: PairState;
  readonly window: WindowNow;
}

const well = steadyWith('second');
const { readySince: _, ...notReady } = well.failback;

/** In the order in which they count: each row has the obstacles of the next ones too. */
const OBSTACLES: readonly Obstacle[] = [
  {
    when: 'returns have stopped for flapping',
    state: { ...well, failback: { ...notReady, flappingSince: NOW } },
    window: CLOSED,
  },
  { when: 'first is not ready', state: { ...well, failback: notReady }, window: CLOSED },
  {
    when: 'first has been ready for 4 min of 5',
    state: steadyWith('second', 4 * MINUTE_MS),
    window: CLOSED,
  },
  { when: 'first has been ready for long enough', state: well, window: CLOSED },
  { when: 'the window is open', state: well, window: ALWAYS },
  {
    when: 'an operator has approved it',
    state: { ...well, failback: { ...well.failback, approval: { by: 'ops', why: 'mended', at: NOW } } },
    window: ALWAYS,
  },
];

type Policy = Pair['failback']['policy'];

const gateCell = (policy: Policy, input: FailbackInput, { state, window }: Obstacle): string => {
  const pair: Pair = { ...GATED_PAIR, failback: { ...GATED_PAIR.failback, policy } };
  const flapping = state.failback.flappingSince !== undefined;
  const preferences = policy === 'native' && !flapping ? BOTH_PREFER_FIRST : NO_PREFERENCE;
  const seen = lookAtSwitch('first', 'serving', 'standing by', preferences);
  return cellOf(state, decideFailback(state, seen, { pair, frozen: false, window, input }, NOW));
};

const LOOK: FailbackInput = { kind: 'look' };
const NOW_PLEASE: FailbackInput = { kind: 'switchover', request: requestTo('first', 'failback-now') };
const REGARDLESS: FailbackInput = { kind: 'switchover', request: requestTo('first') };

const gateTable = (): string =>
  table(
    ['second is active, and', 'native', 'gated', 'manual', 'manual, an operator asks', 'switchover to first'],
    OBSTACLES.map((obstacle) => [
      obstacle.when,
      gateCell('native', LOOK, obstacle),
      gateCell('gated', LOOK, obstacle),
      gateCell('manual', LOOK, obstacle),
      gateCell('manual', NOW_PLEASE, obstacle),
      gateCell('manual', REGARDLESS, obstacle),
    ]),
  );

const switchSections = (to: UnitName): readonly string[] => [
  `## What a switchover to the ${to} unit does next`,
  ...standsOf(to).map((stand) => `### ${stand.title}\n\n${switchTable(to, stand)}`),
];

/** The sections about changing roles, in order. */
export const switchTables = (): readonly string[] => [
  '## What lets a pair return to its first unit',
  'The pair prefers its first unit, the second is active, both are well, and the units are set as the policy says.',
  gateTable(),
  ...switchSections('first'),
  ...switchSections('second'),
];
