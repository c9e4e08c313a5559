import { admit, isStale, mergeIntents, unitOf, withPolicy } from '#domain/drain/admit.ts';
import type { DrainIntent } from '#domain/drain/intent.ts';
import { asideUnits, isDrainMoving } from '#domain/drain/is-due.ts';
import type { DrainOperation } from '#domain/drain/operation.ts';
import { advance, apply, bringBack, isGone, without } from '#domain/drain/outcome.ts';
import { forget, handle, isHandled, putOff } from '#domain/drain/remembered-intents.ts';
import { splitBrain } from '#domain/drain/split-brain.ts';
import { isAboutToDie } from '#domain/drain/timing.ts';
import { keepHooksOpen } from '#domain/drain/waiting-hooks.ts';
import type { Pair, UnitName } from '#domain/estate/estate.ts';
import { interruptFirmware } from '#domain/firmware/interrupt.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { interruptGeo } from '#domain/geo/interrupt.ts';
import type { GeoOperation } from '#domain/geo/operation.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { evidenceOf } from '#domain/pair/evidence.ts';
import { enter, LOOK_AGAIN_MS, lookAt, type Outcome, type PairLook, still, wait } from '#domain/pair/look.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { operationOf, type PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import { advanceSwitch } from '#domain/switchover/advance.ts';
import { oldActive } from '#domain/switchover/look.ts';
import type { SwitchOperation } from '#domain/switchover/operation.ts';
import type { EpochMs } from '#domain/time.ts';

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

const start = (look: PairLook, intent: DrainIntent, unit: UnitName): Outcome => {
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
const meanwhile = (look: PairLook, intent: DrainIntent, unit: UnitName, op: DrainOperation): Outcome => {
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

/** A drain in the stead of the operation that is there, which stays if the drain is refused. */
const startInstead = (look: PairLook, intent: DrainIntent, unit: UnitName): Outcome => {
  const begun = start(look, intent, unit);
  const isBegun = begun.next.operation.kind === 'draining';
  return isBegun ? begun : { ...begun, next: { ...begun.next, operation: look.state.operation } };
};

/**
 * A drain that comes upon a switchover waits for its end, which is near. One that cannot wait ends it: the unit that was
 * giving up its role anyhow leaves at once; where the new one has to go, the old one comes back into sight first.
 */
const uponSwitch = (look: PairLook, intent: DrainIntent, unit: UnitName, op: SwitchOperation): Outcome => {
  const put = putOff(look.state, intent, 'waiting-for-other-operation');
  if (!isAboutToDie(intent)) return put;
  if (isStale(look, intent, unit)) return still(handle(look.state, intent), 'event-too-old');
  if (unit === oldActive(op)) return startInstead(look, intent, unit);
  return turnRound({ ...look, state: put.next }, op);
};

const turnRound = (look: PairLook, { failed: _, ...op }: SwitchOperation): Outcome => {
  const { operation, actions, reason } = advanceSwitch(look, enter(op, 'undoing', look.now));
  return { next: { ...look.state, operation }, actions, reason };
};

/** News of an instance that has left and that no target group lists any more: there is nothing left to do about it. */
const isPast = ({ state, views }: PairLook, intent: DrainIntent, unit: UnitName): boolean =>
  state.operation.kind === 'idle' &&
  intent.source === 'instance-leaving' &&
  views[unit].out &&
  views[unit].instance !== 'running' &&
  views[unit].instance !== 'unknown';

/** Firmware that is half-way is set aside, for people to decide about; GEO lists that are half-way are found as drift. */
const interrupted = (state: PairState, op: FirmwareOperation | GeoOperation, now: EpochMs): PairState =>
  op.kind === 'upgrading' ? interruptFirmware(state, op, now) : interruptGeo(state, op, now);

/**
 * A drain that comes upon a change of firmware or of GEO lists waits for its end; one that cannot wait interrupts it. If
 * that drain is refused, nothing has been interrupted.
 */
const uponChange = (
  look: PairLook,
  intent: DrainIntent,
  unit: UnitName,
  op: FirmwareOperation | GeoOperation,
): Outcome => {
  const put = putOff(look.state, intent, 'waiting-for-other-operation');
  if (!isAboutToDie(intent)) return put;
  if (isStale(look, intent, unit)) return still(handle(look.state, intent), 'event-too-old');
  const free = { ...look, state: interrupted(look.state, op, look.now) };
  if (op.handover !== undefined) return uponSwitch(free, intent, unit, op.handover);
  const begun = start(free, intent, unit);
  if (begun.next.operation.kind === 'draining') return begun;
  const { operation, firmware, geo } = look.state;
  return { ...begun, next: { ...begun.next, operation, firmware, geo } };
};

const onIntent = (look: PairLook, given: DrainIntent, frozen: boolean): Outcome => {
  const { state, pair, now } = look;
  const unit = unitOf(pair, given);
  // Declared otherwise since: an intent that waited for it has nothing to wait for.
  if (unit === undefined) return still(forget(state, given), 'nothing-to-drain');
  const intent = withPolicy(given, pair);
  const isOperator = intent.source === 'operator';
  if (isHandled(state, intent))
    return onLook({ ...look, state: forget(state, intent) }, frozen, 'already-handled');
  if (isPast(look, intent, unit))
    return onLook({ ...look, state: forget(state, intent) }, frozen, 'nothing-to-drain');
  if (isHeldAt(state, now))
    return isOperator ? still(handle(state, intent), 'held') : putOff(state, intent, 'held');
  if (frozen && !isOperator) return putOff(state, intent, 'region-frozen');
  const { operation } = state;
  if (operation.kind === 'idle') return start(look, intent, unit);
  if (operation.kind === 'draining') return meanwhile(look, intent, unit, operation);
  if (operation.kind === 'switching') return uponSwitch(look, intent, unit, operation);
  if (operation.kind === 'upgrading' || operation.kind === 'syncing-geo')
    return uponChange(look, intent, unit, operation);
  const halted = operation.operation;
  if (halted.kind === 'upgrading' || halted.kind === 'syncing-geo')
    return uponChange(look, intent, unit, halted);
  if (halted.kind === 'switching') return uponSwitch(look, intent, unit, halted);
  if (isAboutToDie(intent) && halted.unit === unit) return startInstead(look, intent, unit);
  const put = putOff(state, intent, 'waiting-for-other-operation');
  return isAboutToDie(intent) ? bringBack({ ...look, state: put.next }, halted) : put;
};

/** A unit that was set aside and runs again is brought back; one that is gone for good is forgotten. */
const onAside = (look: PairLook, idleReason: Reason): Outcome => {
  const { state, views, now } = look;
  const gone = asideUnits(state).find((name) => isGone(views[name].instance));
  if (gone !== undefined)
    return { next: { ...state, aside: without(state.aside, gone) }, actions: [], reason: 'drain-done' };
  const back = asideUnits(state).find((name) => views[name].instance === 'running');
  const op = back === undefined ? undefined : state.aside[back];
  if (op === undefined) return still(state, idleReason);
  const begun = bringBack(look, { ...op, startedAt: now });
  if (look.pair.mode === 'observe')
    return { next: state, actions: [], reason: 'observe-only', would: begun.actions };
  return begun;
};

/** Both units active is ended by a drain of our own making; a unit set aside comes first. */
const onSplitBrain = (look: PairLook, idleReason: Reason): Outcome => {
  const found = splitBrain(look);
  if (found.kind === 'none' || asideUnits(look.state).length > 0) return onAside(look, idleReason);
  if (found.kind === 'leave-alone') return still(look.state, found.reason);
  if (isHandled(look.state, found.intent)) return still(look.state, 'split-brain-left-alone');
  const begun = start(look, found.intent, found.unit);
  const isBegun = begun.next.operation.kind === 'draining';
  return isBegun ? { ...begun, next: { ...begun.next, splitBrainAt: look.now } } : begun;
};

const onLook = (look: PairLook, frozen: boolean, idleReason: Reason): Outcome => {
  const { state, now } = look;
  const { operation } = state;
  const isHalted = operation.kind === 'halted';
  if (isHeldAt(state, now)) return still(state, isHalted ? 'halted' : 'held');
  if (isHalted || (operation.kind !== 'idle' && operation.kind !== 'draining')) {
    const pressing = state.waiting.find(isAboutToDie);
    if (pressing !== undefined) return onIntent(look, pressing, frozen);
    return still(state, isHalted ? 'halted' : 'waiting-for-other-operation');
  }
  if (operation.kind === 'draining') {
    return frozen && operation.intent.source !== 'operator'
      ? still(state, 'region-frozen')
      : advance(look, operation);
  }
  const due = state.waiting.find(({ notBefore }) => notBefore === undefined || notBefore <= now);
  if (due !== undefined) return onIntent(look, due, frozen);
  if (!frozen) return onSplitBrain(look, idleReason);
  return still(state, state.situation.kind === 'dual-active' ? 'region-frozen' : idleReason);
};

const onCancel = (look: PairLook, intentId: string, frozen: boolean): Outcome => {
  const { state } = look;
  const waiting = state.waiting.filter(({ id }) => id !== intentId);
  const op = operationOf(state);
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

/** An operator who resumes the drain of a unit that was kept out wants it put right and brought back. */
const toBeRepaired = (intent: DrainIntent): DrainIntent =>
  intent.release.kind === 'keep-out' ? { ...intent, release: { kind: 'repair' } } : intent;

const onOperator = (look: PairLook, kind: 'resume' | 'abort'): Outcome => {
  const { state, now } = look;
  const { operation } = state;
  const op = operationOf(state);
  if (op.kind !== 'draining') return still(state, 'nothing-to-drain');
  if (kind === 'abort') return { ...bringBack(look, op), reason: 'operation-aborted' };
  if (operation.kind !== 'halted') return still(state, 'nothing-to-drain');
  const { failed: _, ...rest } = op;
  const intent = toBeRepaired(op.intent);
  const resumed: DrainOperation = { ...rest, intent, phase: 'handing-over', phaseSince: now };
  const begun = isHeldAt(state, now) ? apply(look, op, wait(resumed, 'held')) : advance(look, resumed);
  return { ...begun, reason: 'operation-resumed' };
};

const outcomeOf = (look: PairLook, { frozen, input }: DrainPolicyNow): Outcome => {
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
  const look = lookAt(policy.pair, state, seen, now);
  const outcome = keepHooksOpen(look, outcomeOf(look, policy));
  return {
    ...outcome,
    evidence: evidenceOf(seen, policy.pair),
    ...(isDrainMoving(outcome.next, now) ? { lookAgainMs: LOOK_AGAIN_MS } : {}),
  };
};
