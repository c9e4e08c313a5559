import type { Announcement } from '#control/ports.ts';
import type { AuditStep } from '#domain/audit/merge-audit.ts';
import type { AuditFinding } from '#domain/audit/pair-audit.ts';
import { type Rule, ruleFacts } from '#domain/audit/rule.ts';
import { type Waiver, waiverOf } from '#domain/audit/waiver.ts';
import type { EpochMs } from '#domain/time.ts';

/** The critical ones that nobody has accepted, and that are new or were accepted until now. */
const toldOf = ({ next, opened }: AuditStep, waivers: readonly Waiver[]): readonly AuditFinding[] => {
  const { pairId, at, before } = next;
  const isAccepted = (finding: AuditFinding, moment: EpochMs): boolean =>
    waiverOf(waivers, pairId, finding, moment) !== undefined;
  const acceptedBefore = next.findings.filter(
    (finding) => !opened.includes(finding) && before !== undefined && isAccepted(finding, before.at),
  );
  return [...opened, ...acceptedBefore].filter(
    (finding) => finding.severity === 'critical' && !isAccepted(finding, at),
  );
};

/** An event for each critical finding from the moment on at which it is anybody's concern. */
export const tellFindings = (
  rules: readonly Rule[],
  step: AuditStep,
  waivers: readonly Waiver[],
): readonly Announcement[] =>
  toldOf(step, waivers).map(({ ruleId, severity, subject, seen, expected, firstSeen }) => {
    const { title, remedy } = ruleFacts(rules.find(({ id }) => id === ruleId));
    const at = new Date(firstSeen).toISOString();
    const { pairId, region } = step.next;
    return {
      detailType: 'Finding Opened',
      detail: { pairId, region, at, ruleId, severity, subject, title, seen, expected, remedy },
    };
  });
