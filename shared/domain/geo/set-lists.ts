import { otherUnit, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import {
  dueUnits,
  hasSetAnything,
  mayHaveSet,
  onTurn,
  withGeoChange,
  wrongLists,
} from '#domain/geo/geo-look.ts';
import { driveListJob, noteFailed, noteHalfSet, noteSet, withoutJob } from '#domain/geo/list-job.ts';
import type { GeoChange, GeoGivenUpReason, GeoOperation } from '#domain/geo/operation.ts';
import { CLEAR_WITHIN_MS, LISTS_FOLLOW_MS, MOST_TIMES_SET } from '#domain/geo/timing.ts';
import { enter, halt, type PairLook, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import { servingUnit } from '#domain/pair/serving-unit.ts';
import { goOn, type Turn as PhaseTurn } from '#domain/pair/turns.ts';
import { hasRebootBudget } from '#domain/pair/unit-view.ts';
import type { Reason } from '#domain/reason.ts';
import { beginSwitch } from '#domain/switchover/begin.ts';
import { loadMasterSays } from '#domain/switchover/look.ts';

/** What a phase of setting the lists makes of a look. */
export type Turn = PhaseTurn<GeoOperation>;

/** Nothing was set, so nothing has to be decided by people: what was set aside goes back, and the operation ends. */
const giveUp = (look: PairLook, op: GeoOperation, failed: GeoGivenUpReason): Turn =>
  goOn(enter({ ...op, failed }, 'settling', look.now));

/** What could not be set on one unit must not leave the pair half-way without people knowing. */
const fail = (look: PairLook, op: GeoOperation): Turn =>
  hasSetAnything(op) ? halt(op, 'geo-lists-not-set', look.now) : giveUp(look, op, 'geo-lists-not-set');

const waitFor = (
  look: PairLook,
  op: GeoOperation,
  reason: Reason,
  because: 'loadmaster-unread' | 'roles-unclear',
): Turn => {
  if (timeInPhaseMs(look, op) <= CLEAR_WITHIN_MS) return wait(op, reason);
  return mayHaveSet(op) ? halt(op, because, look.now) : giveUp(look, op, because);
};

/** The lists go onto the active unit: asked for once, and seen by the record of who did it. */
const setOn = (look: PairLook, given: GeoOperation, unit: UnitName): Turn => {
  const op = noteHalfSet(look, given, unit);
  const course = driveListJob(look, op, unit, wrongLists(look, op.order, unit) ?? {});
  switch (course.kind) {
    case 'done':
      return noteSet(look, op, unit, course);
    case 'failed':
      return fail(look, noteFailed(op, unit, course));
    case 'under-way': {
      const { asked, isDue } = course;
      if (!isDue) return wait(op, 'waiting-for-job');
      const { id: jobId, job } = asked;
      const change = { ...op.units[unit], job: asked };
      return {
        operation: withGeoChange(op, unit, change),
        actions: [{ kind: 'begin-job', unit, jobId, job }],
        reason: 'geo-setting',
      };
    }
    default:
      return course satisfies never;
  }
};

/**
 * A job that is not wanted any more, because the role has moved away from under it or its lists are right: it ends by
 * itself, one way or the other, before anything else is begun.
 */
const outlast = (look: PairLook, op: GeoOperation, unit: UnitName): Turn => {
  const course = driveListJob(look, op, unit, {});
  if (course.kind === 'done') return noteSet(look, op, unit, course);
  if (course.kind === 'under-way' && !course.isDue) return wait(op, 'waiting-for-job');
  return goOn(withoutJob(noteHalfSet(look, op, unit), unit));
};

/** The role moves to the unit that is next, and what was active is rebooted on the way. */
const beginHandover = (look: PairLook, op: GeoOperation, to: UnitName): Turn => {
  if (!hasRebootBudget(look.state, otherUnit(to), look.now)) return wait(op, 'refused-reboot-budget');
  const { id, why } = op.order;
  const request = { id, to, cause: 'geo', requestedAt: look.now, why } as const;
  return goOn(enter({ ...op, handover: beginSwitch(request, look.now) }, 'handing-over', look.now));
};

/** No list was set, and no role moved for one: it may as well begin anew in another window. */
const isUntouched = (op: GeoOperation): boolean => !mayHaveSet(op) && op.roleChanges === op.failovers;

/** No role is moved for lists that would not stay. */
const isOverwritten = ({ timesSet, job }: GeoChange): boolean =>
  timesSet >= MOST_TIMES_SET && job === undefined;

/** Nor for lists that the unit may have any moment from its partner, where those two synchronise them. */
const mayFollow = ({ now }: PairLook, { setAt }: GeoChange): boolean =>
  setAt !== undefined && now - setAt < LISTS_FOLLOW_MS;

/**
 * Sets the lists on the unit whose turn it is, by the roles as they are now: lists can only be set on a unit that is
 * active. What is right already is left alone.
 */
export const setLists = (look: PairLook, given: GeoOperation): Turn => {
  const due = dueUnits(look, given.order);
  const isLate = look.now > given.order.notAfter && isUntouched(given);
  if (isLate && due?.length !== 0) return giveUp(look, given, 'window-closed');
  if (due === undefined) return waitFor(look, given, 'geo-waiting-for-lists', 'loadmaster-unread');
  const [unit] = due;
  const serving = servingUnit(look);
  const withJob = UNIT_NAMES.filter((each) => given.units[each].job !== undefined);
  const hasMoved = (each: UnitName): boolean => serving !== undefined && each !== serving;
  const left = withJob.find((each) => hasMoved(each) || !due.includes(each));
  if (left !== undefined) return outlast(look, given, left);
  const asked = withJob.find((each) => each === serving) ?? unit;
  if (asked === undefined) return goOn(enter(given, 'settling', look.now));
  const op = onTurn(given, asked);
  if (isOverwritten(op.units[asked])) return fail(look, op);
  const says = loadMasterSays(look, asked)?.haStatus;
  if (serving === asked && says === 'active') return setOn(look, op, asked);
  if (serving === otherUnit(asked) && look.views[asked].canTakeOver && says === 'standby')
    return mayFollow(look, op.units[serving])
      ? wait(given, 'geo-waiting-for-lists')
      : beginHandover(look, op, asked);
  return waitFor(look, op, 'waiting-for-roles', 'roles-unclear');
};
