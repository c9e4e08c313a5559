import { type PairQuestion, readsNothing, whyOf } from '#control/concerns/pair-question.ts';
import { type DrainInput, decideDrain } from '#domain/drain/decide-drain.ts';
import { isDrainMoving } from '#domain/drain/is-due.ts';
import { drainNeedsLoadMaster } from '#domain/drain/needs-loadmaster.ts';

export const drainQuestion = (input: DrainInput): PairQuestion => ({
  concern: 'drain',
  answer: (state, seen, policies, now) => decideDrain(state, seen, { ...policies, input }, now),
  unitsToAsk: (state, seen, pair, now) => drainNeedsLoadMaster(state, seen, pair, input, now),
  readsFirmware: readsNothing,
  readsGeo: readsNothing,
  why: whyOf(input.kind === 'intent' ? input.intent : input),
  isMoving: isDrainMoving,
});
