import { askAllThatRun, type PairQuestion, readsNothing } from '#control/concerns/pair-question.ts';
import { decideFix, type FixInput } from '#domain/audit/decide-fix.ts';

/** Whether what an audit has found may be put right now. It is over with one decision. */
export const fixQuestion = (input: FixInput): PairQuestion => ({
  concern: 'audit',
  answer: (state, seen, policies, now) => decideFix(state, seen, { ...policies, input }, now),
  unitsToAsk: askAllThatRun,
  readsFirmware: readsNothing,
  readsGeo: readsNothing,
  why: `found by the audit: ${[...new Set(input.fixes.map(({ ruleId }) => ruleId))].join(', ')}`,
  isMoving: () => false,
});
