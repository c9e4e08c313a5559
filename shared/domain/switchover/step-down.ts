import { handoverTimeoutMs } from '#domain/drain/timing.ts';
import { setPreference } from '#domain/failback/preference.ts';
import type { Action } from '#domain/pair/action.ts';
import { hasBootedSince } from '#domain/pair/boot-time.ts';
import type { HaltReason } from '#domain/pair/halt.ts';
import { enter, halt, type PairLook, timeInPhaseMs, wait } from '#domain/pair/look.ts';
import type { LoadMasterSeen } from '#domain/pair/seen.ts';
import { goOn } from '#domain/pair/turns.ts';
import { hasRebootBudget } from '#domain/pair/unit-view.ts';
import {
  areUnseen,
  isHandedOver,
  isUnseen,
  loadMasterSays,
  newView,
  oldActive,
  stepsDownByReboot,
} from '#domain/switchover/look.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import {
  REBOOT_BEGINS_MS,
  REBOOT_TIMEOUT_MS,
  ROUTING_FOLLOWS_MS,
  STEP_DOWN_MS,
} from '#domain/switchover/timing.ts';
import type { Phase, Turn } from '#domain/switchover/turn.ts';
import type { EpochMs } from '#domain/time.ts';

/*
 * The second half: the load balancer has the new unit, and the old one, out of sight, is still active in its own eyes.
 * It is made a standby before, or at the moment, it comes back into sight, so that never two units answer 200:
 * a second unit gives way to the first under Prefer First; a first unit has no graceful way but a reboot.
 */

const back = (look: PairLook, op: SwitchOperation): Action => ({
  kind: 'set-health-port',
  unit: oldActive(op),
  port: look.pair.healthCheck.port,
});

const expose: Phase = (look, op) => ({
  operation: { ...op, exposedAt: op.exposedAt ?? look.now },
  actions: [back(look, op)],
  reason: 'stepping-down',
});

const hasRebooted = ({ rebootedAt, rebootedFrom }: SwitchOperation, { bootedAt }: LoadMasterSeen): boolean =>
  rebootedAt !== undefined &&
  (rebootedFrom === undefined
    ? bootedAt !== undefined && bootedAt > rebootedAt
    : hasBootedSince(rebootedFrom, bootedAt));

/** It was told to. Where it is up long after and says that it has not booted since, the call was lost. */
const isRebooting = ({ rebootedAt }: SwitchOperation, { bootedAt }: LoadMasterSeen, now: EpochMs): boolean =>
  rebootedAt !== undefined && (bootedAt === undefined || now - rebootedAt < REBOOT_BEGINS_MS);

/**
 * Only next to a unit that serves, and says so itself: the load balancer goes on seeing one healthy that has just gone
 * down. And never more often than a LoadMaster bears.
 */
const reboot = (look: PairLook, op: SwitchOperation, { bootedAt }: LoadMasterSeen): Turn => {
  const unit = oldActive(op);
  if (loadMasterSays(look, op.to)?.haStatus !== 'active') return wait(op, 'waiting-for-partner');
  if (!hasRebootBudget(look.state, unit, look.now)) return wait(op, 'refused-reboot-budget');
  return {
    operation: {
      ...op,
      rebootedAt: look.now,
      ...(bootedAt === undefined ? {} : { rebootedFrom: bootedAt }),
    },
    actions: [{ kind: 'reboot-unit', unit }],
    reason: 'stepping-down',
  };
};

/** Out of sight still: makes a standby of it as far as that can be done there, then brings it back into sight. */
const whileOut = (look: PairLook, op: SwitchOperation, old: LoadMasterSeen): Turn => {
  if (old.haStatus !== 'active' || hasRebooted(op, old)) return expose(look, op);
  if (isRebooting(op, old, look.now)) return wait(op, 'waiting-for-old-active');
  if (!isHandedOver(look, op)) return wait(op, 'waiting-for-partner');
  if (timeInPhaseMs(look, op) < ROUTING_FOLLOWS_MS) return wait(op, 'waiting-for-failing-health');
  const yields = !stepsDownByReboot(op);
  if (old.prefersFirst !== yields) {
    const actions = setPreference([oldActive(op)], yields);
    return { operation: op, actions, reason: 'setting-preference' };
  }
  return yields ? expose(look, op) : reboot(look, op, old);
};

/** Back in sight: it has to be a standby soon, or it goes out of sight again and people are called. */
const whileInSight = (look: PairLook, op: SwitchOperation, old: LoadMasterSeen): Turn => {
  if (old.haStatus === 'standby' && isHandedOver(look, op)) return goOn(enter(op, 'settling', look.now));
  const since = op.exposedAt ?? op.phaseSince;
  if (old.haStatus !== 'active' || look.now - since <= STEP_DOWN_MS)
    return wait(op, 'waiting-for-old-active');
  // It may be the last one that answers 200.
  if (!newView(look, op).serving) return wait(op, 'waiting-for-partner');
  const port = look.pair.healthCheck.handoverPort;
  const halted = halt(op, 'did-not-step-down', look.now);
  return { ...halted, actions: [{ kind: 'set-health-port', unit: oldActive(op), port }] };
};

/** The new unit neither serves nor takes itself to be active any more. */
const isLost = (look: PairLook, op: SwitchOperation): boolean => {
  const view = newView(look, op);
  return !isUnseen(view) && !view.serving && loadMasterSays(look, op.to)?.haStatus !== 'active';
};

/**
 * What is not as it should be has not become so in time. Where nothing was done to the old unit yet, it is the load
 * balancer that does not follow: it still sees the old one, or does not see the new one. The old one serves on, hidden.
 */
const stuck = (look: PairLook, op: SwitchOperation): HaltReason | undefined => {
  const inPhaseMs = timeInPhaseMs(look, op);
  const isUntouched = op.rebootedAt === undefined && op.exposedAt === undefined;
  const doesNotFollow = isUntouched && !areUnseen(look, op) && !isHandedOver(look, op);
  if (doesNotFollow && inPhaseMs > handoverTimeoutMs(look.pair.healthCheck))
    return newView(look, op).serving ? 'did-not-step-out' : 'new-active-not-healthy';
  if (inPhaseMs <= REBOOT_TIMEOUT_MS) return undefined;
  return op.rebootedAt === undefined ? 'did-not-step-down' : 'did-not-come-back';
};

export const stepDown: Phase = (look, op) => {
  if (isLost(look, op)) return goOn(enter({ ...op, failed: 'partner-lost' }, 'undoing', look.now));
  const because = stuck(look, op);
  if (because !== undefined) return halt(op, because, look.now);
  const old = loadMasterSays(look, oldActive(op));
  if (old === undefined)
    return wait(op, op.rebootedAt === undefined ? 'waiting-unknown' : 'waiting-for-old-active');
  if (areUnseen(look, op)) return wait(op, 'waiting-unknown');
  return old.healthPort === look.pair.healthCheck.port
    ? whileInSight(look, op, old)
    : whileOut(look, op, old);
};
