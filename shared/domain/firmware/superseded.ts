import type { FirmwareOrder } from '#domain/firmware/firmware-order.ts';
import { firmwareUnderWay } from '#domain/firmware/interrupt.ts';
import { IDLE, type PairState } from '#domain/pair/state.ts';

/**
 * The pair as an order finds it. Going back takes the place of a change that stopped half-way: that is what it is for. The
 * units are then looked at as if nobody were at work on them.
 */
export const superseded = (state: PairState, { image }: Pick<FirmwareOrder, 'image'>): PairState => {
  const stopped = state.operation.kind === 'halted' ? firmwareUnderWay(state) : undefined;
  const isReplaced = stopped !== undefined && stopped.handover === undefined && image === undefined;
  return isReplaced ? { ...state, operation: IDLE } : state;
};
