import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { InstanceState, PairSeen, Reading, TargetSeen, UnitSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';

/**
 * What the load balancer thinks of a unit, over all its target groups: `mixed` when they disagree,
 * `unknown` when any of them cannot say (`initial`, `unavailable`, not read).
 */
export type UnitHealth = 'healthy' | 'unhealthy' | 'mixed' | 'unknown';

/** A unit as the decisions need it: one look, reduced. */
export interface UnitView {
  readonly name: UnitName;
  readonly instanceId: string;
  readonly instance: InstanceState | 'unknown';
  readonly managed: boolean;
  readonly health: UnitHealth;
  /** Target groups which list the unit and are not letting it go already. */
  readonly listedIn: readonly string[];
  /** Target groups of which the unit was seen to be no target at all. */
  readonly absentFrom: readonly string[];
  /** No target group lists the unit any more: it is out of service. */
  readonly out: boolean;
  /** The load balancer has no use for the target groups: no listener leads to them. */
  readonly notInUse: boolean;
  readonly pacified: boolean;
  /** Active in the load balancer's eyes everywhere: can carry the pair. */
  readonly serving: boolean;
  /** Its LoadMaster was asked and did not answer. */
  readonly silent: boolean;
  /** Seen to be a good standby: running, registered everywhere, answering 503, not pacified, and nothing says otherwise. */
  readonly canTakeOver: boolean;
}

/** More than this many reboots within the window and the LoadMaster is pacified (High Availability, "Blue HA Status Square"). */
export const PACIFIED_ABOVE_REBOOTS = 3;
export const PACIFIED_WINDOW_MS = 5 * MINUTE_MS;

/** AWS's reason for a target that was never registered or is no longer. */
const NOT_REGISTERED = 'Target.NotRegistered';
const NOT_IN_USE = 'Target.NotInUse';

const ABSENT_READING: Reading<TargetSeen> = { kind: 'unread', code: 'not-asked' };

const isAbsent = (target: TargetSeen): boolean =>
  target.state === 'unused' && target.reason === NOT_REGISTERED;

const healthOfTarget = (reading: Reading<TargetSeen>): Exclude<UnitHealth, 'mixed'> => {
  if (reading.kind === 'unread') return 'unknown';
  switch (reading.value.state) {
    case 'healthy':
      return 'healthy';
    case 'unhealthy':
    case 'unhealthy.draining':
    case 'draining':
    case 'unused':
      return 'unhealthy';
    case 'initial':
    case 'unavailable':
      return 'unknown';
    default:
      return 'unknown';
  }
};

const healthOver = (readings: readonly Reading<TargetSeen>[]): UnitHealth => {
  const healths = new Set(readings.map(healthOfTarget));
  if (healths.has('unknown') || healths.size === 0) return 'unknown';
  if (healths.size > 1) return 'mixed';
  return healths.has('healthy') ? 'healthy' : 'unhealthy';
};

/** How many of the unit's known reboots fall into the window that ends now. */
export const recentBoots = (state: PairState, unit: UnitName, now: EpochMs): number =>
  state.boots[unit].filter((at) => at > now - PACIFIED_WINDOW_MS).length;

/** One more reboot does not pacify the unit. */
export const hasRebootBudget = (state: PairState, unit: UnitName, now: EpochMs): boolean =>
  recentBoots(state, unit, now) < PACIFIED_ABOVE_REBOOTS;

/** The LoadMaster was asked and does not answer: to the load balancer a dead standby looks like a good one. */
const isSilent = ({ loadMaster }: UnitSeen): boolean =>
  loadMaster.kind === 'unread' && loadMaster.code === 'loadmaster-unreachable';

/** Its LoadMaster says that it takes no part, or answers health checks where nobody asks. */
const deniesTakeOver = ({ loadMaster }: UnitSeen, pair: Pair): boolean => {
  if (loadMaster.kind === 'unread') return false;
  const { haStatus, healthPort } = loadMaster.value;
  const isElsewhere = healthPort !== undefined && healthPort !== pair.healthCheck.port;
  return haStatus === 'passive' || haStatus === 'not-configured' || isElsewhere;
};

/** Reduces one look to one unit's view. */
export const viewUnit = (
  name: UnitName,
  seen: PairSeen,
  pair: Pair,
  state: PairState,
  now: EpochMs,
): UnitView => {
  const unit = seen.units[name];
  const readings = pair.targetGroups.map((arn) => ({ arn, reading: unit.targets[arn] ?? ABSENT_READING }));
  const read = readings.flatMap(({ arn, reading }) =>
    reading.kind === 'read' ? [{ arn, target: reading.value }] : [],
  );
  const absentFrom = read.filter(({ target }) => isAbsent(target)).map(({ arn }) => arn);
  const listedIn = read
    .filter(({ target }) => !isAbsent(target) && target.state !== 'draining')
    .map(({ arn }) => arn);
  const instance = unit.instance.kind === 'read' ? unit.instance.value.state : 'unknown';
  const health = healthOver(readings.map(({ reading }) => reading));
  const pacified = recentBoots(state, name, now) > PACIFIED_ABOVE_REBOOTS;
  const everywhere = listedIn.length === pair.targetGroups.length;
  return {
    name,
    instanceId: pair.units[name].instanceId,
    instance,
    managed: unit.instance.kind === 'read' && unit.instance.value.managed,
    health,
    listedIn,
    absentFrom,
    out: absentFrom.length === pair.targetGroups.length,
    notInUse:
      read.length === pair.targetGroups.length && read.every(({ target }) => target.reason === NOT_IN_USE),
    pacified,
    silent: isSilent(unit),
    serving: health === 'healthy' && instance === 'running',
    canTakeOver:
      instance === 'running' &&
      everywhere &&
      health === 'unhealthy' &&
      !pacified &&
      !isSilent(unit) &&
      !deniesTakeOver(unit, pair),
  };
};

export type UnitViews = Readonly<Record<UnitName, UnitView>>;

export const viewUnits = (seen: PairSeen, pair: Pair, state: PairState, now: EpochMs): UnitViews => {
  const [first, second] = UNIT_NAMES.map((name) => viewUnit(name, seen, pair, state, now)) as [
    UnitView,
    UnitView,
  ];
  return { first, second };
};
