import type { Actors } from '#control/act.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { LAST_MOMENT_MS } from '#domain/drain/timing.ts';
import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import type { PairState } from '#domain/pair/state.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { isBelowFloor, runsVersion } from './model-versions.ts';
import type { World } from './world.ts';

/*
 * The safety rules, held against the world itself at the moment of each action: the models are asked, not the control
 * plane's own view, and nothing of the deciding code is used.
 */

/** A safety rule was broken. */
export class RuleBroken extends Error {
  override readonly name = 'RuleBroken';
}

export const breaks = (rule: string, what: string): never => {
  throw new RuleBroken(`${rule}: ${what}`);
};

export const targetStates = (world: World, unit: UnitName): readonly string[] =>
  world.pair.targetGroups.map((arn) => {
    const { instanceId } = world.pair.units[unit];
    const found = world.cloud.elb.describeTargetHealth(arn).find(({ target }) => target.id === instanceId);
    return found?.health.state ?? 'absent';
  });

const answers200 = (world: World, unit: UnitName): boolean => targetStates(world, unit).includes('healthy');

export const healthyEverywhere = (world: World, unit: UnitName): boolean =>
  targetStates(world, unit).every((state) => state === 'healthy');

const runs = (world: World, unit: UnitName): boolean =>
  world.cloud.ec2.find(world.pair.units[unit].instanceId)?.state === 'running';

const drainOf = (state: PairState): DrainOperation | undefined => {
  const { operation } = state;
  return operation.kind === 'draining' ? operation : undefined;
};

/** Gone anyway: AWS said so, or the time of the hook is up. */
const isDoomed = (world: World, op: DrainOperation | undefined): boolean => {
  if (op === undefined) return false;
  const { source, deadlineAt, release } = op.intent;
  if (source === 'spot' || source === 'capacity-reservation' || source === 'instance-leaving') return true;
  const hookIsUp = deadlineAt !== undefined && world.scheduler.now() >= deadlineAt - LAST_MOMENT_MS;
  return release.kind === 'complete-hook' && hookIsUp;
};

const unitOfInstance = (world: World, instanceId: string): UnitName =>
  UNIT_NAMES.find((name) => world.pair.units[name].instanceId === instanceId) ?? breaks('ours', instanceId);

const checkAll = (world: World, state: PairState, what: string): void => {
  if (world.pair.mode === 'observe') breaks('observe mode never acts', what);
  if (state.hold !== undefined && state.hold.until > world.scheduler.now()) breaks('a hold wins', what);
};

const checkRemoval = (world: World, state: PairState, unit: UnitName, what: string): void => {
  const op = drainOf(state);
  const forced = world.asked.some((asked) => asked.unit === unit && asked.forced);
  const allowed =
    !answers200(world, unit) ||
    !runs(world, unit) ||
    healthyEverywhere(world, otherUnit(unit)) ||
    isDoomed(world, op) ||
    forced;
  if (!allowed) breaks('never the last unit that answers 200', `${what} ${unit}`);
};

const checkEnd = (world: World, state: PairState, unit: UnitName, release: string): void => {
  const asked = world.asked.filter((one) => one.unit === unit && one.release === release);
  if (asked.length === 0) breaks('end only what we were asked to end', `${release} ${unit}`);
  const listed = targetStates(world, unit).filter((target) => target !== 'absent');
  if (listed.length > 0) breaks('end only what is unused', `${release} ${unit}: ${listed.join()}`);
  const tags = world.cloud.ec2.find(world.pair.units[unit].instanceId)?.tags ?? {};
  if (release !== 'reboot' && tags['understudy:managed'] !== 'true') breaks('end only what is managed', unit);
  const forced = asked.some((one) => one.forced);
  if (!forced && !healthyEverywhere(world, otherUnit(unit)))
    breaks('end only next to a healthy partner', unit);
  if (drainOf(state)?.unit !== unit) breaks('one operation', `${release} ${unit}`);
};

/** To make a standby of it: only what serves nobody, next to one that serves everybody. */
const checkReboot = (world: World, state: PairState, unit: UnitName): void => {
  const op = drainOf(state);
  const isRelease = op?.intent.release.kind === 'reboot' && op.phase === 'releasing';
  if (isRelease) checkEnd(world, state, unit, 'reboot');
  else if (answers200(world, unit)) breaks('reboot no unit that serves', unit);
  else if (!healthyEverywhere(world, otherUnit(unit))) breaks('reboot only next to a healthy partner', unit);
};

const isPressed = ({ waiting }: PairState): boolean =>
  waiting.some(
    ({ source }) => source === 'spot' || source === 'capacity-reservation' || source === 'instance-leaving',
  );

/**
 * Two units that take themselves to be active, both in sight: unless the second gives way at its next poll, or EC2 is
 * ending the other one, which answers for a moment still.
 */
const checkExposure = (world: World, state: PairState, unit: UnitName, port: number): void => {
  const { first, second } = world.units;
  const isActive = (one: LoadMasterUnit): boolean => one.machine() === 'up' && one.role() === 'active';
  const bothActive = isActive(first) && isActive(second) && runs(world, otherUnit(unit));
  const partnerInSight = world.units[otherUnit(unit)].cloudHa().healthPort === port;
  if (bothActive && partnerInSight && !second.cloudHa().preferFirst && !isPressed(state))
    breaks('never two active units by our doing', unit);
};

/** The first unit takes over as soon as it prefers itself: that is a failback, and never done in passing. */
const checkPreference = (world: World, unit: UnitName, prefersFirst: boolean): void => {
  const { first } = world.units;
  const movesRole =
    unit === 'first' && prefersFirst && first.machine() === 'up' && first.role() === 'standby';
  if (movesRole) breaks('no failback by setting a preference', unit);
};

const inWindow = ({ pair }: World, at: EpochMs): boolean => {
  const time = new Date(at).toISOString().slice(11, 16);
  return pair.failback.windows.every(({ from, to }) => time >= from && time < to);
};

/** A return by policy: after the hold-down, inside the window, approved where it has to be, and not too often. */
const checkReturn = (world: World, state: PairState, begun: Map<EpochMs, EpochMs>): void => {
  const { operation } = state;
  if (operation.kind !== 'switching' || operation.request.cause !== 'policy') return;
  const { startedAt } = operation;
  if (begun.has(startedAt)) return;
  const { failback } = world.pair;
  const wellSince = world.readiness.wellSince();
  const wellMs = wellSince === undefined ? -1 : world.scheduler.now() - wellSince;
  if (wellMs < failback.holdDownMs) breaks('no failback before the hold-down', `${wellMs} ms`);
  if (!inWindow(world, startedAt))
    breaks('no failback outside the window', new Date(startedAt).toISOString());
  const last = Math.max(0, ...begun.keys());
  if (failback.policy === 'manual' && !world.approvals.some((at) => at >= last))
    breaks('no failback without approval', `since ${last}`);
  begun.set(startedAt, world.scheduler.now());
  const acknowledged = Math.max(0, ...world.acknowledgements);
  const recent = [...begun.keys()].filter(
    (at) => at > acknowledged && at > startedAt - failback.flapWithinMs,
  );
  if (recent.length > failback.flapLimit)
    breaks('a flapping unit ends in few switchovers', `${recent.length}`);
};

const checkHandover = (world: World, unit: UnitName, port: number): void => {
  if (port === world.pair.healthCheck.port) return;
  const partner = otherUnit(unit);
  if (!runs(world, partner)) breaks('hand over only to a partner that runs', unit);
  if (world.units[partner].cloudHa().healthPort !== world.pair.healthCheck.port)
    breaks('never both out of sight', unit);
};

/** For other firmware: the standby first, by the roles as they are; and only what has something to start. */
const checkFirmwareReboot = (world: World, state: PairState, unit: UnitName): void => {
  const { operation } = state;
  if (operation.kind !== 'upgrading') return;
  const { order, handover } = operation;
  const partner = world.units[otherUnit(unit)];
  const wasActive = world.units[unit].role() === 'active' || handover !== undefined;
  if (partner.machine() !== 'up') breaks('reboot only next to a partner that is up', unit);
  if (wasActive && !runsVersion(partner, order.target))
    breaks('the standby first', `${unit} next to ${partner.firmware.version()}`);
  // One that has started it already may still have to be made a standby, after an operator resumed its handover.
  const isStepDown = handover !== undefined && runsVersion(world.units[unit], order.target);
  if (world.units[unit].firmware.staged() === undefined && !isStepDown)
    breaks('reboot only what has firmware to start', unit);
};

/** Rule 5, at the moment at which a job is asked for. */
const checkJob = (world: World, state: PairState, unit: UnitName, job: UnitJob): void => {
  checkAll(world, state, job.kind);
  const part = job.kind === 'set-geo-lists' ? 'syncing-geo' : 'upgrading';
  if (state.operation.kind !== part) breaks('a job is part of an operation', job.kind);
  const aims = job.kind === 'install' || job.kind === 'restore-previous';
  if (aims && isBelowFloor(job.target) && !isBelowFloor(world.units[unit].firmware.version()))
    breaks('never below 7.2.36', `${unit} to ${job.target}`);
};

/** What operations act with. */
export type ActorsOfHistories = Omit<Actors, 'settings'>;

/** The actors, each action held against the rules before it reaches the world. */
export const guarded = (actors: ActorsOfHistories, world: World): ActorsOfHistories => {
  const reboots: { readonly unit: UnitName; readonly at: EpochMs }[] = [];
  /** A call that was lost on its way has rebooted nothing. */
  const countReboot = (unit: UnitName): void => {
    if (world.units[unit].machine() === 'up') return;
    const at = world.scheduler.now();
    reboots.push({ unit, at });
    const recent = reboots.filter((one) => one.unit === unit && one.at > at - 5 * MINUTE_MS);
    if (recent.length > 3) breaks('never more than 3 reboots in 5 minutes', unit);
  };
  const now = async (): Promise<PairState> => (await world.state()) ?? breaks('claim first', 'no state');
  return {
    ...actors,
    targetGroups: {
      ...actors.targetGroups,
      deregister: async (arn, instanceId) => {
        const state = await now();
        const unit = unitOfInstance(world, instanceId);
        checkAll(world, state, 'deregister');
        checkRemoval(world, state, unit, 'deregister');
        return actors.targetGroups.deregister(arn, instanceId);
      },
      register: async (arn, instanceId) => {
        checkAll(world, await now(), 'register');
        return actors.targetGroups.register(arn, instanceId);
      },
    },
    instances: {
      ...actors.instances,
      terminate: async (instanceId) => {
        const state = await now();
        checkAll(world, state, 'terminate');
        checkEnd(world, state, unitOfInstance(world, instanceId), 'terminate');
        return actors.instances.terminate(instanceId);
      },
      stop: async (instanceId) => {
        const state = await now();
        checkAll(world, state, 'stop');
        checkEnd(world, state, unitOfInstance(world, instanceId), 'stop');
        return actors.instances.stop(instanceId);
      },
    },
    jobs: {
      ...actors.jobs,
      begin: async (ref, jobId, job) => {
        if (ref.unit === 'standalone') return breaks('a job of the pair', ref.pairId);
        checkJob(world, await now(), ref.unit, job);
        return actors.jobs.begin(ref, jobId, job);
      },
    },
    loadMasters: {
      ...actors.loadMasters,
      perform: async (ref, command) => {
        const state = await now();
        checkAll(world, state, command.kind);
        checkReturn(world, state, world.returns);
        if (command.kind === 'set-preference') checkPreference(world, ref.unit, command.prefersFirst);
        if (command.kind === 'set-health-port') {
          checkHandover(world, ref.unit, command.port);
          if (command.port === world.pair.healthCheck.port)
            checkExposure(world, state, ref.unit, command.port);
        }
        if (command.kind === 'reboot') {
          checkReboot(world, state, ref.unit);
          checkFirmwareReboot(world, state, ref.unit);
        }
        const outcome = await actors.loadMasters.perform(ref, command);
        if (command.kind === 'reboot') countReboot(ref.unit);
        return outcome;
      },
    },
  };
};
