import type { OperatorContext } from '#control/operator/context.ts';
import { type Foreseen, foresee } from '#control/operator/explain-pair.ts';
import { type DecisionRefusal, type Forced, OperatorRefusal } from '#control/operator/refusal.ts';
import { type ConcernQuestion, decide } from '#domain/decide.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { Explanation } from '#domain/explain/explain.ts';
import { planOf } from '#domain/explain/plan.ts';
import { HALT_WORDS, REASON_WORDS } from '#domain/explain/reason-words.ts';
import type { Decision } from '#domain/pair/decision.ts';
import type { PairState } from '#domain/pair/state.ts';
import type { Reason } from '#domain/reason.ts';

/** What an operator asks a part of the control plane to do. */
export interface Wish {
  /** Identity of the request: asking again under the same one is asking once. */
  readonly id: string;
  /** Only say what would be done. */
  readonly dryRun: boolean;
  readonly confirm?: string;
  /** The wish as an input to the decision, with a confirm token or without. */
  readonly question: (confirm: string | undefined) => ConcernQuestion;
  /** The token that forces it on the pair as it is. */
  readonly token: (state: PairState) => string;
  /** The reasons by which a decision turns it down. */
  readonly refusals: readonly DecisionRefusal[];
}

export interface Weighed {
  readonly kind: 'requested' | 'dry-run' | 'already-handled';
  readonly reason: Reason;
  /** What is done first and what follows; for a pair in observe mode, what would be. */
  readonly plan: readonly string[];
  readonly explanation: Explanation;
}

interface Objection {
  readonly code: DecisionRefusal | 'would-halt';
  readonly message: string;
}

/** The decision as `enforce` would make it: what a pair in observe mode is asked to show. */
const decideEnforced = (
  { state, seen, frozen, window }: Foreseen,
  pair: Pair,
  question: ConcernQuestion,
): Decision => decide(state, seen, { pair: { ...pair, mode: 'enforce' }, frozen, window }, question, seen.at);

const planFor = (pair: Pair, enforced: Decision): readonly string[] =>
  planOf(pair, pair.mode === 'observe' ? { ...enforced, would: enforced.actions } : enforced);

const objectionTo = ({ refusals }: Wish, looked: Foreseen, decision: Decision): Objection | undefined => {
  const code = refusals.find((refusal) => refusal === decision.reason);
  if (code !== undefined) return { code, message: REASON_WORDS[code] };
  const { operation } = decision.next;
  if (operation.kind !== 'halted' || looked.state.operation.kind === 'halted') return undefined;
  return { code: 'would-halt', message: `refused: it would stop at once: ${HALT_WORDS[operation.because]}` };
};

/** What confirming would do, where confirming helps: no token lifts a hold or adopts a foreign instance. */
const forcedBy = (wish: Wish, looked: Foreseen, pair: Pair): Forced | undefined => {
  const confirm = wish.token(looked.state);
  const forced = decideEnforced(looked, pair, wish.question(confirm));
  return objectionTo(wish, looked, forced) === undefined
    ? { confirm, plan: planFor(pair, forced) }
    : undefined;
};

const refuse = ({ code, message }: Objection, wish: Wish, looked: Foreseen, pair: Pair): never => {
  const forced = wish.dryRun ? forcedBy(wish, looked, pair) : undefined;
  throw new OperatorRefusal(code, message, {
    explanation: looked.explanation,
    ...(forced === undefined ? {} : { forced }),
  });
};

/**
 * Decides about a wish from a fresh look, so that a refusal is answered at once; what is `requested` is for the caller
 * to publish, and whoever acts on it decides again. Throws OperatorRefusal with the decision's reason; that of a dry run
 * carries the confirm token where one would help.
 */
export const weighRequest = async (context: OperatorContext, pair: Pair, wish: Wish): Promise<Weighed> => {
  const question = wish.question(wish.confirm);
  const looked = await foresee(context, pair, question);
  const enforced = decideEnforced(looked, pair, question);
  const weighed = { plan: planFor(pair, enforced), explanation: looked.explanation };
  if (looked.state.handled.includes(wish.id))
    return { ...weighed, kind: 'already-handled', reason: 'already-handled' };
  const objection = objectionTo(wish, looked, enforced);
  if (objection !== undefined) return refuse(objection, wish, looked, pair);
  return { ...weighed, kind: wish.dryRun ? 'dry-run' : 'requested', reason: looked.decision.reason };
};
