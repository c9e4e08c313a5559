import {
  type DrainLook,
  enter,
  finish,
  halt,
  leavingUnit,
  loadMasterOf,
  type Step,
  timeInPhaseMs,
  wait,
} from '#domain/drain/look.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { RETURN_TIMEOUT_MS } from '#domain/drain/timing.ts';
import type { Action } from '#domain/pair/action.ts';

/*
 * How a unit comes back: its own health port again, then every target group. Registering is slow, so what was only
 * handed over and never deregistered is back as soon as the port is.
 */

const end = (look: DrainLook, op: DrainOperation): Step =>
  op.failed === undefined ? finish('returned') : halt(op, op.failed, look.now);

const isPortBack = (look: DrainLook, op: DrainOperation): boolean | 'unread' => {
  if (!op.healthPortMoved) return true;
  const loadMaster = loadMasterOf(look, op);
  return loadMaster.kind === 'read' ? loadMaster.value.healthPort === look.pair.healthCheck.port : 'unread';
};

const actionsToReturn = (
  look: DrainLook,
  op: DrainOperation,
  portBack: boolean | 'unread',
): readonly Action[] => {
  const { instanceId, listedIn } = leavingUnit(look, op);
  const readable = look.pair.targetGroups.filter(
    (arn) => look.seen.units[op.unit].targets[arn]?.kind === 'read',
  );
  const targetGroups = readable.filter((arn) => !listedIn.includes(arn));
  const { port } = look.pair.healthCheck;
  return [
    ...(portBack === false ? [{ kind: 'set-health-port', unit: op.unit, port } as const] : []),
    ...(targetGroups.length > 0
      ? [{ kind: 'register-targets', unit: op.unit, instanceId, targetGroups } as const]
      : []),
  ];
};

/** The next step of a unit that is to come back into service. */
export const comeBack = (look: DrainLook, op: DrainOperation): Step => {
  const { instance, health } = leavingUnit(look, op);
  if (instance === 'shutting-down' || instance === 'terminated') return end(look, op);
  if (instance === 'stopped') return halt(op, op.failed ?? 'did-not-come-back', look.now);
  if (timeInPhaseMs(look, op) > RETURN_TIMEOUT_MS)
    return halt(op, op.failed ?? 'did-not-come-back', look.now);
  if (instance !== 'running') return wait(op, instance === 'unknown' ? 'waiting-unknown' : 'returning');
  const portBack = isPortBack(look, op);
  const actions = actionsToReturn(look, op, portBack);
  if (actions.length > 0) return { operation: op, actions, reason: 'returning' };
  if (portBack !== true || health === 'unknown') return wait(op, 'returning');
  return end(look, op);
};

export const startReturn = (look: DrainLook, op: DrainOperation): Step =>
  comeBack(look, enter(op, 'returning', look.now));
