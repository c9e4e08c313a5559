import {
  setPreference,
  unitsPreferringOtherwise,
  unitsShouldPreferFirst,
} from '#domain/failback/preference.ts';
import { finish, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import { isHandedOver, isPartOfAnother, loadMasterSays, oldActive } from '#domain/switchover/look.ts';
import { SETTLE_TIMEOUT_MS } from '#domain/switchover/timing.ts';
import type { Phase } from '#domain/switchover/turn.ts';

/**
 * The roles were seen to be as asked; the preference goes back to what is declared. Not so after a switchover to the second unit of
 * a pair whose units prefer the first: that would send the role straight back, and is left to the failback policy.
 */
export const settle: Phase = (look, op) => {
  const { pair, state, seen } = look;
  const isPatient = timeInPhaseMs(look, op) <= SETTLE_TIMEOUT_MS;
  const isSeen = isHandedOver(look, op) && loadMasterSays(look, oldActive(op)) !== undefined;
  if (!isSeen) return isPatient ? wait(op, 'settling') : finish('switched');
  const prefersFirst = unitsShouldPreferFirst(pair, state);
  // What it is a part of has set the preference aside for longer than this, and puts it back itself.
  const comesBackLater = (prefersFirst && op.to === 'second') || isPartOfAnother(op);
  const wrong = comesBackLater ? [] : unitsPreferringOtherwise(seen, prefersFirst);
  if (wrong.length === 0 || !isPatient) return finish('switched');
  return { operation: op, actions: setPreference(wrong, prefersFirst), reason: 'settling' };
};
