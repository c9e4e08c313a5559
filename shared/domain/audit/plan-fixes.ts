import { wasTriedLately } from '#domain/audit/audit-due.ts';
import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import type { AuditFinding, PairAudit } from '#domain/audit/pair-audit.ts';
import type { Rule } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { type Waiver, waiverOf } from '#domain/audit/waiver.ts';
import type { Action } from '#domain/pair/action.ts';
import type { EpochMs } from '#domain/time.ts';

/** One finding, and what is to be done about it. */
export interface PlannedFix {
  readonly ruleId: string;
  readonly subject: string;
  readonly action: Action;
}

const fixOf = (rule: Rule, snapshot: PairSnapshot, finding: AuditFinding): readonly PlannedFix[] => {
  const fix = rule.fix?.(snapshot, finding);
  const { ruleId, subject } = finding;
  return fix?.kind === 'action' ? [{ ruleId, subject, action: fix.action }] : [];
};

/**
 * What could be put right of what was found in this very snapshot: nothing that is waived, whose rule has no fix, or whose
 * rule says not now. Security groups only where that is declared.
 */
export const planFixes = (
  rules: readonly Rule[],
  snapshot: PairSnapshot,
  { findings, at }: PairAudit,
  waivers: readonly Waiver[],
  now: EpochMs,
): readonly PlannedFix[] => {
  const { pair } = snapshot;
  const mayChangeSecurityGroups = auditPolicyOf(pair).fixesSecurityGroups;
  return findings.flatMap((finding) => {
    const rule = rules.find(({ id }) => id === finding.ruleId);
    if (rule === undefined || finding.lastSeen !== at) return [];
    if (rule.fixesSecurityGroups === true && !mayChangeSecurityGroups) return [];
    if (waiverOf(waivers, pair.id, finding, now) !== undefined) return [];
    if (wasTriedLately(finding, pair, now)) return [];
    return fixOf(rule, snapshot, finding);
  });
};

/** The audit with it written down that somebody sets about these. */
export const noteFixes = (audit: PairAudit, fixes: readonly PlannedFix[], now: EpochMs): PairAudit => ({
  ...audit,
  version: audit.version + 1,
  findings: audit.findings.map((finding) =>
    fixes.some(({ ruleId, subject }) => ruleId === finding.ruleId && subject === finding.subject)
      ? { ...finding, fixedAt: now }
      : finding,
  ),
});
