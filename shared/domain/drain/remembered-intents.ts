import type { DrainIntent } from '#domain/drain/intent.ts';
import { type Outcome, still } from '#domain/pair/look.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';

/** Ids kept to recognise a duplicate; EventBridge delivers again within a day, a pair has few intents in one. */
const HANDLED_KEPT = 50;
const WAITING_KEPT = 20;

/** Anything asked for under an identity of its own. */
interface Asked {
  readonly id: string;
}

export const isHandled = ({ handled }: PairState, { id }: Asked): boolean => handled.includes(id);

/** What was asked is dealt with: a duplicate of it does nothing. */
export const handle = (state: PairState, asked: Asked): PairState => ({
  ...state,
  handled: isHandled(state, asked) ? state.handled : [...state.handled, asked.id].slice(-HANDLED_KEPT),
  waiting: state.waiting.filter(({ id }) => id !== asked.id),
});

/** It was put off: asked for again under the same identity it is a wish like any other. */
export const unhandle = (state: PairState, { id }: Asked): PairState => ({
  ...state,
  handled: state.handled.filter((handled) => handled !== id),
});

/** The intent waits for its time or its turn. */
export const putOff = (state: PairState, intent: DrainIntent, reason: Reason): Outcome => {
  const known = state.waiting.find(({ id }) => id === intent.id);
  // AWS Health moves a maintenance by sending the event again with another time.
  if (known !== undefined && known.notBefore === intent.notBefore) return still(state, reason);
  const others = state.waiting.filter((waiting) => waiting !== known);
  return { next: { ...state, waiting: [...others, intent].slice(-WAITING_KEPT) }, actions: [], reason };
};

/** The intent waits no longer, and was not dealt with. */
export const forget = (state: PairState, intent: DrainIntent): PairState => {
  const waiting = state.waiting.filter(({ id }) => id !== intent.id);
  return waiting.length === state.waiting.length ? state : { ...state, waiting };
};
