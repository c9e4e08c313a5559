import { isHeldAt } from '#domain/hold/hold.ts';
import { type Outcome, type PairLook, still } from '#domain/pair/look.ts';
import type { Operation } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';

/** What an operator's command means to one kind of operation. */
export interface Commanded<Op extends Operation> {
  /** Under way or halted; undefined where it is another one, or none. */
  readonly op: Op | undefined;
  /** Why nothing is done where the command is not for it. */
  readonly nothing: Reason;
  readonly abort: (op: Op) => Outcome;
  /** The operation as it is tried again. */
  readonly again: (op: Op) => Op;
  readonly advance: (op: Op) => Outcome;
}

/** Ends an operation where it stands, or has a halted one go on: at once, or when the hold is over. */
export const onOperator = <Op extends Operation>(
  { state, now }: PairLook,
  kind: 'resume' | 'abort',
  { op, nothing, abort, again, advance }: Commanded<Op>,
): Outcome => {
  if (op === undefined) return still(state, nothing);
  if (kind === 'abort') return abort(op);
  if (state.operation.kind !== 'halted') return still(state, nothing);
  const resumed = again(op);
  const begun = isHeldAt(state, now)
    ? { next: { ...state, operation: resumed }, actions: [] }
    : advance(resumed);
  return { ...begun, reason: 'operation-resumed' };
};
