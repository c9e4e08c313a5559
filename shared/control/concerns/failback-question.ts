import { askAllThatRun, type PairQuestion, readsNothing, whyOf } from '#control/concerns/pair-question.ts';
import { decideFailback, type FailbackInput } from '#domain/failback/decide-failback.ts';

export const failbackQuestion = (input: FailbackInput): PairQuestion => ({
  concern: 'failback',
  answer: (state, seen, policies, now) => decideFailback(state, seen, { ...policies, input }, now),
  unitsToAsk: askAllThatRun,
  readsFirmware: readsNothing,
  readsGeo: readsNothing,
  why: whyOf(input.kind === 'switchover' ? input.request : input),
  isMoving: ({ operation }) => operation.kind === 'switching',
});
