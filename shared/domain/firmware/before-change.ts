import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { setPreference, unitsPreferringOtherwise } from '#domain/failback/preference.ts';
import { driveJob } from '#domain/firmware/drive-job.ts';
import { withChange } from '#domain/firmware/firmware-look.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { giveUp, type Phase, type Turn } from '#domain/firmware/turn.ts';
import type { Action } from '#domain/pair/action.ts';
import { enter, type PairLook, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import { goOn } from '#domain/pair/turns.ts';
import { unitsThatRun } from '#domain/pair/units-that-run.ts';
import { loadMasterSays } from '#domain/switchover/look.ts';
import { PREPARE_TIMEOUT_MS } from '#domain/switchover/timing.ts';

/* What comes before anything of a unit's firmware is touched: as long as only this was done, the operation can just end. */

/** What has changed nothing when its window closes is not begun any more. */
const isTooLate = ({ now }: PairLook, { order }: FirmwareOperation): boolean =>
  order.notAfter !== undefined && now > order.notAfter;

/** A backup of either unit, verified, side by side. */
export const backUp: Phase = (look, given) => {
  if (isTooLate(look, given)) return giveUp(look, given, 'window-closed');
  let op = given;
  const actions: Action[] = [];
  for (const unit of UNIT_NAMES) {
    if (op.units[unit].backup !== undefined) continue;
    const course = driveJob(look, op, unit, { kind: 'backup' });
    op = course.op;
    if (course.kind === 'failed') return giveUp(look, op, 'backup-failed');
    if (course.kind === 'under-way') actions.push(...course.actions);
    else op = withChange(op, unit, { ...op.units[unit], backup: course.seen.key ?? course.seen.jobId });
  }
  const areMade = UNIT_NAMES.every((unit) => op.units[unit].backup !== undefined);
  return areMade
    ? goOn(enter(op, 'preparing', look.now))
    : { operation: op, actions, reason: actions.length > 0 ? 'backing-up' : 'waiting-for-job' };
};

/** Neither unit may prefer to be active: the role would move when one comes back from its reboot. */
export const prepare: Phase = (look, op): Turn => {
  if (isTooLate(look, op)) return giveUp(look, op, 'window-closed');
  const wrong = unitsPreferringOtherwise(look.seen, false);
  const unread = unitsThatRun(look.seen).some((unit) => loadMasterSays(look, unit) === undefined);
  if (wrong.length === 0 && !unread) return goOn(enter(op, 'installing', look.now));
  if (timeInPhaseMs(look, op) > PREPARE_TIMEOUT_MS)
    return giveUp(look, op, unread ? 'loadmaster-unread' : 'preference-not-taken');
  if (wrong.length === 0) return wait(op, 'waiting-unknown');
  return { operation: op, actions: setPreference(wrong, false), reason: 'setting-preference' };
};
