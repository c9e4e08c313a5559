import type { Announcement } from '#control/ports.ts';
import type { AuditStep } from '#domain/audit/merge-audit.ts';
import { type Rule, ruleFacts } from '#domain/audit/rule.ts';
import { type Waiver, waiverOf } from '#domain/audit/waiver.ts';

/** An event for each critical finding that is new, and that nobody has accepted. */
export const tellFindings = (
  rules: readonly Rule[],
  { next, opened }: AuditStep,
  waivers: readonly Waiver[],
): readonly Announcement[] =>
  opened
    .filter(
      (finding) =>
        finding.severity === 'critical' && waiverOf(waivers, next.pairId, finding, next.at) === undefined,
    )
    .map(({ ruleId, severity, subject, seen, expected, firstSeen }) => {
      const { title, remedy } = ruleFacts(rules.find(({ id }) => id === ruleId));
      const at = new Date(firstSeen).toISOString();
      const { pairId, region } = next;
      return {
        detailType: 'Finding Opened',
        detail: { pairId, region, at, ruleId, severity, subject, title, seen, expected, remedy },
      };
    });
