import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { LoadMasterSeen, PairSeen, UnitSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { SwitchOperation, SwitchRequest } from '#domain/switchover/operation.ts';
import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR, stateIn, UNIT_CLASSES } from './state-samples.ts';

/*
 * What a change of roles meets: samples of both units while one gives its role to the other.
 */

/** A pair that returns to its first unit after the hold-down: its units have No Preferred Host. */
export const GATED_PAIR: Pair = {
  ...SAMPLE_PAIR,
  preferred: 'first',
  failback: { ...SAMPLE_PAIR.failback, policy: 'gated' },
};

/** The unit, whose LoadMaster, where it was read, also says this. */
export const saying = (unit: UnitSeen, more: Partial<LoadMasterSeen>): UnitSeen =>
  unit.loadMaster.kind === 'unread'
    ? unit
    : { ...unit, loadMaster: { kind: 'read', value: { ...unit.loadMaster.value, ...more } } };

const { serving, 'standing by': standingBy, 'out of sight': outOfSight } = UNIT_CLASSES;

/** What can be seen of either unit of a change of roles, by the name the tables use. */
export const SWITCH_CLASSES = {
  serving,
  'serving, LoadMaster not read': {
    ...serving,
    loadMaster: { kind: 'unread', code: 'loadmaster-unreachable' },
  },
  'groups disagree': UNIT_CLASSES['groups disagree'],
  'out of sight': outOfSight,
  'out of sight, not unhealthy yet': { ...serving, loadMaster: outOfSight.loadMaster },
  /** A unit that has rebooted and that no load balancer has polled since. */
  'out of sight, rebooted': saying(outOfSight, { haStatus: 'passive', bootedAt: NOW - 5 * SECOND_MS }),
  /** In sight, active in its own eyes, and the load balancer has not counted it healthy yet. */
  'active, not healthy': { ...standingBy, loadMaster: serving.loadMaster },
  'standing by': standingBy,
  'standing by, silent': UNIT_CLASSES['standing by, silent'],
  'not polled': UNIT_CLASSES['not polled'],
  'shutting down': UNIT_CLASSES['shutting down'],
  /** Its LoadMaster answers, the load balancer does not say what it thinks of it. */
  'active, health not read': { ...serving, targets: UNIT_CLASSES['not read'].targets },
  'standing by, health not read': { ...standingBy, targets: UNIT_CLASSES['not read'].targets },
  'not read': UNIT_CLASSES['not read'],
} as const satisfies Record<string, UnitSeen>;

export type SwitchClass = keyof typeof SWITCH_CLASSES;

/** How each unit is set, as its LoadMaster says: Prefer First, or No Preferred Host. */
export type Preferences = Readonly<Record<UnitName, boolean>>;

export const NO_PREFERENCE: Preferences = { first: false, second: false };
export const BOTH_PREFER_FIRST: Preferences = { first: true, second: true };

/** One look at a change of roles to `to`: the unit that had the role, and the one that gets it. */
export const lookAtSwitch = (
  to: UnitName,
  old: SwitchClass,
  next: SwitchClass,
  preferences: Preferences,
  at = NOW,
): PairSeen => {
  const seenOf = (unit: UnitName): UnitSeen =>
    saying(SWITCH_CLASSES[unit === to ? next : old], { prefersFirst: preferences[unit] });
  return { at, units: { first: seenOf('first'), second: seenOf('second') } };
};

export const REQUESTS = {
  policy: { id: 'return', cause: 'policy', why: 'failback policy gated' },
  operator: { id: 'asked', cause: 'switchover', why: 'ops@example.com: try the standby' },
  'failback-now': { id: 'asked', cause: 'failback-now', why: 'ops@example.com: the volume is mended' },
} as const satisfies Record<string, Omit<SwitchRequest, 'to' | 'requestedAt'>>;

export const requestTo = (to: UnitName, by: keyof typeof REQUESTS = 'operator'): SwitchRequest => ({
  ...REQUESTS[by],
  to,
  requestedAt: NOW,
});

/** A switchover that has been in its phase for ten seconds. */
export const switchIn = (
  to: UnitName,
  phase: SwitchOperation['phase'],
  more: Partial<SwitchOperation> = {},
): SwitchOperation => ({
  kind: 'switching',
  to,
  request: requestTo(to),
  phase,
  startedAt: NOW - 10 * SECOND_MS,
  phaseSince: NOW - 10 * SECOND_MS,
  healthPortMoved: phase !== 'preparing',
  ...more,
});

/** Steady with `active` serving; where that is the second unit, the first has been well for `readyForMs`. */
export const steadyWith = (active: UnitName, readyForMs: DurationMs = 10 * MINUTE_MS): PairState => {
  const state = stateIn('steady', 20 * MINUTE_MS);
  return {
    ...state,
    situation: { ...state.situation, active },
    lastActive: active,
    failback: active === 'first' ? state.failback : { returns: [], readySince: NOW - readyForMs },
  };
};
