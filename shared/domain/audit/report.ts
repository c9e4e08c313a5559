import type { AuditFinding, EarlierAudit, PairAudit, ResolvedFinding } from '#domain/audit/pair-audit.ts';
import { type Rule, type RuleFacts, ruleFacts } from '#domain/audit/rule.ts';
import type { RuleUnjudged } from '#domain/audit/run-rules.ts';
import { scoreOf } from '#domain/audit/score.ts';
import { SEVERITIES, type Severity } from '#domain/audit/severity.ts';
import { type Waiver, waiverOf } from '#domain/audit/waiver.ts';
import type { Pair } from '#domain/estate/estate.ts';
import type { EpochMs } from '#domain/time.ts';

/** A finding with all that somebody needs to deal with it. */
export interface ReportedFinding extends AuditFinding, RuleFacts {
  /** It was not there at the audit before. */
  readonly isNew: boolean;
  readonly waiver?: Waiver;
}

/** What could not be judged. */
export interface ReportedUnjudged extends RuleUnjudged, Pick<RuleFacts, 'title'> {}

/** A finding that was seen to be no more. */
export interface ReportedResolved extends ResolvedFinding, Pick<RuleFacts, 'title'> {}

export interface ReportedPair {
  readonly pairId: string;
  readonly mode: Pair['mode'];
  /** Absent before its first audit, as is everything that only an audit says. */
  readonly at?: EpochMs;
  /** 0 to 100; absent where nothing was judged. */
  readonly score?: number;
  readonly before?: EarlierAudit;
  /** Worst first, those that are waived last. */
  readonly findings: readonly ReportedFinding[];
  /** Since the audit before. */
  readonly resolved: readonly ReportedResolved[];
  readonly unjudged: readonly ReportedUnjudged[];
}

/** One region's audits as people read them. */
export interface AuditReport {
  readonly region: string;
  readonly at: EpochMs;
  /** The mean over the pairs that have one. */
  readonly score?: number;
  /** The same before their last audits, of which those that had none before count as they are. */
  readonly scoreBefore?: number;
  /** Open findings that are not waived. */
  readonly open: Readonly<Record<Severity, number>>;
  readonly waived: number;
  /** Rules that could not be judged, over all pairs. */
  readonly unjudged: number;
  /** Worst first: pairs that were never judged, then by score. */
  readonly pairs: readonly ReportedPair[];
}

export interface ReportInput {
  readonly region: string;
  readonly pairs: readonly Pair[];
  readonly audits: readonly PairAudit[];
  readonly waivers: readonly Waiver[];
  readonly rules: readonly Rule[];
  readonly now: EpochMs;
}

const factsOf = (rules: readonly Rule[], ruleId: string): RuleFacts =>
  ruleFacts(rules.find(({ id }) => id === ruleId));

const bySeverity = (one: ReportedFinding, other: ReportedFinding): number =>
  Number(one.waiver !== undefined) - Number(other.waiver !== undefined) ||
  SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity);

const reportedPair = (
  { id: pairId, mode }: Pair,
  audit: PairAudit | undefined,
  { rules, waivers, now }: ReportInput,
): ReportedPair => {
  if (audit === undefined) return { pairId, mode, findings: [], resolved: [], unjudged: [] };
  const { at, before } = audit;
  const score = scoreOf(audit, waivers, now);
  const findings = audit.findings.map((finding): ReportedFinding => {
    const waiver = waiverOf(waivers, pairId, finding, now);
    const isNew = before !== undefined && finding.firstSeen > before.at;
    return { ...finding, ...factsOf(rules, finding.ruleId), isNew, ...(waiver && { waiver }) };
  });
  return {
    pairId,
    mode,
    at,
    ...(score === undefined ? {} : { score }),
    ...(before && { before }),
    findings: findings.toSorted(bySeverity),
    resolved: audit.resolved
      .filter(({ resolvedAt }) => resolvedAt === at)
      .map((one) => ({ ...one, title: factsOf(rules, one.ruleId).title })),
    unjudged: audit.unjudged.map((one) => ({ ...one, title: factsOf(rules, one.ruleId).title })),
  };
};

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);

/** What nobody has judged may be anything, so it comes first. */
const worstFirst = (one: ReportedPair, other: ReportedPair): number =>
  (one.score ?? -1) - (other.score ?? -1) || (one.pairId < other.pairId ? -1 : 1);

/** The region's audits, whatever their age, with what is waived now. */
export const reportOf = (input: ReportInput): AuditReport => {
  const pairs = input.pairs
    .map((pair) =>
      reportedPair(
        pair,
        input.audits.find(({ pairId }) => pairId === pair.id),
        input,
      ),
    )
    .toSorted(worstFirst);
  const findings = pairs.flatMap((pair) => pair.findings);
  const open = findings.filter(({ waiver }) => waiver === undefined);
  const score = mean(pairs.flatMap((pair) => pair.score ?? []));
  const hasBefore = pairs.some(({ before }) => before?.score !== undefined);
  const scoreBefore = hasBefore
    ? mean(pairs.flatMap(({ before, score: now }) => (now === undefined ? [] : (before?.score ?? now))))
    : undefined;
  return {
    region: input.region,
    at: input.now,
    ...(score === undefined ? {} : { score }),
    ...(scoreBefore === undefined ? {} : { scoreBefore }),
    open: {
      critical: open.filter(({ severity }) => severity === 'critical').length,
      high: open.filter(({ severity }) => severity === 'high').length,
      medium: open.filter(({ severity }) => severity === 'medium').length,
      low: open.filter(({ severity }) => severity === 'low').length,
    },
    waived: findings.length - open.length,
    unjudged: pairs.reduce((sum, pair) => sum + pair.unjudged.length, 0),
    pairs,
  };
};
