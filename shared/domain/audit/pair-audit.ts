import type { RuleCounts, RuleFault, RuleUnjudged } from '#domain/audit/run-rules.ts';
import type { EpochMs } from '#domain/time.ts';

/** A fault that was found, with its history. */
export interface AuditFinding extends RuleFault {
  /** When it was found, and when it was last seen to be so: what was not judged since is not known to be gone. */
  readonly firstSeen: EpochMs;
  readonly lastSeen: EpochMs;
  /** The last time the control plane set about putting it right. Whether it took, the next audit sees. */
  readonly fixedAt?: EpochMs;
}

/** A finding that was seen to be no more, or whose rule no longer concerns the pair. */
export interface ResolvedFinding extends AuditFinding {
  readonly resolvedAt: EpochMs;
}

/** What a pair was like at its audit before this one. */
export interface EarlierAudit {
  readonly at: EpochMs;
  /** 0 to 100; absent where nothing was judged. */
  readonly score?: number;
}

/** All that is kept of the audits of one pair. Written whole, at `version`. */
export interface PairAudit {
  readonly schemaVersion: 1;
  readonly pairId: string;
  readonly region: string;
  /** Grows by one with every audit and every fix. */
  readonly version: number;
  /** When the snapshot was taken that was judged last. */
  readonly at: EpochMs;
  /** Open, in the order of the rules. */
  readonly findings: readonly AuditFinding[];
  /** Newest first, as many as are kept. */
  readonly resolved: readonly ResolvedFinding[];
  readonly unjudged: readonly RuleUnjudged[];
  readonly counts: RuleCounts;
  readonly before?: EarlierAudit;
}

/** Findings are the same where they are about the same thing of the same rule, whatever is seen there. */
export const isSameFinding = (
  one: Pick<RuleFault, 'ruleId' | 'subject'>,
  other: Pick<RuleFault, 'ruleId' | 'subject'>,
): boolean => one.ruleId === other.ruleId && one.subject === other.subject;
