import { DEFAULT_POLICIES } from '#contracts/estate-defaults.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { InstanceSeen, LoadMasterSeen, Reading, TargetSeen, UnitSeen } from '#domain/pair/seen.ts';
import { newPairState, type PairState, type Situation } from '#domain/pair/state.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';

/*
 * The classes of what can be seen of a unit, one sample of each: what the generated state tables are made of.
 */

export const NOW = Date.UTC(2026, 4, 1, 10);
export const TARGET_GROUP =
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/lm-a/0123456789abcdef';
const OTHER_GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/lm-b/0123456789abcdef';

const appliance = (unit: UnitName) => ({
  instanceId: unit === 'first' ? 'i-0000000000000000a' : 'i-0000000000000000b',
  address: unit === 'first' ? '10.0.1.5' : '10.0.2.5',
  management: `https://${unit === 'first' ? '10.0.1.5' : '10.0.2.5'}:8443`,
  certificateSha256: '0'.repeat(64),
  credentials: `understudy/pair-a/${unit}`,
});

export const SAMPLE_PAIR: Pair = {
  id: 'pair-a',
  region: 'eu-west-1',
  mode: 'enforce',
  units: { first: appliance('first'), second: appliance('second') },
  targetGroups: [TARGET_GROUP, OTHER_GROUP],
  healthCheck: {
    port: 8444,
    handoverPort: 8445,
    intervalMs: 10 * SECOND_MS,
    healthyThreshold: 2,
    unhealthyThreshold: 2,
  },
  preferred: 'none',
  failback: DEFAULT_POLICIES.failback,
  splitBrain: DEFAULT_POLICIES.splitBrain,
  drain: { onRebalance: 'ignore', maintenanceLeadMs: 60 * MINUTE_MS, hookBudgetMs: 60 * MINUTE_MS },
};

const read = <T>(value: T): Reading<T> => ({ kind: 'read', value });
const throttled: Reading<never> = { kind: 'unread', code: 'throttled' };
const silent: Reading<never> = { kind: 'unread', code: 'not-asked' };
const instance = (state: InstanceSeen['state']): Reading<InstanceSeen> => read({ state, managed: true });
const loadMaster = (haStatus: LoadMasterSeen['haStatus'], healthPort: number): Reading<LoadMasterSeen> =>
  read({ haStatus, healthPort, bootedAt: NOW - 60 * MINUTE_MS });

const inBoth = (one: Reading<TargetSeen>, other: Reading<TargetSeen> = one): UnitSeen['targets'] => ({
  [TARGET_GROUP]: one,
  [OTHER_GROUP]: other,
});

const unhealthy = read<TargetSeen>({ state: 'unhealthy', reason: 'Target.FailedHealthChecks' });
const healthy = read<TargetSeen>({ state: 'healthy' });
const absent = read<TargetSeen>({ state: 'unused', reason: 'Target.NotRegistered' });
const draining = read<TargetSeen>({ state: 'draining', reason: 'Target.DeregistrationInProgress' });

/** What can be seen of a unit, by the name the tables use. */
export const UNIT_CLASSES = {
  serving: {
    instance: instance('running'),
    targets: inBoth(healthy),
    loadMaster: loadMaster('active', 8444),
  },
  'standing by': {
    instance: instance('running'),
    targets: inBoth(unhealthy),
    loadMaster: loadMaster('standby', 8444),
  },
  'standing by, silent': {
    instance: instance('running'),
    targets: inBoth(unhealthy),
    loadMaster: { kind: 'unread', code: 'loadmaster-unreachable' },
  },
  'out of sight': {
    instance: instance('running'),
    targets: inBoth(unhealthy),
    loadMaster: loadMaster('active', 8445),
  },
  'groups disagree': {
    instance: instance('running'),
    targets: inBoth(healthy, unhealthy),
    loadMaster: loadMaster('active', 8444),
  },
  'leaving its groups': {
    instance: instance('running'),
    targets: inBoth(draining, absent),
    loadMaster: loadMaster('active', 8445),
  },
  'in no group': {
    instance: instance('running'),
    targets: inBoth(absent),
    loadMaster: loadMaster('standby', 8445),
  },
  'shutting down': { instance: instance('shutting-down'), targets: inBoth(unhealthy), loadMaster: silent },
  'not polled': {
    instance: instance('running'),
    targets: inBoth(unhealthy),
    loadMaster: loadMaster('passive', 8444),
  },
  'not read': { instance: throttled, targets: inBoth(throttled), loadMaster: silent },
} as const satisfies Record<string, UnitSeen>;

export type UnitClass = keyof typeof UNIT_CLASSES;

export const stateIn = (situation: Situation, sinceMsAgo: number): PairState => ({
  ...newPairState(SAMPLE_PAIR.id, NOW),
  version: 7,
  situation: { kind: situation, since: NOW - sinceMsAgo, active: 'first', evidence: [] },
});

const intent = (more: Partial<DrainIntent> & Pick<DrainIntent, 'source' | 'release'>): DrainIntent => ({
  id: 'sample',
  instanceId: SAMPLE_PAIR.units.first.instanceId,
  requestedAt: NOW - 10 * SECOND_MS,
  why: 'sample',
  ...more,
});

const hook = { autoScalingGroup: 'lm-pair-a', name: 'lm-terminate', token: 'token' };

/** The wishes by which a drain differs. */
export const INTENTS = {
  'an operator terminates it': intent({ source: 'operator', release: { kind: 'terminate' } }),
  'spot, two minutes left': intent({
    source: 'spot',
    release: { kind: 'none' },
    deadlineAt: NOW + 110 * SECOND_MS,
  }),
  'spot, 5 seconds left': intent({
    source: 'spot',
    release: { kind: 'none' },
    deadlineAt: NOW + 5 * SECOND_MS,
  }),
  'a lifecycle hook waits': intent({
    source: 'lifecycle-hook',
    release: { kind: 'complete-hook', hook },
    deadlineAt: NOW + 50 * MINUTE_MS,
  }),
} as const satisfies Record<string, DrainIntent>;

export const drainIn = (
  phase: DrainOperation['phase'],
  wish: DrainIntent,
  healthPortMoved: boolean,
): DrainOperation => ({
  kind: 'draining',
  unit: 'first',
  intent: wish,
  phase,
  startedAt: NOW - 10 * SECOND_MS,
  phaseSince: NOW - 10 * SECOND_MS,
  skipped: [],
  healthPortMoved,
  heartbeatAt: NOW,
});
