import type { UnitName } from '#domain/estate/estate.ts';
import { driveJob } from '#domain/firmware/drive-job.ts';
import { gainsSecret, withChange } from '#domain/firmware/firmware-look.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import type { Turn } from '#domain/firmware/turn.ts';
import { halt, type PairLook } from '#domain/pair/look.ts';
import { goOn } from '#domain/pair/turns.ts';

/** The unit came from firmware without a secret, and nobody has given it one on the new. */
export const lacksSecret = (op: FirmwareOperation, unit: UnitName): boolean =>
  gainsSecret(op, unit) && op.units[unit].secretAt === undefined;

/**
 * Sets the pair's secret on a unit as soon as its new firmware is up.
 * @see LoadMaster Technical Note, Updating the LoadMaster Software, "Set the Partner Shared Secret"
 */
export const setSecret = (look: PairLook, op: FirmwareOperation, unit: UnitName): Turn => {
  const course = driveJob(look, op, unit, { kind: 'set-partner-secret' });
  if (course.kind === 'failed') return halt(course.op, 'secret-not-set', look.now);
  if (course.kind === 'under-way') {
    const reason = course.actions.length > 0 ? 'setting-secret' : 'waiting-for-job';
    return { operation: course.op, actions: course.actions, reason };
  }
  return goOn(withChange(course.op, unit, { ...course.op.units[unit], secretAt: look.now }));
};
