import type { DrainIntent } from '#domain/drain/intent.ts';
import { isForced, leavingUnit, loadMasterOf, partnerUnit } from '#domain/drain/look.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { startReturn } from '#domain/drain/return.ts';
import {
  AFTER_DEADLINE_MS,
  isAboutToDie,
  isLastMoment,
  LEAVING_SEEN_WITHIN_MS,
  RELEASE_TIMEOUT_MS,
  RETURN_TIMEOUT_MS,
} from '#domain/drain/timing.ts';
import { finish, halt, type PairLook, type Step, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import { misfitOf } from '#domain/pair/misfit.ts';
import { hasRebootBudget } from '#domain/pair/unit-view.ts';
import type { EpochMs } from '#domain/time.ts';

/*
 * What happens to a unit that is out of service. Safety: we terminate, stop or reboot only what we were asked to, only
 * what carries the owner's tag, and only while the partner is seen to serve; if it does not, the unit comes back.
 */

const partnerAllowsRelease = (look: PairLook, op: DrainOperation): boolean =>
  partnerUnit(look, op).serving || isForced(op);

/** It happened already: the partner's health makes no difference any more. */
const isReleased = (look: PairLook, op: DrainOperation): boolean => {
  const { instance } = leavingUnit(look, op);
  if (instance === 'shutting-down' || instance === 'terminated') return true;
  const isDown = instance === 'stopping' || instance === 'stopped';
  return op.rebootedAt !== undefined || (op.intent.release.kind !== 'terminate' && isDown);
};

const releaseInstance = (
  look: PairLook,
  op: DrainOperation,
  kind: 'terminate-instance' | 'stop-instance',
): Step => {
  const { instance, instanceId, managed } = leavingUnit(look, op);
  const isGone = instance === 'terminated' || instance === 'shutting-down';
  const isStopped = instance === 'stopped' || instance === 'stopping';
  if (isGone || (kind === 'stop-instance' && isStopped)) return finish('drain-done');
  if (instance === 'unknown') return wait(op, 'waiting-unknown');
  if (!managed) return halt(op, 'not-managed', look.now);
  if (timeInPhaseMs(look, op) > RELEASE_TIMEOUT_MS) return halt(op, 'release-did-not-take', look.now);
  return { operation: op, actions: [{ kind, unit: op.unit, instanceId }], reason: 'releasing' };
};

/** A reboot is asked for once; the unit comes back afterwards. Never more than three within the pacification window. */
const releaseToReboot = (look: PairLook, op: DrainOperation): Step => {
  const { rebootedAt } = op;
  const { instance } = leavingUnit(look, op);
  if (instance === 'unknown') return wait(op, 'waiting-unknown');
  if (instance !== 'running') return finish('drain-done');
  if (rebootedAt === undefined) {
    if (!hasRebootBudget(look.state, op.unit, look.now)) return wait(op, 'waiting-for-release');
    return {
      operation: { ...op, rebootedAt: look.now },
      actions: [{ kind: 'reboot-unit', unit: op.unit }],
      reason: 'releasing',
    };
  }
  const loadMaster = loadMasterOf(look, op);
  const isBack = loadMaster.kind === 'read' && (loadMaster.value.bootedAt ?? 0) > rebootedAt;
  if (isBack) return startReturn(look, op);
  return look.now - rebootedAt > RETURN_TIMEOUT_MS
    ? halt(op, 'did-not-come-back', look.now)
    : wait(op, 'waiting-for-release');
};

/** Before the reboot that makes it a standby, a unit set to the other's designation gets its own back. */
const releaseToRepair = (look: PairLook, op: DrainOperation): Step => {
  const misset = misfitOf(look.seen, look.pair, op.unit) === 'wrong-designation';
  if (op.rebootedAt !== undefined || !misset) return releaseToReboot(look, op);
  if (timeInPhaseMs(look, op) > RELEASE_TIMEOUT_MS) return halt(op, 'release-did-not-take', look.now);
  return { operation: op, actions: [{ kind: 'set-ha-mode', unit: op.unit }], reason: 'releasing' };
};

const releaseByHook = (look: PairLook, op: DrainOperation): Step => {
  const { instance, instanceId } = leavingUnit(look, op);
  if (op.intent.release.kind !== 'complete-hook') return finish('drain-done');
  if (instance === 'shutting-down' || instance === 'terminated') return finish('drain-done');
  if (!partnerAllowsRelease(look, op) && !isLastMoment(op.intent, look.now))
    return wait(op, 'waiting-for-partner');
  if (timeInPhaseMs(look, op) > RELEASE_TIMEOUT_MS) return halt(op, 'release-did-not-take', look.now);
  return {
    operation: op,
    actions: [{ kind: 'complete-hook', instanceId, hook: op.intent.release.hook }],
    reason: 'releasing',
  };
};

/** The announced end did not come: EC2 still runs the unit well after its time. */
const didNotCome = ({ source, deadlineAt }: DrainIntent, now: EpochMs): boolean => {
  if (deadlineAt === undefined) return false;
  const patience = source === 'instance-leaving' ? LEAVING_SEEN_WITHIN_MS : AFTER_DEADLINE_MS;
  return now >= deadlineAt + patience;
};

/**
 * The unit goes by itself; until it does the operation stays open, so that whatever follows joins it. A cancelled
 * event, an operator who aborts, or an end that does not come brings the unit back.
 */
const awaitDeparture = (look: PairLook, op: DrainOperation): Step => {
  const { instance } = leavingUnit(look, op);
  if (instance === 'unknown') return wait(op, 'waiting-unknown');
  if (instance !== 'running' && instance !== 'pending') return finish('drain-done');
  const isOver = isAboutToDie(op.intent) && didNotCome(op.intent, look.now);
  return isOver ? startReturn(look, op) : wait(op, 'waiting-for-release');
};

/** The next step of a unit that no target group lists any more, or whose time is over. */
export const release = (look: PairLook, op: DrainOperation): Step => {
  const { kind } = op.intent.release;
  if (kind === 'none') return awaitDeparture(look, op);
  if (kind === 'complete-hook') return releaseByHook(look, op);
  if (kind === 'keep-out') return halt(op, 'split-brain-fenced', look.now);
  const { health, instance } = partnerUnit(look, op);
  if (!isReleased(look, op) && !partnerAllowsRelease(look, op)) {
    if (health === 'unknown' || instance === 'unknown') return wait(op, 'waiting-unknown');
    return startReturn(look, { ...op, failed: 'partner-lost' });
  }
  if (kind === 'reboot') return releaseToReboot(look, op);
  if (kind === 'repair') return releaseToRepair(look, op);
  return releaseInstance(look, op, kind === 'terminate' ? 'terminate-instance' : 'stop-instance');
};
