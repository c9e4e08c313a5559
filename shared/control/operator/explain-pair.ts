import { findPair, type OperatorContext } from '#control/operator/context.ts';
import { preview } from '#control/preview-pair.ts';
import type { Look } from '#control/read-look.ts';
import type { Question } from '#domain/decide.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { type Explanation, explain } from '#domain/explain/explain.ts';
import type { Decision } from '#domain/pair/decision.ts';

/** A look that decided and did nothing, with its explanation. */
export interface Foreseen extends Look {
  readonly decision: Decision;
  readonly explanation: Explanation;
  /** Why automatic actions are frozen in the region; absent when they are not. */
  readonly freezeWhy?: string;
}

/** Looks at the pair now and explains what the question would lead to. Writes nothing. */
export const foresee = async (
  { hands, observers }: OperatorContext,
  pair: Pair,
  question: Question,
): Promise<Foreseen> => {
  const looked = await preview(hands, observers, pair, question);
  const { state, seen, decision, window } = looked;
  const freeze = looked.frozen ? await hands.store.readFreeze(pair.region) : undefined;
  const why = freeze === undefined ? {} : { freezeWhy: freeze.why };
  const explanation = explain({ pair, state, seen, decision, window, now: seen.at, ...why });
  return { ...looked, explanation, ...why };
};

/**
 * What a pair is in, why, what it waits for, what comes next and what blocks it: the control plane's own decision at
 * this moment, in words. Throws OperatorRefusal `unknown-pair`.
 */
export const explainPair = async (
  context: OperatorContext,
  pairId: string,
): Promise<{ readonly pair: Pair; readonly explanation: Explanation }> => {
  const { pair } = await findPair(context, pairId);
  const { explanation } = await foresee(context, pair, { concern: 'all' });
  return { pair, explanation };
};
