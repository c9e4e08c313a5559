import {
  setPreference,
  unitsPreferringOtherwise,
  unitsShouldPreferFirst,
} from '#domain/failback/preference.ts';
import { finish, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import { isHandedOver } from '#domain/switchover/look.ts';
import { SETTLE_TIMEOUT_MS } from '#domain/switchover/timing.ts';
import type { Phase } from '#domain/switchover/turn.ts';

/**
 * The roles are as asked; the preference goes back to what is declared. Not so after a switchover to the second unit of
 * a pair whose units prefer the first: that would send the role straight back, and is left to the failback policy.
 */
export const settle: Phase = (look, op) => {
  const { pair, state, seen } = look;
  const prefersFirst = unitsShouldPreferFirst(pair, state);
  const comesBackLater = prefersFirst && op.to === 'second';
  const wrong = comesBackLater ? [] : unitsPreferringOtherwise(seen, prefersFirst);
  const patient = timeInPhaseMs(look, op) <= SETTLE_TIMEOUT_MS;
  if (wrong.length > 0 && patient)
    return { operation: op, actions: setPreference(wrong, prefersFirst), reason: 'settling' };
  return isHandedOver(look, op) || !patient ? finish('switched') : wait(op, 'settling');
};
