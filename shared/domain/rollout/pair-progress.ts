import type { UnitName } from '#domain/estate/estate.ts';
import type { FirmwareOperation, FirmwareResult } from '#domain/firmware/operation.ts';
import { operationWords } from '#domain/pair/operation-words.ts';
import { type Operation, operationOf, type PairState } from '#domain/pair/state.ts';
import type { PairProgress } from '#domain/rollout/rollout.ts';

/** The change of firmware that this order is for. */
const changeFor = (operation: Operation | undefined, orderId: string): FirmwareOperation | undefined =>
  operation?.kind === 'upgrading' && operation.order.id === orderId ? operation : undefined;

const fromOf = ({ units }: FirmwareOperation): Readonly<Record<UnitName, string>> => ({
  first: units.first.from,
  second: units.second.from,
});

/** What was in the way when it was checked, and what was being done, is over. */
const begun = ({ refusals: _refusals, operation: _operation, ...before }: PairProgress) => before;

const ended = (result: FirmwareResult, { situation }: PairState, before: PairProgress): PairProgress => ({
  ...begun(before),
  state: result.end,
  from: result.from,
  startedAt: result.startedAt,
  situation: situation.kind,
  result,
});

const underWay = (
  operation: FirmwareOperation,
  state: 'running' | 'halted',
  words: string,
  { situation }: PairState,
  before: PairProgress,
): PairProgress => ({
  ...begun(before),
  state,
  from: fromOf(operation),
  operation: words,
  startedAt: operation.startedAt,
  situation: situation.kind,
});

const isEnded = ({ result }: PairProgress): boolean => result !== undefined;

const hasBegun = ({ state }: PairProgress): boolean => state === 'running' || state === 'halted';

/** Its window closed before anything was changed: the pair is as if nobody had ordered anything, and is ordered again. */
const putOff = (before: PairProgress): PairProgress => {
  const { startedAt: _startedAt, situation: _situation, ...rest } = begun(before);
  return { ...rest, state: 'ready' };
};

/**
 * Nothing is under way for the order and its end is not remembered. What was dealt with stays as it was seen: another
 * change has taken its place in the pair's memory.
 */
const nothingNew = (state: PairState, orderId: string, before: PairProgress): PairProgress => {
  if (!isEnded(before) && !hasBegun(before)) return before;
  const isForgotten = !isEnded(before) && !state.handled.includes(orderId);
  return isForgotten ? putOff(before) : { ...before, situation: state.situation.kind };
};

const seenIn = (state: PairState, orderId: string, before: PairProgress): PairProgress => {
  const { last, interrupted } = state.firmware;
  if (last?.orderId === orderId) return ended(last, state, before);
  const change = changeFor(operationOf(state), orderId);
  if (change !== undefined) {
    const kind = state.operation.kind === 'halted' ? 'halted' : 'running';
    return underWay(change, kind, operationWords(state.operation), state, before);
  }
  const broken = changeFor(interrupted, orderId);
  return broken === undefined
    ? nothingNew(state, orderId, before)
    : underWay(broken, 'halted', 'halted: interrupted-by-drain', state, before);
};

/** Of an order's result only one is ever written, so that its end says whether it is the same. */
const isSame = (a: PairProgress, b: PairProgress): boolean =>
  a.state === b.state &&
  a.operation === b.operation &&
  a.startedAt === b.startedAt &&
  a.situation === b.situation &&
  a.refusals === b.refusals &&
  a.from?.first === b.from?.first &&
  a.from?.second === b.from?.second &&
  a.result?.endedAt === b.result?.endedAt;

/**
 * How far a pair is with its order, from what is remembered of the pair; `before` as it is where that says no more. A
 * pair that is not declared any more is `gone`, unless it had ended: nobody looks at it from then on.
 */
export const pairProgressOf = (
  state: PairState | undefined,
  isDeclared: boolean,
  orderId: string,
  before: PairProgress,
): PairProgress => {
  if (!isDeclared)
    return isEnded(before) || before.state === 'gone' ? before : { ...begun(before), state: 'gone' };
  if (state === undefined) return before;
  const next = seenIn(state, orderId, before);
  return isSame(next, before) ? before : next;
};
