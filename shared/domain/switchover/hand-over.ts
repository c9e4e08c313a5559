import { handoverTimeoutMs } from '#domain/drain/timing.ts';
import { setPreference, unitsPreferringOtherwise } from '#domain/failback/preference.ts';
import type { HaltReason } from '#domain/pair/halt.ts';
import { enter, halt, type PairLook, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import { goOn } from '#domain/pair/turns.ts';
import {
  areUnseen,
  isDown,
  isForced,
  isHandedOver,
  loadMasterSays,
  newView,
  oldActive,
  stepsDownByReboot,
} from '#domain/switchover/look.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import { PREPARE_TIMEOUT_MS } from '#domain/switchover/timing.ts';
import type { Phase, Turn } from '#domain/switchover/turn.ts';

/*
 * The first half of a switchover: until the load balancer has the new unit. Whatever goes wrong here is undone by
 * bringing the old unit back into sight.
 */

const giveUp = (look: PairLook, op: SwitchOperation, failed: HaltReason): Turn =>
  goOn(enter({ ...op, failed }, 'undoing', look.now));

/**
 * Before anything moves: a second unit that is to give way to the first must prefer it, or it would not; where the old
 * unit is rebooted neither may, or it could take the role back when it is up. Neither changes a role by itself.
 */
export const prepare: Phase = (look, op) => {
  const yields = !stepsDownByReboot(op);
  const wrong = unitsPreferringOtherwise(look.seen, yields).filter((unit) => !yields || unit === 'second');
  const unread = loadMasterSays(look, oldActive(op)) === undefined;
  if (wrong.length === 0 && !unread) return goOn(enter(op, 'handing-over', look.now));
  if (timeInPhaseMs(look, op) > PREPARE_TIMEOUT_MS)
    return halt(op, unread ? 'loadmaster-unread' : 'preference-not-taken', look.now);
  if (unread || areUnseen(look, op)) return wait(op, 'waiting-unknown');
  return { operation: op, actions: setPreference(wrong, yields), reason: 'setting-preference' };
};

/** Asks the old unit to step out of sight, or asks again when that did not take; only next to one that can take over. */
const stepOut: Phase = (look, op) => {
  const partner = newView(look, op);
  const mayServe = partner.serving || partner.canTakeOver || (isForced(op) && partner.instance === 'running');
  // One answer that does not come is no proof that the new unit is lost.
  if (!mayServe && partner.silent && !isDown(partner)) return wait(op, 'waiting-unknown');
  if (!mayServe) return giveUp(look, op, 'partner-lost');
  return {
    operation: op.healthPortMoved ? op : { ...op, healthPortMoved: true, phaseSince: look.now },
    actions: [{ kind: 'set-health-port', unit: oldActive(op), port: look.pair.healthCheck.handoverPort }],
    reason: 'handover-asked',
  };
};

/** Moves the old unit out of sight and waits until the load balancer has the new one, and only the new one. */
export const handOver: Phase = (look, op) => {
  const partner = newView(look, op);
  const old = loadMasterSays(look, oldActive(op));
  const hasMoved = op.healthPortMoved || old?.haStatus === 'standby';
  if (hasMoved && isHandedOver(look, op)) return goOn(enter(op, 'stepping-down', look.now));
  if (isDown(partner)) return giveUp(look, op, 'partner-lost');
  if (timeInPhaseMs(look, op) > handoverTimeoutMs(look.pair.healthCheck)) {
    if (!op.healthPortMoved) return giveUp(look, op, 'loadmaster-unread');
    return giveUp(look, op, partner.serving ? 'did-not-step-out' : 'partner-did-not-take-over');
  }
  if (old === undefined || areUnseen(look, op)) return wait(op, 'waiting-unknown');
  const isOut = op.healthPortMoved && old.healthPort === look.pair.healthCheck.handoverPort;
  if (!isOut) return stepOut(look, op);
  return wait(op, partner.serving ? 'waiting-for-failing-health' : 'waiting-for-partner');
};
