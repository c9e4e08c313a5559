import { isDrainPressing } from '#domain/drain/is-due.ts';
import { enter, finish, halt, type PairLook, type Step, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import { graceMs } from '#domain/pair/situation.ts';
import { goOn } from '#domain/pair/turns.ts';
import { isDown, loadMasterSays, newView, oldActive, oldView } from '#domain/switchover/look.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import { REBOOT_TIMEOUT_MS } from '#domain/switchover/timing.ts';
import type { Phase } from '#domain/switchover/turn.ts';

/*
 * The way back. Bringing the old unit back into sight is safe only while the new one is not active: a unit that stepped
 * out of sight is still active in its own eyes, and would answer 200 next to the other. Once the new unit has taken
 * over, forward is the way to one active unit.
 */

const hasTakenOver = (look: PairLook, op: SwitchOperation): boolean =>
  newView(look, op).serving || loadMasterSays(look, op.to)?.haStatus === 'active';

/**
 * It is seen not to be active, or cannot be: its instance is down, or the load balancer has seen nothing of it for longer
 * than a change of roles takes. A LoadMaster that does not answer proves nothing by itself.
 */
const isNotActive = (look: PairLook, op: SwitchOperation): boolean => {
  const view = newView(look, op);
  if (loadMasterSays(look, op.to) !== undefined || isDown(view)) return true;
  return view.health === 'unhealthy' && timeInPhaseMs(look, op) > graceMs(look.pair.healthCheck);
};

const end = (look: PairLook, op: SwitchOperation): Step =>
  op.failed === undefined ? finish('switch-undone') : halt(op, op.failed, look.now);

/** Brings the old unit back into sight; with `failed` the operation then ends halted. */
export const undo: Phase = (look, op) => {
  if (!op.healthPortMoved) return end(look, op);
  // Where the new unit is about to go, the old one is needed at once, whatever it takes itself to be.
  const isNeeded = isDrainPressing(look.state);
  if (hasTakenOver(look, op) && !isNeeded) return goOn(enter(op, 'stepping-down', look.now));
  const { instance } = oldView(look, op);
  if (instance === 'terminated' || instance === 'shutting-down')
    return end(look, { ...op, healthPortMoved: false });
  if (timeInPhaseMs(look, op) > REBOOT_TIMEOUT_MS) return halt(op, 'did-not-come-back', look.now);
  const old = loadMasterSays(look, oldActive(op));
  if (old === undefined || !(isNeeded || isNotActive(look, op))) return wait(op, 'waiting-unknown');
  const { port } = look.pair.healthCheck;
  if (old.healthPort === port) return end(look, { ...op, healthPortMoved: false });
  return {
    operation: op,
    actions: [{ kind: 'set-health-port', unit: oldActive(op), port }],
    reason: 'undoing',
  };
};
