import { admit, mergeIntents, unitOf, withPolicy } from '#domain/drain/admit.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import { asideUnits } from '#domain/drain/is-due.ts';
import { leave } from '#domain/drain/leave.ts';
import { type DrainLook, enter, type Step, wait } from '#domain/drain/look.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { comeBack, startReturn } from '#domain/drain/return.ts';
import { HEARTBEAT_EVERY_MS, isAboutToDie } from '#domain/drain/timing.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import type { Action } from '#domain/pair/action.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { evidenceOf } from '#domain/pair/evidence.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { type UnitView, viewUnits } from '#domain/pair/unit-view.ts';
import type { Reason } from '#domain/reason.ts';
import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';

/** Why the pair's drain is looked at. A command of an operator is an input here, never a way around. */
export type DrainInput =
  | { readonly kind: 'look' }
  | { readonly kind: 'intent'; readonly intent: DrainIntent }
  | { readonly kind: 'cancel'; readonly intentId: string; readonly why?: string }
  | { readonly kind: 'resume' | 'abort'; readonly why: string };

export interface DrainPolicyNow {
  readonly pair: Pair;
  /** Automatic actions in the region are frozen. */
  readonly frozen: boolean;
  readonly input: DrainInput;
}

/** How soon a draining pair is looked at again. */
export const DRAIN_LOOK_AGAIN_MS: DurationMs = 5 * SECOND_MS;

const HANDLED_KEPT = 50;
const WAITING_KEPT = 20;

interface Outcome {
  readonly next: PairState;
  readonly actions: readonly Action[];
  readonly reason: Reason;
  readonly would?: readonly Action[];
}

const still = (state: PairState, reason: Reason): Outcome => ({ next: state, actions: [], reason });

const isHeld = (state: PairState, now: EpochMs): boolean =>
  state.hold !== undefined && state.hold.until > now;

const handle = (state: PairState, intent: DrainIntent): PairState => ({
  ...state,
  handled: state.handled.includes(intent.id)
    ? state.handled
    : [...state.handled, intent.id].slice(-HANDLED_KEPT),
  waiting: state.waiting.filter(({ id }) => id !== intent.id),
});

const putOff = (state: PairState, intent: DrainIntent, reason: Reason): Outcome => {
  const known = state.waiting.find(({ id }) => id === intent.id);
  // AWS Health moves a maintenance by sending the event again with another time.
  if (known !== undefined && known.notBefore === intent.notBefore) return still(state, reason);
  const others = state.waiting.filter((waiting) => waiting !== known);
  return { next: { ...state, waiting: [...others, intent].slice(-WAITING_KEPT) }, actions: [], reason };
};

/** A hook is kept open by heartbeats for as long as the drain lasts. */
const withHeartbeat = (look: DrainLook, step: Step): Step => {
  const { operation } = step;
  if (operation.kind !== 'draining' || operation.intent.release.kind !== 'complete-hook') return step;
  if (step.actions.some(({ kind }) => kind === 'complete-hook')) return step;
  if (look.now - (operation.heartbeatAt ?? operation.startedAt) < HEARTBEAT_EVERY_MS) return step;
  const { release, instanceId } = operation.intent;
  return {
    ...step,
    operation: { ...operation, heartbeatAt: look.now },
    actions: [...step.actions, { kind: 'extend-hook', instanceId, hook: release.hook }],
  };
};

const isGone = (instance: UnitView['instance']): boolean =>
  instance === 'terminated' || instance === 'shutting-down';

const without = (aside: PairState['aside'], unit: UnitName): PairState['aside'] => {
  const { [unit]: _, ...others } = aside;
  return others;
};

/** A drain that ended while its unit may still come back leaves the unit aside; one that brought it back does not. */
const asideAfter = (look: DrainLook, op: DrainOperation, reason: Reason): PairState['aside'] => {
  const { aside } = look.state;
  const mayComeBack = reason === 'drain-done' && !isGone(look.views[op.unit].instance);
  return mayComeBack ? { ...aside, [op.unit]: op } : without(aside, op.unit);
};

const apply = (look: DrainLook, op: DrainOperation, step: Step): Outcome => {
  const { operation, actions, reason } = withHeartbeat(look, step);
  const { state } = look;
  if (operation === state.operation) return { next: state, actions, reason };
  const aside = operation.kind === 'idle' ? asideAfter(look, op, reason) : state.aside;
  return { next: { ...state, operation, aside }, actions, reason };
};

const advance = (look: DrainLook, op: DrainOperation): Outcome =>
  apply(look, op, op.phase === 'returning' ? comeBack(look, op) : leave(look, op));

/** Turns a drain round. Under a hold only the direction changes; the way back waits for its end. */
const bringBack = (look: DrainLook, op: DrainOperation): Outcome => {
  const held = isHeld(look.state, look.now);
  return apply(look, op, held ? wait(enter(op, 'returning', look.now), 'held') : startReturn(look, op));
};

const start = (look: DrainLook, intent: DrainIntent, unit: UnitName): Outcome => {
  const admission = admit(look, intent, unit);
  if (admission.kind === 'wait') return putOff(look.state, intent, admission.reason);
  const state = handle(look.state, intent);
  if (admission.kind === 'refuse') return { next: state, actions: [], reason: admission.reason };
  const begun = advance({ ...look, state }, admission.operation);
  if (look.pair.mode === 'observe') {
    return { next: state, actions: [], reason: 'observe-only', would: begun.actions };
  }
  return begun;
};

/** Another intent while the pair is busy: the same unit's is merged, the other unit's waits, and an urgent one wins. */
const meanwhile = (look: DrainLook, intent: DrainIntent, unit: UnitName, op: DrainOperation): Outcome => {
  if (op.unit === unit && op.phase !== 'returning') {
    const admission = admit(look, intent, unit);
    if (admission.kind === 'wait') return putOff(look.state, intent, admission.reason);
    if (admission.kind === 'refuse') return still(handle(look.state, intent), admission.reason);
    const merged: DrainOperation = { ...op, intent: mergeIntents(op.intent, intent) };
    return advance({ ...look, state: handle(look.state, intent) }, merged);
  }
  const put = putOff(look.state, intent, 'waiting-for-other-operation');
  const gives = isAboutToDie(intent) && !isAboutToDie(op.intent) && op.phase !== 'returning';
  return gives ? bringBack({ ...look, state: put.next }, op) : put;
};

const onIntent = (look: DrainLook, given: DrainIntent, frozen: boolean): Outcome => {
  const { state, pair, now } = look;
  const unit = unitOf(pair, given);
  if (unit === undefined) return still(state, 'nothing-to-drain');
  const intent = withPolicy(given, pair);
  const isOperator = intent.source === 'operator';
  if (state.handled.includes(intent.id)) return onLook(look, frozen, 'already-handled');
  if (isHeld(state, now))
    return isOperator ? still(handle(state, intent), 'held') : putOff(state, intent, 'held');
  if (frozen && !isOperator) return putOff(state, intent, 'region-frozen');
  const { operation } = state;
  if (operation.kind === 'idle') return start(look, intent, unit);
  if (operation.kind === 'draining') return meanwhile(look, intent, unit, operation);
  if (isAboutToDie(intent) && operation.operation.unit === unit) {
    return start({ ...look, state: { ...state, operation: { kind: 'idle' } } }, intent, unit);
  }
  const put = putOff(state, intent, 'waiting-for-other-operation');
  return isAboutToDie(intent) ? bringBack({ ...look, state: put.next }, operation.operation) : put;
};

/** A unit that was set aside and runs again is brought back; one that is gone for good is forgotten. */
const onAside = (look: DrainLook, idleReason: Reason): Outcome => {
  const { state, views, now } = look;
  const gone = asideUnits(state).find((name) => isGone(views[name].instance));
  if (gone !== undefined)
    return { next: { ...state, aside: without(state.aside, gone) }, actions: [], reason: 'drain-done' };
  const back = asideUnits(state).find((name) => views[name].instance === 'running');
  const op = back === undefined ? undefined : state.aside[back];
  return op === undefined ? still(state, idleReason) : bringBack(look, { ...op, startedAt: now });
};

const onLook = (look: DrainLook, frozen: boolean, idleReason: Reason): Outcome => {
  const { state, now } = look;
  const { operation } = state;
  if (operation.kind === 'halted') return still(state, 'halted');
  if (isHeld(state, now)) return still(state, 'held');
  if (operation.kind === 'draining') {
    return frozen && operation.intent.source !== 'operator'
      ? still(state, 'region-frozen')
      : advance(look, operation);
  }
  const due = state.waiting.find(({ notBefore }) => notBefore === undefined || notBefore <= now);
  if (due !== undefined) return onIntent(look, due, frozen);
  return frozen ? still(state, idleReason) : onAside(look, idleReason);
};

const onCancel = (look: DrainLook, intentId: string, frozen: boolean): Outcome => {
  const { state } = look;
  const { operation } = state;
  const waiting = state.waiting.filter(({ id }) => id !== intentId);
  const op = operation.kind === 'halted' ? operation.operation : operation;
  if (op.kind === 'draining' && op.intent.id === intentId && op.phase !== 'returning') {
    return {
      ...bringBack({ ...look, state: { ...state, waiting } }, op),
      reason: 'drain-cancelled',
    };
  }
  if (waiting.length < state.waiting.length)
    return { next: { ...state, waiting }, actions: [], reason: 'drain-cancelled' };
  return onLook(look, frozen, 'nothing-to-drain');
};

const onOperator = (look: DrainLook, kind: 'resume' | 'abort'): Outcome => {
  const { state, now } = look;
  const { operation } = state;
  const op = operation.kind === 'halted' ? operation.operation : operation;
  if (op.kind === 'idle') return still(state, 'nothing-to-drain');
  if (kind === 'abort') return { ...bringBack(look, op), reason: 'operation-aborted' };
  if (operation.kind !== 'halted') return still(state, 'nothing-to-drain');
  const { failed: _, ...rest } = op;
  const resumed: DrainOperation = { ...rest, phase: 'handing-over', phaseSince: now };
  const begun = isHeld(state, now) ? apply(look, op, wait(resumed, 'held')) : advance(look, resumed);
  return { ...begun, reason: 'operation-resumed' };
};

const outcomeOf = (look: DrainLook, { frozen, input }: DrainPolicyNow): Outcome => {
  switch (input.kind) {
    case 'look':
      return onLook(look, frozen, 'nothing-to-drain');
    case 'intent':
      return onIntent(look, input.intent, frozen);
    case 'cancel':
      return onCancel(look, input.intentId, frozen);
    case 'resume':
    case 'abort':
      return onOperator(look, input.kind);
    default:
      return input satisfies never;
  }
};

/**
 * Decides the next step of taking a unit out of service, or of bringing it back. Pure and total.
 *
 * One operation per pair; a hold wins over everything; in `observe` mode nothing is done and `would` says what
 * `enforce` would have begun with.
 */
export const decideDrain = (
  state: PairState,
  seen: PairSeen,
  policy: DrainPolicyNow,
  now: EpochMs,
): Decision => {
  const look: DrainLook = {
    pair: policy.pair,
    state,
    seen,
    views: viewUnits(seen, policy.pair, state, now),
    now,
  };
  const outcome = outcomeOf(look, policy);
  const moving = outcome.next.operation.kind === 'draining';
  return {
    ...outcome,
    evidence: evidenceOf(seen, policy.pair),
    ...(moving ? { lookAgainMs: DRAIN_LOOK_AGAIN_MS } : {}),
  };
};
