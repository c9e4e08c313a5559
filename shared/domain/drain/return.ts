import { isDrainPressing } from '#domain/drain/is-due.ts';
import { leavingUnit, loadMasterOf, partnerUnit } from '#domain/drain/look.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { RETURN_TIMEOUT_MS } from '#domain/drain/timing.ts';
import { otherUnit } from '#domain/estate/estate.ts';
import type { Action } from '#domain/pair/action.ts';
import { enter, finish, halt, type PairLook, type Step, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import { graceMs } from '#domain/pair/situation.ts';
import { hasRebootBudget } from '#domain/pair/unit-view.ts';

/*
 * How a unit comes back: its own health port again, then every target group. Registering is slow, so what was only
 * handed over and never deregistered is back as soon as the port is.
 */

const end = (look: PairLook, op: DrainOperation): Step =>
  op.failed === undefined ? finish('returned') : halt(op, op.failed, look.now);

const isPortBack = (look: PairLook, op: DrainOperation): boolean | 'unread' => {
  if (!op.healthPortMoved) return true;
  const loadMaster = loadMasterOf(look, op);
  return loadMaster.kind === 'read' ? loadMaster.value.healthPort === look.pair.healthCheck.port : 'unread';
};

/** What the partner takes itself to be; `unknown` where neither it nor the load balancer says. */
const partnerRole = (look: PairLook, op: DrainOperation): 'active' | 'not-active' | 'unknown' => {
  const { serving, instance, health } = partnerUnit(look, op);
  if (serving) return 'active';
  const { loadMaster } = look.seen.units[otherUnit(op.unit)];
  if (loadMaster.kind === 'read') return loadMaster.value.haStatus === 'active' ? 'active' : 'not-active';
  if (instance !== 'running' && instance !== 'unknown') return 'not-active';
  // The load balancer has seen nothing of it for longer than a change of roles takes.
  const patienceOver = timeInPhaseMs(look, op) > graceMs(look.pair.healthCheck);
  return health === 'unhealthy' && patienceOver ? 'not-active' : 'unknown';
};

/**
 * A unit that stepped out of sight is still active in its own eyes. Where its partner has taken over meanwhile it would
 * be a second active one: under Prefer First the second unit gives way by itself, otherwise this one is rebooted first.
 * Not where the partner is about to go: then this one is needed at once.
 */
const mustStepDown = (look: PairLook, op: DrainOperation): boolean | 'unknown' => {
  const own = loadMasterOf(look, op);
  if (own.kind === 'unread' || own.value.haStatus !== 'active' || isDrainPressing(look.state)) return false;
  const role = partnerRole(look, op);
  if (role !== 'active') return role === 'unknown' ? role : false;
  const second = look.seen.units.second.loadMaster;
  return !(second.kind === 'read' && second.value.prefersFirst === true);
};

const stepDown = (look: PairLook, op: DrainOperation): Step => {
  const asked = op.rebootedAt !== undefined && look.now - op.rebootedAt < RETURN_TIMEOUT_MS;
  const budgetLeft = hasRebootBudget(look.state, op.unit, look.now);
  // The load balancer may be behind: as long as it has this one, its word on the other is not enough.
  const hasLetGo = leavingUnit(look, op).health === 'unhealthy' && partnerUnit(look, op).serving;
  if (asked || !budgetLeft || !hasLetGo) return wait(op, 'returning');
  return {
    operation: { ...op, rebootedAt: look.now },
    actions: [{ kind: 'reboot-unit', unit: op.unit }],
    reason: 'returning',
  };
};

const actionsToReturn = (
  look: PairLook,
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
export const comeBack = (look: PairLook, op: DrainOperation): Step => {
  const { instance, health } = leavingUnit(look, op);
  if (instance === 'shutting-down' || instance === 'terminated') return end(look, op);
  if (instance === 'stopped') return halt(op, op.failed ?? 'did-not-come-back', look.now);
  if (timeInPhaseMs(look, op) > RETURN_TIMEOUT_MS)
    return halt(op, op.failed ?? 'did-not-come-back', look.now);
  if (instance !== 'running') return wait(op, instance === 'unknown' ? 'waiting-unknown' : 'returning');
  const portBack = isPortBack(look, op);
  const steppingDown = portBack === false && mustStepDown(look, op);
  if (steppingDown === 'unknown') return wait(op, 'waiting-unknown');
  if (steppingDown) return stepDown(look, op);
  const actions = actionsToReturn(look, op, portBack);
  if (actions.length > 0) return { operation: op, actions, reason: 'returning' };
  if (portBack !== true || health === 'unknown') return wait(op, 'returning');
  return end(look, op);
};

export const startReturn = (look: PairLook, op: DrainOperation): Step =>
  comeBack(look, enter(op, 'returning', look.now));
