import { isDrainAhead, isDrainPressing } from '#domain/drain/is-due.ts';
import { handle, isHandled } from '#domain/drain/remembered-intents.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { correctPreference } from '#domain/failback/correct-preference.ts';
import { gate, gateForOperator } from '#domain/failback/gate.ts';
import { unitsPreferringOtherwise, unitsShouldPreferFirst } from '#domain/failback/preference.ts';
import { noteReturn } from '#domain/failback/returns.ts';
import type { WindowNow } from '#domain/failback/window.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { evidenceOf } from '#domain/pair/evidence.ts';
import { needsPeopleToBeRead } from '#domain/pair/final-codes.ts';
import {
  enter,
  LOOK_AGAIN_MS,
  lookAt,
  type Outcome,
  type PairLook,
  type Step,
  still,
} from '#domain/pair/look.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { operationOf, type PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';
import { admitSwitch } from '#domain/switchover/admit.ts';
import { advanceSwitch } from '#domain/switchover/advance.ts';
import type { SwitchOperation, SwitchRequest } from '#domain/switchover/operation.ts';
import type { EpochMs } from '#domain/time.ts';

/** Why the pair's failback is looked at. A command of an operator is an input here, never a way around. */
export type FailbackInput =
  | { readonly kind: 'look' }
  | { readonly kind: 'switchover'; readonly request: SwitchRequest }
  | { readonly kind: 'resume' | 'abort'; readonly why: string };

export interface FailbackPolicyNow {
  readonly pair: Pair;
  /** Automatic actions in the region are frozen. */
  readonly frozen: boolean;
  readonly window: WindowNow;
  readonly input: FailbackInput;
}

/** A return that policy made counts against flapping, and uses up its approval. */
const remember = (look: PairLook, op: SwitchOperation, step: Step): PairState => {
  const { state, pair, now } = look;
  const done = step.reason === 'switched' && op.request.cause === 'policy';
  return {
    ...state,
    operation: step.operation,
    ...(done ? { failback: noteReturn(state.failback, pair.failback, now) } : {}),
  };
};

const apply = (look: PairLook, op: SwitchOperation, step: Step): Outcome => {
  const { state } = look;
  const next = step.operation === state.operation ? state : remember(look, op, step);
  // The return is the one too many, and that is what people have to know.
  const stops = next.failback.flappingSince !== state.failback.flappingSince;
  return { next, actions: step.actions, reason: stops ? 'flap-stop' : step.reason };
};

const advance = (look: PairLook, op: SwitchOperation): Outcome => apply(look, op, advanceSwitch(look, op));

const start = (look: PairLook, request: SwitchRequest): Outcome => {
  const admission = admitSwitch(look, request);
  if (admission.kind === 'refuse') return still(look.state, admission.reason);
  const state = handle(look.state, request);
  const begun = advance({ ...look, state }, admission.operation);
  if (look.pair.mode === 'observe')
    return { next: state, actions: [], reason: 'observe-only', would: begun.actions };
  return begun;
};

/** The units return by themselves: they are to, and neither is set otherwise. */
const isUnitsOwnBusiness = ({ pair, state, seen }: PairLook): boolean =>
  state.situation.active === 'second' &&
  unitsShouldPreferFirst(pair, state) &&
  unitsPreferringOtherwise(seen, true).length === 0;

const returnRequest = ({ state, pair, now }: PairLook): SwitchRequest => ({
  // One request for one time of being well: in observe mode it is said once what would be done.
  id: `return-${state.failback.readySince ?? now}`,
  to: 'first',
  cause: 'policy',
  requestedAt: now,
  why: `failback policy ${pair.failback.policy}`,
});

/**
 * A return that is due and cannot begin is written down once, so that people are told; not at every look, and not for an
 * answer that may come the next time.
 */
const blocked = ({ state, seen }: PairLook, reason: Reason): Outcome => {
  const isKnown = state.failback.blockedBy === reason;
  const mayPass = reason === 'refused-unknown' && !needsPeopleToBeRead(seen);
  if (isKnown || mayPass) return still(state, reason);
  return still({ ...state, failback: { ...state.failback, blockedBy: reason } }, reason);
};

const onIdle = (look: PairLook, window: WindowNow): Outcome => {
  if (isUnitsOwnBusiness(look)) return still(look.state, 'units-return-by-themselves');
  const closed = gate(look.pair, look.state, window, look.now);
  if (closed !== undefined) return correctPreference(look, closed);
  const request = returnRequest(look);
  if (isHandled(look.state, request)) return still(look.state, 'already-handled');
  const begun = start(look, request);
  return begun.next === look.state ? blocked(look, begun.reason) : begun;
};

const onLook = (look: PairLook, { frozen, window }: FailbackPolicyNow): Outcome => {
  const { state, now } = look;
  const { operation } = state;
  if (operation.kind === 'halted') return still(state, 'halted');
  if (isHeldAt(state, now)) return still(state, 'held');
  if (operation.kind === 'switching') {
    // An urgent drain turns it round, and that is for `drain` to do.
    if (isDrainPressing(state)) return still(state, 'waiting-for-other-operation');
    const stops = frozen && operation.request.cause === 'policy';
    return stops ? still(state, 'region-frozen') : advance(look, operation);
  }
  if (operation.kind !== 'idle' || isDrainAhead(state, now))
    return still(state, 'waiting-for-other-operation');
  return frozen ? still(state, 'region-frozen') : onIdle(look, window);
};

/** An operator's request is answered at once: what stands in its way refuses it, it never waits. */
const onRequest = (look: PairLook, request: SwitchRequest, policy: FailbackPolicyNow): Outcome => {
  const { state, pair, now } = look;
  if (isHandled(state, request)) return onLook(look, policy);
  const refused = (reason: Outcome['reason']): Outcome => still(handle(state, request), reason);
  if (isHeldAt(state, now)) return refused('held');
  if (state.operation.kind === 'halted') return refused('halted');
  if (state.operation.kind !== 'idle' || isDrainAhead(state, now))
    return refused('waiting-for-other-operation');
  const unforced = request.confirm === undefined && request.cause === 'failback-now';
  const closed = unforced ? gateForOperator(pair, state, policy.window, now) : undefined;
  if (closed !== undefined) return refused(closed);
  const begun = start(look, request);
  return begun.next === state ? refused(begun.reason) : begun;
};

/** After an operator gave up a return, the first unit has to prove itself anew before policy tries again. */
const withFreshHoldDown = ({ failback, ...state }: PairState, now: EpochMs): PairState => {
  const { approval: _, readySince, ...rest } = failback;
  return { ...state, failback: readySince === undefined ? rest : { ...rest, readySince: now } };
};

const onOperator = (look: PairLook, kind: 'resume' | 'abort'): Outcome => {
  const { state, now } = look;
  const { operation } = state;
  const op = operationOf(state);
  if (op.kind !== 'switching') return still(state, 'nothing-to-switch');
  if (kind === 'resume' && operation.kind !== 'halted') return still(state, 'nothing-to-switch');
  const { failed: _, exposedAt: __, rebootedAt: ___, rebootedFrom: ____, ...rest } = op;
  const turned = enter({ ...rest, phaseSince: now }, kind === 'resume' ? 'preparing' : 'undoing', now);
  const state2 = kind === 'abort' ? withFreshHoldDown(state, now) : state;
  const begun = isHeldAt(state, now)
    ? { next: { ...state2, operation: turned }, actions: [] }
    : advance({ ...look, state: state2 }, turned);
  return { ...begun, reason: kind === 'resume' ? 'operation-resumed' : 'operation-aborted' };
};

const outcomeOf = (look: PairLook, policy: FailbackPolicyNow): Outcome => {
  const { input } = policy;
  switch (input.kind) {
    case 'look':
      return onLook(look, policy);
    case 'switchover':
      return onRequest(look, input.request, policy);
    case 'resume':
    case 'abort':
      return onOperator(look, input.kind);
    default:
      return input satisfies never;
  }
};

/** What a look at the pair's roles comes to, without the words for the journal: watching asks it of every pair. */
export const failbackOutcome = (
  state: PairState,
  seen: PairSeen,
  policy: FailbackPolicyNow,
  now: EpochMs,
): Outcome => outcomeOf(lookAt(policy.pair, state, seen, now), policy);

/**
 * Decides the next step of a change of roles: a switchover under way, one that an operator asks for, the return to the
 * preferred unit, or the correction of a preference that drifted. Pure and total.
 *
 * One operation per pair; a hold wins over everything; drains come first; in `observe` mode nothing is done and
 * `would` says what `enforce` would have begun with.
 */
export const decideFailback = (
  state: PairState,
  seen: PairSeen,
  policy: FailbackPolicyNow,
  now: EpochMs,
): Decision => {
  const outcome = failbackOutcome(state, seen, policy, now);
  const moving = outcome.next.operation.kind === 'switching';
  return {
    ...outcome,
    evidence: evidenceOf(seen, policy.pair),
    ...(moving ? { lookAgainMs: LOOK_AGAIN_MS } : {}),
  };
};
