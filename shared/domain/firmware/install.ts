import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { driveJob, type JobCourse } from '#domain/firmware/drive-job.ts';
import {
  firmwareSays,
  hasChangedAnything,
  hasStarted,
  isStaged,
  partsPair,
  ranTarget,
  runsTarget,
  withChange,
} from '#domain/firmware/firmware-look.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { mayBrick } from '#domain/firmware/release-line.ts';
import { CLEAR_WITHIN_MS } from '#domain/firmware/timing.ts';
import { giveUp, type Phase, type Turn, waitFor } from '#domain/firmware/turn.ts';
import { parseVersion } from '#domain/firmware/version.ts';
import { ENDS_UNKNOWN } from '#domain/job/drive-job.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import { enter, halt, type PairLook, wait } from '#domain/pair/look.ts';
import { servingUnit } from '#domain/pair/serving-unit.ts';
import { goOn } from '#domain/pair/turns.ts';
import { loadMasterSays } from '#domain/switchover/look.ts';

/** The units that do not run the target; undefined where it is not known of one of them. */
const dueUnits = (look: PairLook, op: FirmwareOperation): readonly UnitName[] | undefined => {
  const runs = UNIT_NAMES.map((unit) => runsTarget(look, op, unit));
  return runs.includes(undefined) ? undefined : UNIT_NAMES.filter((_, at) => runs[at] === false);
};

/**
 * Whose turn it is: the standby's first, by the roles as they are now (LoadMaster HA for AWS, section 7); then whoever
 * is left. Undefined while nobody can tell which of two is the standby.
 */
const nextUnit = (look: PairLook, due: readonly UnitName[]): UnitName | undefined => {
  if (due.length === 1) return due[0];
  const serving = servingUnit(look);
  return serving === undefined ? undefined : otherUnit(serving);
};

const jobFor = ({ order }: FirmwareOperation): UnitJob =>
  order.image === undefined
    ? { kind: 'restore-previous', target: order.target }
    : { kind: 'install', image: order.image, target: order.target };

/** Refused long before; this is the last look before the unit gets it, and no way leads around it. */
const wouldBrick = (look: PairLook, op: FirmwareOperation, unit: UnitName): boolean => {
  const target = parseVersion(op.order.target);
  const running = parseVersion(firmwareSays(look, unit)?.version ?? '');
  return target === undefined || mayBrick(running, target);
};

const fail = (look: PairLook, op: FirmwareOperation, because: 'install-failed' | 'brick-floor'): Turn =>
  hasChangedAnything(op) ? halt(op, because, look.now) : giveUp(look, op, because);

/** A unit that has refused the firmware does not have it; one of which the job's end is not known may. */
const unlessMaybeThere = (
  { op, code }: Extract<JobCourse, { readonly kind: 'failed' }>,
  unit: UnitName,
): FirmwareOperation => {
  if (ENDS_UNKNOWN.includes(code)) return op;
  const { bootedBefore: _, ...change } = op.units[unit];
  return withChange(op, unit, change);
};

/** The firmware goes onto one unit. With its boot time of now, so that it can be seen when it has started it. */
const installOn = (look: PairLook, op: FirmwareOperation, unit: UnitName): Turn => {
  if (wouldBrick(look, op, unit)) return fail(look, op, 'brick-floor');
  const bootedBefore = loadMasterSays(look, unit)?.bootedAt;
  if (bootedBefore === undefined)
    return waitFor(look, op, 'waiting-unknown', CLEAR_WITHIN_MS, 'loadmaster-unread');
  const course = driveJob(look, op, unit, jobFor(op));
  if (course.kind === 'failed') return fail(look, unlessMaybeThere(course, unit), 'install-failed');
  if (course.kind === 'under-way') {
    if (course.actions.length === 0) return wait(course.op, 'waiting-for-job');
    const asked = withChange(course.op, unit, { ...course.op.units[unit], bootedBefore });
    return { operation: asked, actions: course.actions, reason: 'installing' };
  }
  const { rebootedAt: _, backAt: __, ...change } = course.op.units[unit];
  return goOn(withChange(course.op, unit, { ...change, installedAt: look.now, bootedBefore }));
};

/** It booted with what it had, and runs something else all the same: what was put on it is not there any more. */
const withoutLost = (look: PairLook, op: FirmwareOperation, unit: UnitName): FirmwareOperation => {
  const change = op.units[unit];
  if (change.installedAt === undefined || !hasStarted(look, change, unit)) return op;
  const { installedAt: _, bootedBefore: __, rebootedAt: ___, ...rest } = change;
  return withChange(op, unit, rest);
};

/** The same object where it is the unit's turn already: a look that changes nothing writes nothing. */
const onTurn = (op: FirmwareOperation, unit: UnitName): FirmwareOperation =>
  op.unit === unit ? op : { ...op, unit };

/** A unit that somebody else rebooted has started the target in passing: it is to be seen in its place all the same. */
const onceAllRun = (look: PairLook, op: FirmwareOperation): Turn => {
  const unseen = UNIT_NAMES.find((unit) => op.units[unit].backAt === undefined && !ranTarget(op, unit));
  return goOn(
    unseen === undefined ? enter(op, 'settling', look.now) : enter(onTurn(op, unseen), 'rebooting', look.now),
  );
};

/**
 * Puts the firmware onto the next unit, right before its reboot: what lies on a unit is started by any reboot, whatever
 * its cause. Only where the units may not see one another in between both get it first, so that this takes no longer
 * than the reboots.
 */
export const install: Phase = (look, given) => {
  const due = dueUnits(look, given);
  if (due === undefined) return waitFor(look, given, 'waiting-unknown', CLEAR_WITHIN_MS, 'loadmaster-unread');
  if (due.length === 0) return onceAllRun(look, given);
  const op = due.reduce((current, unit) => withoutLost(look, current, unit), given);
  const unit = nextUnit(look, due);
  if (unit === undefined) return waitFor(look, op, 'waiting-for-roles', CLEAR_WITHIN_MS, 'roles-unclear');
  const wanted = partsPair(op) && due.length === 2 ? [unit, otherUnit(unit)] : [unit];
  const missing = wanted.find((each) => !isStaged(look, op.units[each], each));
  if (missing !== undefined) return installOn(look, onTurn(op, missing), missing);
  return goOn(enter(onTurn(op, unit), 'rebooting', look.now));
};
