import type { Severity } from '#domain/audit/severity.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import type { Action } from '#domain/pair/action.ts';

/** Where something is laid down. */
export interface Citation {
  /** For example `LoadMaster HA for AWS, section 6.1`. */
  readonly words: string;
  readonly url?: string;
}

/** One thing that is not as it should be. */
export interface Fault {
  /** What of the pair: a unit, a target group's or a load balancer's name, or `pair`. */
  readonly subject: string;
  /** In the operator's words, short enough for a line of a table. */
  readonly seen: string;
  readonly expected: string;
}

/** What a rule could not judge, and why. Never a pass. */
export interface Unjudged {
  readonly subject: string;
  readonly why: string;
}

/** What a rule makes of a pair. Both empty: it passes. */
export interface Verdict {
  readonly faults: readonly Fault[];
  readonly unjudged: readonly Unjudged[];
}

/** What would put a fault right; or why nobody is to do so by itself. */
export type Fix =
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'not-now'; readonly why: string };

/** One thing that has to be so, for one reason. Pure: it sees a snapshot and nothing else. */
export interface Rule {
  /** Lower-case words with hyphens; for good, since waivers and other systems' findings name it. */
  readonly id: string;
  readonly side: 'aws' | 'loadmaster';
  readonly severity: Severity;
  /** What is to be so, one sentence. */
  readonly title: string;
  /** What happens to whom otherwise. */
  readonly why: string;
  readonly citations: readonly [Citation, ...Citation[]];
  /** How a person puts it right. */
  readonly remedy: string;
  /** Absent: it concerns every pair. */
  readonly applies?: (snapshot: PairSnapshot) => boolean;
  readonly check: (snapshot: PairSnapshot) => Verdict;
  /** Absent: it is for people alone. Given a fault that `check` found in the same snapshot. */
  readonly fix?: (snapshot: PairSnapshot, fault: Fault) => Fix;
  /** The fix changes a security group, which has to be allowed expressly. */
  readonly fixesSecurityGroups?: true;
}

/** What a rule says about itself, to whoever reads of its findings. */
export type RuleFacts = Pick<Rule, 'title' | 'why' | 'remedy' | 'citations'> & {
  /** The control plane can put it right, where that is allowed. */
  readonly fixable: boolean;
};

/** Of a finding about a rule that failed, and of one whose rule is no more. */
const NO_RULE: RuleFacts = {
  title: 'Every rule judges every pair that it concerns',
  why: 'What a rule that fails would have found stays unknown.',
  remedy:
    'save the snapshot (GET /audit/snapshots/{pairId}) and report the defect with it; the other rules are not affected',
  citations: [{ words: 'docs/audit.md, A rule that fails' }],
  fixable: false,
};

export const ruleFacts = (rule: Rule | undefined): RuleFacts => {
  if (rule === undefined) return NO_RULE;
  const { title, why, remedy, citations, fix } = rule;
  return { title, why, remedy, citations, fixable: fix !== undefined };
};
