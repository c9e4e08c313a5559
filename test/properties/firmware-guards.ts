import { UNIT_NAMES } from '#domain/estate/estate.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import type { PairState } from '#domain/pair/state.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { listsOf } from '#rehearsal/virtual/unit-geo.ts';
import { breaks, targetStates } from './guards.ts';
import { isBelowFloor, isSame, runsVersion } from './model-versions.ts';
import type { World } from './world.ts';

/*
 * What has to hold of a pair's firmware after every look: the models are asked what is true, the state only what is
 * remembered of it.
 */

const upgradeOf = ({ operation }: PairState): FirmwareOperation | undefined => {
  const op = operation.kind === 'halted' ? operation.operation : operation;
  return op.kind === 'upgrading' ? op : undefined;
};

const isHeld = ({ hold }: PairState, world: World): boolean =>
  hold !== undefined && hold.until > world.scheduler.now();

/** Nothing below 7.2.36 ever waits on a unit that is above it. */
const checkFloor = ({ units }: World): void => {
  for (const name of UNIT_NAMES) {
    const { firmware } = units[name];
    const staged = firmware.staged()?.version;
    if (staged !== undefined && isBelowFloor(staged) && !isBelowFloor(firmware.version()))
      breaks('never below 7.2.36', `${name} has ${staged}`);
  }
};

/** Different firmware is of our making here, whoever rebooted: it is known, and said once it takes too long. */
const checkMixed = (world: World, state: PairState, sawBoth: boolean): void => {
  const { first, second } = world.units;
  if (isSame(first.firmware.version(), second.firmware.version())) return;
  const op = upgradeOf(state);
  const { interrupted, mixedSince, staged } = state.firmware;
  const isKnown = mixedSince !== undefined || interrupted !== undefined || op !== undefined;
  const what = `${first.firmware.version()} and ${second.firmware.version()}: ${state.operation.kind}`;
  // What is started by a reboot that nobody told us of is known at the next look that can see it.
  if (!isKnown && (sawBoth || staged === undefined)) breaks('mixed firmware is known', what);
  if (op === undefined || !sawBoth || isHeld(state, world)) return;
  if (op.mixedSince === undefined) breaks('mixed firmware has a clock', `${what} ${op.phase}`);
  const tooLong = world.scheduler.now() - (op.mixedSince ?? 0) > 30 * MINUTE_MS;
  if (tooLong && state.operation.kind === 'upgrading' && op.mixedTold === undefined)
    breaks('mixed firmware is told', what);
};

/** `done` is said when both units run the target, and of nothing else. */
const checkDone = ({ units, scheduler }: World, { firmware }: PairState): void => {
  const { last } = firmware;
  if (last?.end !== 'done' || last.endedAt !== scheduler.now()) return;
  for (const name of UNIT_NAMES)
    if (!runsVersion(units[name], last.target)) breaks('done when both run the target', name);
};

/** Everything that a look can see of the pair. */
const fingerprint = async (world: World): Promise<string> => {
  const { units, pair, cloud, jobs } = world;
  const refs = UNIT_NAMES.map((unit) => ({ pairId: pair.id, unit }));
  const ofUnits = UNIT_NAMES.map((name) => {
    const unit = units[name];
    const instance = cloud.ec2.find(pair.units[name].instanceId)?.state;
    const { firmware } = unit;
    return [
      unit.machine(),
      unit.role(),
      unit.cloudHa(),
      unit.bootedAt(),
      firmware.version(),
      listsOf(unit),
      instance,
      targetStates(world, name),
    ];
  });
  return JSON.stringify([ofUnits, await jobs.readJobs(refs)]);
};

/** Reasons for which nothing is done: as long as nothing else is seen either, there is nothing to write. */
const WAITS: readonly string[] = [
  'waiting-for-job',
  'waiting-for-roles',
  'waiting-for-reboot',
  'waiting-unknown',
  'waiting-for-partner',
  'waiting-for-failing-health',
  'waiting-for-old-active',
  'comparing-services',
  'geo-waiting-for-lists',
  'refused-reboot-budget',
];

interface Looked {
  readonly fingerprint: string;
  readonly version: number;
  readonly reason: string | undefined;
}

const lastLooks = new WeakMap<World, Looked>();

/** While nothing changes between two looks of a pair that waits, nothing is claimed. */
const checkSteady = async (world: World, state: PairState, functionName: string): Promise<void> => {
  const { lastDecision, version } = state;
  const now: Looked = { fingerprint: await fingerprint(world), version, reason: lastDecision?.reason };
  const before = lastLooks.get(world);
  lastLooks.set(world, now);
  if (before === undefined || lastDecision === undefined || before.fingerprint !== now.fingerprint) return;
  const claimed = version === before.version + 1 && lastDecision.by === functionName;
  const waits = lastDecision.actions.length === 0 && WAITS.includes(lastDecision.reason);
  if (claimed && waits && before.reason === now.reason)
    breaks('nothing is written while nothing changes', lastDecision.reason);
};

/** After an invocation that came to its end. */
export const checkFirmware = async (world: World, functionName: string): Promise<void> => {
  checkFloor(world);
  const state = await world.state();
  if (state === undefined) return;
  checkDone(world, state);
  const { rates, units } = world;
  const isUndisturbed = rates.reads === 0 && rates.acts === 0 && rates.loadMaster === 0;
  const isFirmware = functionName === 'firmware';
  const areUp = UNIT_NAMES.every((name) => units[name].machine() === 'up');
  // While a drain or a switchover is under way the firmware is left alone, and what was left on a unit stays remembered.
  const isAtWork = isFirmware && ['idle', 'upgrading'].includes(state.operation.kind);
  checkMixed(world, state, isAtWork && isUndisturbed && areUp);
  if ((isFirmware || functionName === 'geo') && isUndisturbed) await checkSteady(world, state, functionName);
};
