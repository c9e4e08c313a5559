import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/** The units that were taken out of service and may come back. */
export const asideUnits = (state: PairState): readonly UnitName[] =>
  UNIT_NAMES.filter((name) => state.aside[name] !== undefined);

const isStoppedStill = (name: UnitName, seen: PairSeen): boolean => {
  const { instance } = seen.units[name];
  return (
    instance.kind === 'unread' || instance.value.state === 'stopped' || instance.value.state === 'stopping'
  );
};

/** Whether `drain` has something to do on the pair without any event: the schedule then has it look. */
export const drainIsDue = (state: PairState, seen: PairSeen, now: EpochMs): boolean => {
  if (state.operation.kind === 'draining') return true;
  if (state.operation.kind === 'halted') return false;
  const waits = state.waiting.some(({ notBefore }) => (notBefore ?? now) <= now);
  return waits || asideUnits(state).some((name) => !isStoppedStill(name, seen));
};
