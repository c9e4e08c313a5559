import type { Rule } from '#domain/audit/rule.ts';
import { LOADMASTER_RULES } from '#domain/audit/rules/loadmaster-rules.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';

export const ruleCalled = (id: string): Rule => {
  const rule = LOADMASTER_RULES.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`no rule is called ${id}`);
  return rule;
};

/** `subject: why`, one line for each thing that a rule finds no fault with and could not judge. */
export const unjudgedBy = (id: string, snapshot: PairSnapshot): readonly string[] => {
  const { faults, unjudged } = ruleCalled(id).check(snapshot);
  if (faults.length > 0) throw new Error(`${id} finds ${faults.map(({ seen }) => seen).join(', ')}`);
  return unjudged.map(({ subject, why }) => `${subject}: ${why}`);
};
