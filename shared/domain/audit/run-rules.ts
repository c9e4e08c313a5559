import type { Fault, Rule, Unjudged, Verdict } from '#domain/audit/rule.ts';
import type { Severity } from '#domain/audit/severity.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';

export interface RuleFault extends Fault {
  readonly ruleId: string;
  readonly severity: Severity;
}

export interface RuleUnjudged extends Unjudged {
  readonly ruleId: string;
}

/** How many rules of each severity were judged, and how many of them passed. */
export type RuleCounts = Readonly<Record<Severity, { readonly judged: number; readonly passed: number }>>;

/** What the rules make of one snapshot. */
export interface RulesRun {
  readonly faults: readonly RuleFault[];
  readonly unjudged: readonly RuleUnjudged[];
  readonly counts: RuleCounts;
}

/** What a rule that failed to judge is reported under. Its own id is the subject. */
export const RULE_FAILED = 'audit-rule-failed';

/** Subject of everything a rule would have said. */
export const WHOLE_RULE = 'whole rule';

/** Of what was seen, say: what is there may have been chosen by others, and findings are kept. */
const MOST_CHARACTERS = 300;

/** Of a saved snapshot that is not what it should be, a rule may have quoted what is no text. */
const cut = (words: string): string => {
  const text = String(words);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
};

const NOTHING: RuleCounts = {
  critical: { judged: 0, passed: 0 },
  high: { judged: 0, passed: 0 },
  medium: { judged: 0, passed: 0 },
  low: { judged: 0, passed: 0 },
};

type Judgement =
  | { readonly kind: 'judged'; readonly verdict: Verdict }
  | { readonly kind: 'not-concerned' }
  | { readonly kind: 'failed'; readonly words: string };

/** A rule that throws says so of itself, and the others go on. */
const judge = (rule: Rule, snapshot: PairSnapshot): Judgement => {
  try {
    if (rule.applies !== undefined && !rule.applies(snapshot)) return { kind: 'not-concerned' };
    return { kind: 'judged', verdict: rule.check(snapshot) };
  } catch (error) {
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: 'failed', words };
  }
};

const failedRule = ({ id }: Rule, words: string): RuleFault => ({
  ruleId: RULE_FAILED,
  severity: 'low',
  subject: id,
  seen: cut(`the rule itself failed: ${words}`),
  expected: 'a judgement of the pair',
});

const kept = ({ id: ruleId, severity }: Rule, { subject, seen, expected }: Fault): RuleFault => ({
  ruleId,
  severity,
  subject: cut(subject),
  seen: cut(seen),
  expected: cut(expected),
});

/** Total: whatever the snapshot holds and whatever a rule does. */
export const runRules = (rules: readonly Rule[], snapshot: PairSnapshot): RulesRun => {
  const faults: RuleFault[] = [];
  const unjudged: RuleUnjudged[] = [];
  const counts = structuredClone(NOTHING) as Record<Severity, { judged: number; passed: number }>;
  for (const rule of rules) {
    const { id: ruleId, severity } = rule;
    const judgement = judge(rule, snapshot);
    if (judgement.kind === 'not-concerned') continue;
    if (judgement.kind === 'failed') {
      faults.push(failedRule(rule, judgement.words));
      unjudged.push({ ruleId, subject: WHOLE_RULE, why: 'the rule itself failed' });
      continue;
    }
    const { verdict } = judgement;
    faults.push(...verdict.faults.map((fault) => kept(rule, fault)));
    unjudged.push(...verdict.unjudged.map(({ subject, why }) => ({ ruleId, subject, why: cut(why) })));
    const failed = verdict.faults.length > 0;
    // What could not be judged as a whole is no pass; what failed in part has failed.
    if (!failed && verdict.unjudged.length > 0) continue;
    counts[severity].judged += 1;
    if (!failed) counts[severity].passed += 1;
  }
  return { faults, unjudged, counts };
};
