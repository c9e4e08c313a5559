import { decide } from '#domain/decide.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { explain } from '#domain/explain/explain.ts';
import { explanationText } from '#domain/explain/explanation-text.ts';
import { ALWAYS, type WindowNow } from '#domain/failback/window.ts';
import type { PairSeen, UnitSeen } from '#domain/pair/seen.ts';
import type { PairState } from '#domain/pair/state.ts';
import { NOW, SAMPLE_PAIR } from '../../docs/state-samples.ts';

/** A pair, what is remembered of it and what is seen of it. */
export interface Scene {
  readonly pair?: Pair;
  readonly state: PairState;
  readonly first: UnitSeen;
  readonly second: UnitSeen;
  readonly window?: WindowNow;
  readonly freezeWhy?: string;
}

/** The explanation of a fresh look at it, as an operator reads it. */
export const textOf = ({
  pair = SAMPLE_PAIR,
  state,
  first,
  second,
  window = ALWAYS,
  freezeWhy,
}: Scene): string => {
  const seen: PairSeen = { at: NOW, units: { first, second } };
  const frozen = freezeWhy !== undefined;
  const decision = decide(state, seen, { pair, frozen, window }, { concern: 'all' }, NOW);
  const why = freezeWhy === undefined ? {} : { freezeWhy };
  return explanationText(pair, explain({ pair, state, seen, decision, window, now: NOW, ...why }));
};
