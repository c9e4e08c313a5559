import type { Hands } from '#control/carry-out.ts';
import { askAllThatRun } from '#control/concerns/pair-question.ts';
import type { Observers } from '#control/observe.ts';
import { type Look, type Needs, readLook } from '#control/read-look.ts';
import { decide, type Question } from '#domain/decide.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { readsFirmware } from '#domain/firmware/is-due.ts';
import { readsGeo } from '#domain/geo/is-due.ts';
import type { Decision } from '#domain/pair/decision.ts';

/** A person asks: whatever of it matters is read, and all units that run are asked. */
const needsOf = (question: Question): Needs => ({
  unitsToAsk: askAllThatRun,
  readsFirmware: (state) => {
    if (question.concern === 'firmware') return readsFirmware(state, question.input);
    return question.concern === 'all' && readsFirmware(state, { kind: 'look' });
  },
  readsGeo: (state) => {
    if (question.concern === 'geo') return readsGeo(state, question.input);
    return question.concern === 'all' && readsGeo(state, { kind: 'look' });
  },
});

/** Looks and decides, and does nothing: what a dry run and `explain` show. */
export const preview = async (
  hands: Pick<Hands, 'store' | 'clock'>,
  observers: Observers,
  pair: Pair,
  question: Question,
): Promise<Look & { readonly decision: Decision }> => {
  const look = await readLook(hands, observers, pair, needsOf(question));
  const { state, seen, frozen, window } = look;
  return { ...look, decision: decide(state, seen, { pair, frozen, window }, question, hands.clock.now()) };
};
