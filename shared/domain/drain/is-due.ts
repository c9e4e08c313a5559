import { splitBrainId } from '#domain/drain/intent.ts';
import { isAboutToDie } from '#domain/drain/timing.ts';
import { keepsHookWaiting } from '#domain/drain/waiting-hooks.ts';
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

const isWaitOver = ({ waiting }: PairState, now: EpochMs): boolean =>
  waiting.some(({ notBefore }) => (notBefore ?? now) <= now);

/** A drain is about to begin, or a unit that one took out of service is still to come back: others let it go first. */
export const isDrainAhead = (state: PairState, now: EpochMs): boolean =>
  isWaitOver(state, now) || asideUnits(state).length > 0;

/** An intent waits that nobody can ask to wait: what is in its way is cleared by whoever sees it. */
export const isDrainPressing = ({ waiting }: PairState): boolean => waiting.some(isAboutToDie);

/**
 * There is more to do within seconds: a drain of its own, an operation that has to give way to an urgent one, or one that
 * keeps a hook waiting.
 */
export const isDrainMoving = (state: PairState, now: EpochMs): boolean => {
  const { kind } = state.operation;
  if (kind === 'draining') return true;
  return kind !== 'halted' && (isDrainPressing(state) || keepsHookWaiting(state, now));
};

const isSplit = ({ situation, handled }: PairState): boolean =>
  situation.kind === 'dual-active' && !handled.includes(splitBrainId(situation));

/** Whether `drain` has something to do on the pair without any event: the schedule then has it look. */
export const drainIsDue = (state: PairState, seen: PairSeen, now: EpochMs): boolean => {
  if (state.operation.kind === 'draining') return true;
  if (state.operation.kind !== 'idle') return isDrainPressing(state) || keepsHookWaiting(state, now);
  return (
    isWaitOver(state, now) || isSplit(state) || asideUnits(state).some((name) => !isStoppedStill(name, seen))
  );
};
