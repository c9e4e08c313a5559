import type { GeoOperation } from '#domain/geo/operation.ts';
import type { Turn } from '#domain/geo/set-lists.ts';
import { enter, halt, type PairLook } from '#domain/pair/look.ts';
import { goOn } from '#domain/pair/turns.ts';
import { advanceSwitch } from '#domain/switchover/advance.ts';

/** The role moves to the other unit by a switchover of its own that costs no connections; the old unit is rebooted in it. */
export const handOver = (look: PairLook, op: GeoOperation): Turn => {
  const { handover, ...rest } = op;
  if (handover === undefined) return goOn(enter(op, 'setting', look.now));
  const { operation, actions, reason } = advanceSwitch(look, handover);
  switch (operation.kind) {
    case 'switching':
      return { operation: operation === handover ? op : { ...op, handover: operation }, actions, reason };
    case 'halted': {
      const kept = operation.operation.kind === 'switching' ? operation.operation : handover;
      return { ...halt({ ...op, handover: kept }, operation.because, look.now), actions };
    }
    default:
      return goOn(enter(rest, 'setting', look.now));
  }
};
