import { confirmToken } from '#domain/drain/confirm-token.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { AFTER_DEADLINE_MS, isAboutToDie } from '#domain/drain/timing.ts';
import { otherUnit, type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import type { PairLook } from '#domain/pair/look.ts';
import { operationOf } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import { oldActive } from '#domain/switchover/look.ts';

/** Which unit of the pair the intent means; undefined when the instance is none of the pair's. */
export const unitOf = (pair: Pair, intent: DrainIntent): UnitName | undefined =>
  UNIT_NAMES.find((name) => pair.units[name].instanceId === intent.instanceId);

/** Fills in what policy says about an intent: how long a hook may wait, how early maintenance begins. */
export const withPolicy = (intent: DrainIntent, pair: Pair): DrainIntent => {
  const { hookBudgetMs, maintenanceLeadMs } = pair.drain;
  if (intent.source === 'lifecycle-hook' && intent.deadlineAt === undefined) {
    return { ...intent, deadlineAt: intent.requestedAt + hookBudgetMs };
  }
  if (intent.maintenanceAt !== undefined && intent.notBefore === undefined) {
    return { ...intent, notBefore: intent.maintenanceAt - maintenanceLeadMs };
  }
  return intent;
};

/** What becomes of an intent that nothing else stands in the way of. */
export type Admission =
  | { readonly kind: 'start'; readonly operation: DrainOperation }
  | { readonly kind: 'refuse'; readonly reason: Reason }
  | { readonly kind: 'wait'; readonly reason: Reason };

const refuse = (reason: Reason): Admission => ({ kind: 'refuse', reason });

/** A unit that an earlier drain left aside, or that a switchover was moving, is out of sight already. */
const isOutOfSight = ({ state }: PairLook, unit: UnitName): boolean => {
  const op = operationOf(state);
  if (op.kind === 'switching') return oldActive(op) === unit && op.healthPortMoved;
  return state.aside[unit]?.healthPortMoved ?? false;
};

const startOf = (look: PairLook, intent: DrainIntent, unit: UnitName): Admission => ({
  kind: 'start',
  operation: {
    kind: 'draining',
    unit,
    intent,
    phase: 'handing-over',
    startedAt: look.now,
    phaseSince: look.now,
    skipped: [],
    healthPortMoved: isOutOfSight(look, unit),
  },
});

/** An operator's request is answered at once, so it is refused where an event would wait. */
const admitOperator = (look: PairLook, intent: DrainIntent, unit: UnitName): Admission => {
  const leaving = look.views[unit];
  const partner = look.views[otherUnit(unit)];
  const { kind } = intent.release;
  if ((kind === 'terminate' || kind === 'stop') && leaving.instance !== 'unknown' && !leaving.managed) {
    return refuse('refused-not-managed');
  }
  if (kind === 'reboot' && look.state.firmware.staged?.[unit] !== undefined)
    return refuse('refused-image-staged');
  if (intent.confirm !== undefined) {
    const matches = intent.confirm === confirmToken(look.state, unit, kind);
    return matches ? startOf(look, intent, unit) : refuse('refused-token-mismatch');
  }
  const unknown = [leaving, partner].some(
    ({ health, instance }) => health === 'unknown' || instance === 'unknown',
  );
  if (unknown) return refuse('refused-unknown');
  const partnerCanCarry = partner.serving || (partner.canTakeOver && leaving.health !== 'unhealthy');
  return partnerCanCarry ? startOf(look, intent, unit) : refuse('refused-last-serving-unit');
};

/**
 * A warning that arrives long after its deadline about a unit that runs all the same did not come true: EventBridge
 * delivers for up to a day, and such an intent would lift the guard of the last serving unit.
 */
export const isStale = (look: PairLook, intent: DrainIntent, unit: UnitName): boolean =>
  isAboutToDie(intent) &&
  intent.deadlineAt !== undefined &&
  look.now > intent.deadlineAt + AFTER_DEADLINE_MS &&
  look.views[unit].instance === 'running';

/** Whether an intent starts a drain now. The pair is idle, not held, not frozen. */
export const admit = (look: PairLook, intent: DrainIntent, unit: UnitName): Admission => {
  if (intent.source === 'rebalance' && look.pair.drain.onRebalance === 'ignore')
    return refuse('rebalance-ignored');
  if (intent.notBefore !== undefined && intent.notBefore > look.now)
    return { kind: 'wait', reason: 'not-due-yet' };
  if (isStale(look, intent, unit)) return refuse('event-too-old');
  if (intent.source === 'operator') return admitOperator(look, intent, unit);
  return startOf(look, intent, unit);
};

/** A second wish to drain the unit that is draining already: the earlier deadline and the stronger release win. */
export const mergeIntents = (current: DrainIntent, further: DrainIntent): DrainIntent => {
  const deadlines = [current.deadlineAt, further.deadlineAt].filter((at) => at !== undefined);
  const takesRelease = current.release.kind === 'none' || further.release.kind === 'complete-hook';
  // A confirm token is good for the release it was given for, and goes with it.
  const { release, confirm } = takesRelease ? further : current;
  const { confirm: _, ...rest } = current;
  return {
    ...rest,
    ...(takesRelease || isAboutToDie(further) ? { source: further.source, why: further.why } : {}),
    release,
    ...(confirm === undefined ? {} : { confirm }),
    ...(deadlines.length === 0 ? {} : { deadlineAt: Math.min(...deadlines) }),
  };
};
