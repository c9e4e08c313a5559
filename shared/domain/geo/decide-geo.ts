import { isDrainPressing } from '#domain/drain/is-due.ts';
import { handle, isHandled } from '#domain/drain/remembered-intents.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { admitGeo } from '#domain/geo/admit.ts';
import { advanceGeo } from '#domain/geo/advance.ts';
import { geoUnderWay } from '#domain/geo/interrupt.ts';
import type { GeoOperation, GeoOrder } from '#domain/geo/operation.ts';
import { geoResultOf, unbegunResult } from '#domain/geo/result.ts';
import { GEO_LOOK_AGAIN_MS } from '#domain/geo/timing.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { evidenceOf } from '#domain/pair/evidence.ts';
import { lookAt, type Outcome, type PairLook, still } from '#domain/pair/look.ts';
import { onOperator } from '#domain/pair/operator-command.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import { IDLE, type PairState } from '#domain/pair/state.ts';
import { switchAgain, turnRound } from '#domain/switchover/begin.ts';
import type { EpochMs } from '#domain/time.ts';

/** Why the pair's GEO lists are looked at. A command of an operator is an input here, never a way around. */
export type GeoInput =
  | { readonly kind: 'look' }
  | { readonly kind: 'order'; readonly order: GeoOrder }
  | { readonly kind: 'resume' | 'abort'; readonly why: string };

export interface GeoPolicyNow {
  readonly pair: Pair;
  /** Automatic actions in the region are frozen: nothing is begun, what is begun goes on to its end. */
  readonly frozen: boolean;
  readonly input: GeoInput;
}

/** An operation that ends leaves its result. */
const advance = (look: PairLook, given: GeoOperation): Outcome => {
  const { state, now } = look;
  const { step, last } = advanceGeo(look, given);
  const { operation, actions, reason } = step;
  if (operation.kind === 'idle') {
    const result = geoResultOf(last, reason === 'geo-synced' ? 'done' : 'given-up', now);
    return { next: { ...state, operation, geo: { ...state.geo, last: result } }, actions, reason };
  }
  return operation === state.operation
    ? { next: state, actions, reason }
    : { next: { ...state, operation }, actions, reason };
};

const onOrder = (look: PairLook, order: GeoOrder, frozen: boolean): Outcome => {
  const { state, now } = look;
  if (isHandled(state, order)) return onLook(look);
  const handled = handle(state, order);
  const admission = admitGeo(look, order, frozen);
  const unbegun = (end: 'refused' | 'done', because: readonly string[]): PairState => ({
    ...handled,
    geo: { ...state.geo, last: unbegunResult(order, end, because, now) },
  });
  switch (admission.kind) {
    case 'right':
      return { next: unbegun('done', []), actions: [], reason: 'geo-nothing-to-set' };
    case 'refuse':
      return { next: unbegun('refused', admission.because), actions: [], reason: 'geo-refused' };
    case 'start': {
      const outcome = advance({ ...look, state: handled }, admission.operation);
      return outcome.next.operation.kind === 'syncing-geo' ? { ...outcome, reason: 'geo-begun' } : outcome;
    }
    default:
      return admission satisfies never;
  }
};

const onLook = (look: PairLook): Outcome => {
  const { state, now } = look;
  const { operation } = state;
  if (operation.kind === 'halted') return still(state, 'halted');
  if (operation.kind === 'idle') return still(state, 'geo-nothing-to-set');
  if (operation.kind !== 'syncing-geo') return still(state, 'waiting-for-other-operation');
  if (isHeldAt(state, now)) return still(state, 'held');
  // An urgent drain puts an end to it, and that is for `drain` to do.
  return isDrainPressing(state) ? still(state, 'waiting-for-other-operation') : advance(look, operation);
};

/** What was tried and failed is tried anew; what is right by then is left alone. */
const resumed = (look: PairLook, stopped: GeoOperation): GeoOperation => {
  const { now } = look;
  const { failed: _, trouble: __, handover, ...op } = stopped;
  const units = { ...op.units };
  for (const unit of UNIT_NAMES) {
    const { job: ___, ...change } = units[unit];
    // Another try, not one more of those that were overwritten.
    units[unit] = { ...change, timesSet: Math.min(change.timesSet, 1) };
  }
  if (handover === undefined) return { ...op, units, phase: 'setting', phaseSince: now };
  return { ...op, units, phase: 'handing-over', phaseSince: now, handover: switchAgain(handover, now) };
};

/** Ends the operation where it stands. A handover under way is turned round, as an operation of its own. */
const aborted = ({ state, now }: PairLook, op: GeoOperation): Outcome => {
  const operation = op.handover === undefined ? IDLE : turnRound(op.handover, now);
  const geo = { ...state.geo, last: geoResultOf(op, 'aborted', now) };
  return { next: { ...state, operation, geo }, actions: [], reason: 'geo-aborted' };
};

const outcomeOf = (look: PairLook, { input, frozen }: GeoPolicyNow): Outcome => {
  switch (input.kind) {
    case 'look':
      return onLook(look);
    case 'order':
      return onOrder(look, input.order, frozen);
    case 'resume':
    case 'abort':
      return onOperator<GeoOperation>(look, input.kind, {
        op: geoUnderWay(look.state),
        nothing: 'geo-nothing-to-set',
        abort: (op) => aborted(look, op),
        again: (op) => resumed(look, op),
        advance: (op) => advance(look, op),
      });
    default:
      return input satisfies never;
  }
};

/**
 * Decides the next step of setting a pair's GEO lists. Pure and total.
 *
 * One operation per pair; a hold wins over everything; urgent drains put an end to it. The master first, then the other
 * unit, each while it is active, by the roles as they are at every step.
 * @see LoadMaster HA for AWS, section 5
 */
export const decideGeo = (state: PairState, seen: PairSeen, policy: GeoPolicyNow, now: EpochMs): Decision => {
  const outcome = outcomeOf(lookAt(policy.pair, state, seen, now), policy);
  const moving = outcome.next.operation.kind === 'syncing-geo';
  return {
    ...outcome,
    evidence: evidenceOf(seen, policy.pair),
    ...(moving ? { lookAgainMs: GEO_LOOK_AGAIN_MS } : {}),
  };
};
