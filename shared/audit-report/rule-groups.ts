import type { ReportedFinding } from '#domain/audit/report.ts';

/** Findings of one rule about several things of a pair: they have all but subject, seen and history in common. */
export type RuleGroup = readonly [ReportedFinding, ...ReportedFinding[]];

/** In the order in which each rule comes first. */
export const byRule = (findings: readonly ReportedFinding[]): readonly RuleGroup[] =>
  // A finding that nobody could judge again keeps the severity that its rule had.
  [...Map.groupBy(findings, ({ ruleId, severity }) => `${severity} ${ruleId}`).values()].flatMap(
    ([first, ...others]) => (first === undefined ? [] : [[first, ...others] as const]),
  );

export const openOf = (findings: readonly ReportedFinding[]): readonly ReportedFinding[] =>
  findings.filter(({ waiver }) => waiver === undefined);
