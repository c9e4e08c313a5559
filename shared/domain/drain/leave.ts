import {
  type DrainLook,
  enter,
  halt,
  isForced,
  isUrgent,
  leavingUnit,
  loadMasterOf,
  partnerUnit,
  type Step,
  skip,
  timeInPhaseMs,
  wait,
} from '#domain/drain/look.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { release } from '#domain/drain/release.ts';
import { startReturn } from '#domain/drain/return.ts';
import {
  AFTER_DEADLINE_MS,
  handoverTimeoutMs,
  hasTimeForHandover,
  isAboutToDie,
  isLastMoment,
  isPastDeadline,
  UNUSED_TIMEOUT_MS,
} from '#domain/drain/timing.ts';

import type { UnreadCode } from '#domain/pair/seen.ts';
import type { EpochMs } from '#domain/time.ts';

/*
 * How a unit leaves: hand over, fail health, deregister, wait until unused (docs/adr/0005).
 *
 * Safety, held by every rule below: a unit that answers 200 is deregistered only when its partner was seen healthy in
 * every target group in the same look, or the unit is about to be gone anyway, or an operator forced it.
 *
 * The rules are tried in order; the first that applies decides. Each follows from what is seen, not from what was done
 * before, so an action that was lost is asked for again.
 */
type LeaveRule = (look: DrainLook, op: DrainOperation) => Step | undefined;

/** Deregisters from every group that is not known to have let the unit go already. */
const deregister = (look: DrainLook, op: DrainOperation): Step => {
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
  const { kind } = op.intent.release;
  if (kind !== 'none' && kind !== 'complete-hook') return undefined;
  if (!isUrgent(op) || !isPastDeadline(op.intent, look.now)) return undefined;
  const nothingListed =
    leavingUnit(look, op).listedIn.length === 0 && leavingUnit(look, op).health !== 'unknown';
  const patienceOver = look.now >= (op.intent.deadlineAt ?? look.now) + AFTER_DEADLINE_MS;
  if (!nothingListed && !patienceOver) return undefined;
  return release(look, enter(skip(op, 'wait-for-unused', 'no-time'), 'releasing', look.now));
};

const lastMoment: LeaveRule = (look, op) => {
  if (!isUrgent(op) || !isLastMoment(op.intent, look.now)) return undefined;
  const handedOver = partnerUnit(look, op).serving;
  return deregister(look, handedOver ? op : skip(op, 'handover', 'no-time'));
};

const unitLeavesByItself: LeaveRule = (look, op) => {
  const { instance } = leavingUnit(look, op);
  if (instance === 'running' || instance === 'unknown' || instance === 'pending') return undefined;
  return deregister(look, partnerUnit(look, op).serving ? op : skip(op, 'handover', 'unit-leaving'));
};

/** Unknown never acts. */
const blind: LeaveRule = (look, op) => {
  const { health, instance } = leavingUnit(look, op);
  return health === 'unknown' || instance === 'unknown' ? wait(op, 'waiting-unknown') : undefined;
};

const alreadyLeaving: LeaveRule = (look, op) => {
  if (leavingUnit(look, op).listedIn.length > 0) return undefined;
  const operation = enter(op, 'deregistering', look.now);
  if (timeInPhaseMs(look, operation) > UNUSED_TIMEOUT_MS)
    return halt(operation, 'did-not-become-unused', look.now);
  return wait(operation, 'waiting-for-unused');
};

/** Failing health stops new connections sooner than deregistering does, so it comes first where it was asked for. */
const partnerServes: LeaveRule = (look, op) => {
  if (!partnerUnit(look, op).serving) return undefined;
  const stillAnswers = leavingUnit(look, op).health !== 'unhealthy';
  const patient = timeInPhaseMs(look, op) <= handoverTimeoutMs(look.pair.healthCheck);
  if (op.healthPortMoved && stillAnswers && patient) return wait(op, 'waiting-for-failing-health');
  return deregister(
    look,
    stillAnswers && op.healthPortMoved ? skip(op, 'wait-for-failing-health', 'no-time') : op,
  );
};

const forced: LeaveRule = (look, op) =>
  isForced(op) ? deregister(look, skip(op, 'handover', 'forced')) : undefined;

/** A unit that does not serve, next to a partner that does not serve either. */
const nobodyServes: LeaveRule = (look, op) => {
  if (leavingUnit(look, op).health !== 'unhealthy' || op.healthPortMoved) return undefined;
  if (isAboutToDie(op.intent)) return deregister(look, skip(op, 'handover', 'partner-cannot-take-over'));
  const patient = timeInPhaseMs(look, op) <= handoverTimeoutMs(look.pair.healthCheck);
  return patient || isUrgent(op) ? wait(op, 'waiting-for-partner') : halt(op, 'partner-lost', look.now);
};

/** The handover cannot be done or has failed: who is forced to go waits for the last moment, who is not comes back. */
const withoutHandover = (
  look: DrainLook,
  op: DrainOperation,
  failed: 'partner-did-not-take-over' | 'partner-lost' | 'loadmaster-unread',
): Step => {
  const because = failed === 'loadmaster-unread' ? 'loadmaster-unread' : 'partner-cannot-take-over';
  if (isUrgent(op)) return wait(skip(op, 'handover', because), 'waiting-for-last-moment');
  return startReturn(look, { ...op, failed });
};

const beginHandover = (op: DrainOperation, now: EpochMs): DrainOperation => ({
  ...op,
  healthPortMoved: true,
  phaseSince: now,
  skipped: op.skipped.filter(({ step }) => step !== 'handover'),
});

/** Asks the leaving unit to step out of sight, or asks again when that did not take; only next to a partner that can take over. */
const askForHandover = (look: DrainLook, op: DrainOperation): Step => {
  const partner = partnerUnit(look, op);
  const { healthCheck } = look.pair;
  if (!hasTimeForHandover(op.intent, healthCheck, look.now)) {
    return wait(skip(op, 'handover', 'no-time'), 'waiting-for-last-moment');
  }
  if (partner.health === 'unknown' || partner.instance === 'unknown') return wait(op, 'waiting-unknown');
  if (!partner.canTakeOver) return withoutHandover(look, op, 'partner-lost');
  return {
    operation: op.healthPortMoved ? op : beginHandover(op, look.now),
    actions: [{ kind: 'set-health-port', unit: op.unit, port: healthCheck.handoverPort }],
    reason: 'handover-asked',
  };
};

/** Answers of a LoadMaster that asking again will not change, and that may lock the account. */
const FINAL_CODES: readonly UnreadCode[] = ['loadmaster-refused', 'loadmaster-certificate-changed'];

const handOver: LeaveRule = (look, op) => {
  const timedOut = timeInPhaseMs(look, op) > handoverTimeoutMs(look.pair.healthCheck);
  if (timedOut && op.healthPortMoved) return withoutHandover(look, op, 'partner-did-not-take-over');
  const loadMaster = loadMasterOf(look, op);
  if (loadMaster.kind === 'unread') {
    if (op.healthPortMoved) return wait(op, 'waiting-for-partner');
    const final = timedOut || FINAL_CODES.includes(loadMaster.code);
    return final ? withoutHandover(look, op, 'loadmaster-unread') : wait(op, 'waiting-unknown');
  }
  const isOutOfSight = loadMaster.value.healthPort === look.pair.healthCheck.handoverPort;
  return op.healthPortMoved && isOutOfSight ? wait(op, 'waiting-for-partner') : askForHandover(look, op);
};

const LEAVE_RULES: readonly LeaveRule[] = [
  outOfService,
  deadlinePassed,
  lastMoment,
  unitLeavesByItself,
  blind,
  alreadyLeaving,
  partnerServes,
  forced,
  nobodyServes,
  handOver,
];

/** The next step of a unit that is to leave service. Total: the last rule always decides. */
export const leave = (look: DrainLook, op: DrainOperation): Step => {
  for (const rule of LEAVE_RULES) {
    const step = rule(look, op);
    if (step !== undefined) return step;
  }
  return wait(op, 'waiting-unknown');
};
