import { isForced, isUrgent, leavingUnit, loadMasterOf, partnerUnit, skip } from '#domain/drain/look.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { release } from '#domain/drain/release.ts';
import { startReturn } from '#domain/drain/return.ts';
import {
  AFTER_DEADLINE_MS,
  handoverTimeoutMs,
  isAboutToDie,
  isPastDeadline,
  UNUSED_TIMEOUT_MS,
} from '#domain/drain/timing.ts';
import { FINAL_CODES } from '#domain/pair/final-codes.ts';
import { enter, halt, type PairLook, type Step, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import type { EpochMs } from '#domain/time.ts';

/*
 * How a unit leaves: hand over, fail health, deregister, wait until unused (docs/adr/0005).
 *
 * A target that is deregistered while it passes its health checks goes on getting new connections for longer than one
 * that fails them, so failing health comes first, also for a unit that dies by itself.
 *
 * Safety, held by every rule below: a unit that answers 200 is deregistered only when its partner was seen healthy in
 * every target group in the same look, or the unit is about to be gone anyway, or an operator forced it.
 *
 * The rules are tried in order; the first that applies decides. Each follows from what is seen, not from what was done
 * before, so an action that was lost is asked for again.
 */
type LeaveRule = (look: PairLook, op: DrainOperation) => Step | undefined;

/** Deregisters from every group that is not known to have let the unit go already. */
const deregister = (look: PairLook, op: DrainOperation): Step => {
  const unit = leavingUnit(look, op);
  const { instance } = unit;
  const unreadable = look.pair.targetGroups.filter(
    (arn) => look.seen.units[op.unit].targets[arn]?.kind !== 'read',
  );
  const targetGroups = look.pair.targetGroups.filter(
    (arn) => unit.listedIn.includes(arn) || unreadable.includes(arn),
  );
  const operation = enter(op, 'deregistering', look.now);
  if (targetGroups.length === 0) return wait(operation, 'waiting-for-unused');
  const { instanceId } = unit;
  return {
    operation: instance === 'running' ? operation : skip(operation, 'wait-for-unused', 'unit-leaving'),
    actions: [{ kind: 'deregister-targets', unit: op.unit, instanceId, targetGroups }],
    reason: 'deregistering',
  };
};

const outOfService: LeaveRule = (look, op) =>
  leavingUnit(look, op).out ? release(look, enter(op, 'releasing', look.now)) : undefined;

/**
 * The deadline ends a drain of a unit that others end: a hook is completed, a unit that dies by itself is let go.
 * What we end ourselves, we end only when it is unused, however late.
 */
const deadlinePassed: LeaveRule = (look, op) => {
  const { release: wish, deadlineAt } = op.intent;
  if (!isUrgent(op) || !isPastDeadline(op.intent, look.now)) return undefined;
  const ended = release(look, enter(skip(op, 'wait-for-unused', 'no-time'), 'releasing', look.now));
  if (wish.kind === 'complete-hook') return ended;
  const patienceOver = look.now >= (deadlineAt ?? look.now) + AFTER_DEADLINE_MS;
  return wish.kind === 'none' && patienceOver ? ended : undefined;
};

/** Longer than a change of roles may take: what was waited for does not come. */
const isTooLate = (look: PairLook, op: DrainOperation): boolean =>
  timeInPhaseMs(look, op) > handoverTimeoutMs(look.pair.healthCheck);

const unitLeavesByItself: LeaveRule = (look, op) => {
  const { instance, health } = leavingUnit(look, op);
  if (instance === 'running' || instance === 'unknown' || instance === 'pending') return undefined;
  if (health === 'unhealthy' || isTooLate(look, op)) {
    return deregister(look, partnerUnit(look, op).serving ? op : skip(op, 'handover', 'unit-leaving'));
  }
  return wait(op, health === 'unknown' ? 'waiting-unknown' : 'waiting-for-failing-health');
};

/** Unknown never acts. */
const blind: LeaveRule = (look, op) => {
  const { health, instance } = leavingUnit(look, op);
  return health === 'unknown' || instance === 'unknown' ? wait(op, 'waiting-unknown') : undefined;
};

const alreadyLeaving: LeaveRule = (look, op) => {
  if (leavingUnit(look, op).listedIn.length > 0) return undefined;
  const operation = enter(op, 'deregistering', look.now);
  const tooLong = timeInPhaseMs(look, operation) > UNUSED_TIMEOUT_MS;
  return tooLong ? halt(operation, 'did-not-become-unused', look.now) : wait(operation, 'waiting-for-unused');
};

const forced: LeaveRule = (look, op) =>
  isForced(op) ? deregister(look, skip(op, 'handover', 'forced')) : undefined;

/** A standby, or a unit that stepped out of sight and whose partner took over. */
const failsNextToPartner: LeaveRule = (look, op) =>
  leavingUnit(look, op).health === 'unhealthy' && partnerUnit(look, op).serving
    ? deregister(look, op)
    : undefined;

/** A unit that does not serve, next to a partner that does not serve either. */
const nobodyServes: LeaveRule = (look, op) => {
  if (leavingUnit(look, op).health !== 'unhealthy' || op.healthPortMoved) return undefined;
  if (isAboutToDie(op.intent)) return deregister(look, skip(op, 'handover', 'partner-cannot-take-over'));
  const patient = isUrgent(op) || !isTooLate(look, op);
  return patient ? wait(op, 'waiting-for-partner') : halt(op, 'partner-lost', look.now);
};

/** The handover cannot be done or has failed: who is forced to go serves to the end, who is not comes back. */
const withoutHandover = (
  look: PairLook,
  op: DrainOperation,
  failed: 'partner-did-not-take-over' | 'partner-lost' | 'loadmaster-unread',
): Step => {
  const because = failed === 'loadmaster-unread' ? 'loadmaster-unread' : 'partner-cannot-take-over';
  if (partnerUnit(look, op).serving) return deregister(look, skip(op, 'wait-for-failing-health', because));
  if (isUrgent(op)) return wait(skip(op, 'handover', because), 'waiting-for-last-moment');
  return startReturn(look, { ...op, failed });
};

const awaitHandover = (look: PairLook, op: DrainOperation): Step =>
  wait(op, partnerUnit(look, op).serving ? 'waiting-for-failing-health' : 'waiting-for-partner');

const beginHandover = (op: DrainOperation, now: EpochMs): DrainOperation => ({
  ...op,
  healthPortMoved: true,
  phaseSince: now,
  skipped: op.skipped.filter(({ step }) => step !== 'handover'),
});

/**
 * Asks the leaving unit to step out of sight, or asks again when that did not take; only next to a partner that serves
 * or can take over. However little time is left it is worth while: the partner takes over that much sooner.
 */
const askForHandover = (look: PairLook, op: DrainOperation): Step => {
  const partner = partnerUnit(look, op);
  if (partner.health === 'unknown' || partner.instance === 'unknown') return wait(op, 'waiting-unknown');
  if (!partner.serving && !partner.canTakeOver) return withoutHandover(look, op, 'partner-lost');
  return {
    operation: op.healthPortMoved ? op : beginHandover(op, look.now),
    actions: [{ kind: 'set-health-port', unit: op.unit, port: look.pair.healthCheck.handoverPort }],
    reason: 'handover-asked',
  };
};

const handOver: LeaveRule = (look, op) => {
  const tooLate = isTooLate(look, op);
  if (op.healthPortMoved && tooLate) return withoutHandover(look, op, 'partner-did-not-take-over');
  const loadMaster = loadMasterOf(look, op);
  if (loadMaster.kind === 'unread') {
    if (op.healthPortMoved) return awaitHandover(look, op);
    const final = tooLate || FINAL_CODES.includes(loadMaster.code);
    return final ? withoutHandover(look, op, 'loadmaster-unread') : wait(op, 'waiting-unknown');
  }
  const isOutOfSight = loadMaster.value.healthPort === look.pair.healthCheck.handoverPort;
  return op.healthPortMoved && isOutOfSight ? awaitHandover(look, op) : askForHandover(look, op);
};

const LEAVE_RULES: readonly LeaveRule[] = [
  outOfService,
  deadlinePassed,
  unitLeavesByItself,
  blind,
  alreadyLeaving,
  forced,
  failsNextToPartner,
  nobodyServes,
  handOver,
];

/** The next step of a unit that is to leave service. Total: the last rule always decides. */
export const leave = (look: PairLook, op: DrainOperation): Step => {
  for (const rule of LEAVE_RULES) {
    const step = rule(look, op);
    if (step !== undefined) return step;
  }
  return wait(op, 'waiting-unknown');
};
