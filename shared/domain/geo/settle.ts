import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { preferenceBack } from '#domain/failback/preference-back.ts';
import { dueUnits } from '#domain/geo/geo-look.ts';
import type { GeoOperation } from '#domain/geo/operation.ts';
import type { Turn } from '#domain/geo/set-lists.ts';
import { enter, finish, type PairLook, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import { goOn } from '#domain/pair/turns.ts';
import { SETTLE_TIMEOUT_MS } from '#domain/switchover/timing.ts';

/** A unit that is gone for longer than a minute had its lists when it was read last. */
const isSeen = (look: PairLook, { order, failed }: GeoOperation): boolean =>
  UNIT_NAMES.every((unit) => look.seen.units[unit].loadMaster.kind === 'read') &&
  (failed !== undefined || dueUnits(look, order) !== undefined);

/** What was set aside goes back. A preference that cannot be put back is drift, and corrected as such. */
export const settle = (look: PairLook, op: GeoOperation): Turn => {
  const isPatient = timeInPhaseMs(look, op) <= SETTLE_TIMEOUT_MS;
  if (isPatient && !isSeen(look, op)) return wait(op, 'settling');
  const actions = isPatient ? preferenceBack(look, op.units) : [];
  if (actions.length > 0) return { operation: op, actions, reason: 'settling' };
  if (op.failed === 'window-closed') return finish('geo-put-off');
  if (op.failed !== undefined) return finish('geo-given-up');
  // `done` is said of lists that are as ordered at the last look, too.
  const isDue = (dueUnits(look, op.order)?.length ?? 0) > 0;
  return isDue ? goOn(enter(op, 'setting', look.now)) : finish('geo-synced');
};
