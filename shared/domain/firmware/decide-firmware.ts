import { isDrainAhead, isDrainPressing } from '#domain/drain/is-due.ts';
import { handle, isHandled, unhandle } from '#domain/drain/remembered-intents.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { admitFirmware } from '#domain/firmware/admit.ts';
import { advanceFirmware } from '#domain/firmware/advance.ts';
import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import { isMixedTooLong, noteMixed, noteMixedTooLong } from '#domain/firmware/incidents.ts';
import { firmwareUnderWay } from '#domain/firmware/interrupt.ts';
import { forgetWhatIsOver, isAnythingLeft } from '#domain/firmware/left-behind.ts';
import type { FirmwareOperation } from '#domain/firmware/operation.ts';
import { aborted, resumed } from '#domain/firmware/operator.ts';
import { leftBehind, memoryAfter, refusedResult, resultOf, stagedAfter } from '#domain/firmware/result.ts';
import { superseded } from '#domain/firmware/superseded.ts';
import { FIRMWARE_LOOK_AGAIN_MS } from '#domain/firmware/timing.ts';
import { isHeldAt } from '#domain/hold/hold.ts';
import type { Decision } from '#domain/pair/decision.ts';
import { evidenceOf } from '#domain/pair/evidence.ts';
import type { HaltedOperation } from '#domain/pair/halt.ts';
import { lookAt, type Outcome, type PairLook, still } from '#domain/pair/look.ts';
import { onOperator } from '#domain/pair/operator-command.ts';
import type { PairSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { EpochMs } from '#domain/time.ts';

/** Why the pair's firmware is looked at. A command of an operator is an input here, never a way around. */
export type FirmwareInput =
  | { readonly kind: 'look' }
  | { readonly kind: 'order'; readonly order: FirmwareOrder }
  | { readonly kind: 'resume' | 'abort'; readonly why: string };

export interface FirmwarePolicyNow {
  readonly pair: Pair;
  /** Automatic actions in the region are frozen: nothing is begun, what is begun goes on to its end. */
  readonly frozen: boolean;
  readonly input: FirmwareInput;
}

/** An operation that ends leaves its result, and whatever it did not take back. */
const advance = (look: PairLook, given: FirmwareOperation): Outcome => {
  const { state, now } = look;
  const { step, last } = advanceFirmware(look, given);
  const { operation, actions, reason } = step;
  // As if it had never been ordered: the rollout orders it again when its window is open.
  if (reason === 'firmware-put-off') {
    const { mixedSince: _, staged: __, ...before } = state.firmware;
    const firmware = { ...before, ...leftBehind(look, last) };
    return { next: { ...unhandle(state, last.order), operation, firmware }, actions, reason };
  }
  if (operation.kind === 'idle') {
    const end = reason === 'firmware-changed' ? 'done' : 'given-up';
    const firmware = memoryAfter(look, last, resultOf(last, end, now));
    return { next: { ...state, operation, firmware }, actions, reason };
  }
  if (operation.kind === 'upgrading' && isMixedTooLong(operation, now)) {
    const told = { ...state, operation: noteMixedTooLong(operation, now) };
    return { next: told, actions, reason: 'mixed-too-long' };
  }
  return operation === state.operation
    ? { next: state, actions, reason }
    : { next: { ...state, operation }, actions, reason };
};

const refuse = (look: PairLook, order: FirmwareOrder, because: readonly string[]): Outcome => {
  const { state, seen, now } = look;
  const { firmware } = seen;
  const read = firmware && { first: firmware.first.firmware, second: firmware.second.firmware };
  const last = refusedResult(order, because, read, now);
  const next = { ...handle(state, order), firmware: { ...state.firmware, last } };
  return { next, actions: [], reason: 'firmware-refused' };
};

const haltInterrupted = (state: PairState, operation: FirmwareOperation, now: EpochMs): PairState => {
  const { interrupted: _, ...firmware } = state.firmware;
  const because = 'interrupted-by-drain';
  return { ...state, operation: { kind: 'halted', operation, because, haltedAt: now }, firmware };
};

/** What an urgent drain put an end to is halted as soon as that is over, if only an order is quick enough to find it so. */
const withInterrupted = (look: PairLook): PairLook => {
  const { state, now } = look;
  const { interrupted } = state.firmware;
  const isOver = state.operation.kind === 'idle' && !isDrainAhead(state, now);
  return isOver && interrupted !== undefined
    ? { ...look, state: haltInterrupted(state, interrupted, now) }
    : look;
};

const onOrder = (asked: PairLook, order: FirmwareOrder, frozen: boolean): Outcome => {
  if (isHandled(asked.state, order)) return onLook(asked);
  const given = withInterrupted(asked);
  const look = { ...given, state: superseded(given.state, order) };
  const admission = admitFirmware(look, order, frozen ? 'too many pairs turned bad together' : undefined);
  if (admission.kind === 'refuse')
    return refuse(
      asked,
      order,
      admission.refusals.map(({ code }) => code),
    );
  const stopped = firmwareUnderWay(given.state);
  const { staged, mixedSince: known, ...rest } = given.state.firmware;
  const mixedSince = stopped?.mixedSince ?? known;
  const { operation } = admission;
  const begun = mixedSince === undefined ? operation : { ...operation, mixedSince };
  const left = stopped === undefined ? staged && { staged } : stagedAfter(given, stopped);
  const state: PairState = { ...handle(look.state, order), firmware: { ...rest, ...left } };
  const outcome = advance({ ...look, state }, begun);
  // Its window may have closed on the way here: then that is what there is to say.
  return outcome.next.operation.kind === 'upgrading' ? { ...outcome, reason: 'firmware-begun' } : outcome;
};

const onIdle = (look: PairLook): Outcome => {
  const { state, now } = look;
  const { interrupted } = state.firmware;
  if (isDrainAhead(state, now))
    return still(state, interrupted === undefined ? 'nothing-to-change' : 'waiting-for-other-operation');
  if (interrupted !== undefined)
    return { next: haltInterrupted(state, interrupted, now), actions: [], reason: 'halted' };
  if (!isAnythingLeft(state.firmware)) return still(state, 'nothing-to-change');
  const left = forgetWhatIsOver(look, state.firmware);
  if (left === state.firmware) return still(state, 'nothing-to-change');
  // A reboot that nobody at work on the pair asked for has started what was left on a unit.
  const reason = left.mixedSince === undefined ? 'same-firmware-again' : 'firmware-mixed';
  return { next: { ...state, firmware: left }, actions: [], reason };
};

/** While it waits for people a unit may start by itself what was put on it; that is told, and nothing is done about it. */
const onHalted = (look: PairLook, halted: HaltedOperation): Outcome => {
  const { operation } = halted;
  if (operation.kind !== 'upgrading') return still(look.state, 'halted');
  const noted = noteMixed(look, operation);
  if (noted === operation) return still(look.state, 'halted');
  const next = { ...look.state, operation: { ...halted, operation: noted } };
  return { next, actions: [], reason: 'firmware-mixed' };
};

const onLook = (look: PairLook): Outcome => {
  const { state, now } = look;
  const { operation } = state;
  if (operation.kind === 'halted') return onHalted(look, operation);
  if (operation.kind === 'upgrading') {
    if (isHeldAt(state, now)) return still(state, 'held');
    // An urgent drain sets it aside, and that is for `drain` to do.
    return isDrainPressing(state) ? still(state, 'waiting-for-other-operation') : advance(look, operation);
  }
  return operation.kind === 'idle' ? onIdle(look) : still(state, 'waiting-for-other-operation');
};

const outcomeOf = (look: PairLook, { input, frozen }: FirmwarePolicyNow): Outcome => {
  switch (input.kind) {
    case 'look':
      return onLook(look);
    case 'order':
      return onOrder(look, input.order, frozen);
    case 'resume':
    case 'abort':
      return onOperator<FirmwareOperation>(look, input.kind, {
        op: firmwareUnderWay(look.state),
        nothing: 'nothing-to-change',
        abort: (op) => aborted(look, op),
        again: (op) => resumed(look, op),
        advance: (op) => advance(look, op),
      });
    default:
      return input satisfies never;
  }
};

/**
 * Decides the next step of a change of a pair's firmware. Pure and total.
 *
 * One operation per pair; a hold wins over everything; urgent drains set it aside. Standby first, by the roles as they
 * are at every step; what no command of a unit shows is seen by the record of who did it.
 * @see LoadMaster HA for AWS, section 7
 */
export const decideFirmware = (
  state: PairState,
  seen: PairSeen,
  policy: FirmwarePolicyNow,
  now: EpochMs,
): Decision => {
  const outcome = outcomeOf(lookAt(policy.pair, state, seen, now), policy);
  const moving = outcome.next.operation.kind === 'upgrading';
  return {
    ...outcome,
    evidence: evidenceOf(seen, policy.pair),
    ...(moving ? { lookAgainMs: FIRMWARE_LOOK_AGAIN_MS } : {}),
  };
};
