import type {
  AuditReply,
  FindingsReply,
  ReportReply,
  RulesReply,
  WaiverReply,
} from '#contracts/api/audit-replies.ts';
import { instantText } from '#contracts/api/views.ts';
import type { AuditFinding, EarlierAudit, ResolvedFinding } from '#domain/audit/pair-audit.ts';
import type { AuditReport, ReportedFinding, ReportedPair, ReportedUnjudged } from '#domain/audit/report.ts';
import { type Rule, ruleFacts } from '#domain/audit/rule.ts';
import type { Severity } from '#domain/audit/severity.ts';
import type { Waiver } from '#domain/audit/waiver.ts';
import type { EpochMs } from '#domain/time.ts';

/* What audits have found, as the API shows it. */

type Finding = FindingsReply['findings'][number];
type FindingFacts = Pick<Finding, 'title' | 'why' | 'remedy' | 'citations' | 'fixable'>;

export const waiverView = (
  { id, ruleId, pairId, subject, owner, why, by, at, expiresAt }: Waiver,
  now: EpochMs,
): WaiverReply => ({
  id,
  rule: ruleId,
  ...(pairId === undefined ? {} : { pair: pairId }),
  ...(subject === undefined ? {} : { subject }),
  owner,
  why,
  by,
  at: instantText(at),
  until: instantText(expiresAt),
  expired: expiresAt <= now,
});

const findingFields = ({
  ruleId: rule,
  severity,
  subject,
  seen,
  expected,
  firstSeen,
  lastSeen,
  fixedAt,
}: AuditFinding) => ({
  rule,
  severity,
  subject,
  seen,
  expected,
  firstSeen: instantText(firstSeen),
  lastSeen: instantText(lastSeen),
  ...(fixedAt === undefined ? {} : { fixedAt: instantText(fixedAt) }),
});

const factsView = ({
  title,
  why,
  remedy,
  citations,
  fixable,
}: ReturnType<typeof ruleFacts>): FindingFacts => ({
  title,
  why,
  remedy,
  citations: citations.map((citation) => ({ ...citation })),
  fixable,
});

const waiverPart = ({ waiver }: ReportedFinding, now: EpochMs) =>
  waiver === undefined ? {} : { waiver: waiverView(waiver, now) };

const reportedFinding = (finding: ReportedFinding, now: EpochMs) => ({
  ...findingFields(finding),
  ...factsView(finding),
  ...waiverPart(finding, now),
});

const unjudgedView = ({ ruleId: rule, subject, title, why }: ReportedUnjudged) => ({
  rule,
  subject,
  title,
  why,
});

const earlierView = (before: EarlierAudit | undefined) =>
  before === undefined
    ? {}
    : {
        before: {
          at: instantText(before.at),
          ...(before.score === undefined ? {} : { score: before.score }),
        },
      };

const summaryView = ({ region, at, score, scoreBefore, open, waived, unjudged }: AuditReport) => ({
  region,
  at: instantText(at),
  ...(score === undefined ? {} : { score }),
  ...(scoreBefore === undefined ? {} : { scoreBefore }),
  open: { ...open },
  waived,
  notAssessed: unjudged,
});

const pairHead = ({ pairId, mode, at, score, before }: ReportedPair) => ({
  pair: pairId,
  mode,
  ...(at === undefined ? {} : { at: instantText(at) }),
  ...(score === undefined ? {} : { score }),
  ...earlierView(before),
});

const openOf = ({ findings }: ReportedPair, severity: Severity): number =>
  findings.filter((finding) => finding.severity === severity && finding.waiver === undefined).length;

export const auditView = (report: AuditReport, damaged: readonly string[]): AuditReply => ({
  ...summaryView(report),
  pairs: report.pairs.map((pair) => ({
    ...pairHead(pair),
    open: {
      critical: openOf(pair, 'critical'),
      high: openOf(pair, 'high'),
      medium: openOf(pair, 'medium'),
      low: openOf(pair, 'low'),
    },
    waived: pair.findings.filter(({ waiver }) => waiver !== undefined).length,
    notAssessed: pair.unjudged.length,
  })),
  damaged: [...damaged],
});

export interface FindingsWanted {
  readonly pair?: string;
  readonly rule?: string;
  readonly severity?: Severity;
  readonly state?: 'open' | 'waived' | 'not-assessed';
}

/** What one answer lists: each is some hundred bytes, and an answer of Lambda 6 MB. */
const MOST_LISTED = 2_000;

const isWanted = (finding: ReportedFinding, { rule, severity, state }: FindingsWanted): boolean =>
  (rule ?? finding.ruleId) === finding.ruleId &&
  (severity ?? finding.severity) === finding.severity &&
  (state === undefined || state === (finding.waiver === undefined ? 'open' : 'waived'));

export const findingsView = (report: AuditReport, wanted: FindingsWanted): FindingsReply => {
  const { pair: only, rule, severity, state } = wanted;
  const pairs = report.pairs.filter(({ pairId }) => (only ?? pairId) === pairId);
  const findings = pairs.flatMap((pair) =>
    pair.findings
      .filter((finding) => isWanted(finding, wanted))
      .map((finding) => ({ pair: pair.pairId, ...reportedFinding(finding, report.at) })),
  );
  // What was not judged has no severity.
  const listsUnjudged = (state === undefined || state === 'not-assessed') && severity === undefined;
  const notAssessed = pairs.flatMap(({ pairId, unjudged }) =>
    unjudged
      .filter(({ ruleId }) => listsUnjudged && (rule ?? ruleId) === ruleId)
      .map((one) => ({ pair: pairId, ...unjudgedView(one) })),
  );
  const [listed, unassessed] = [findings.slice(0, MOST_LISTED), notAssessed.slice(0, MOST_LISTED)];
  return {
    region: report.region,
    at: instantText(report.at),
    findings: listed,
    notAssessed: unassessed,
    omitted: findings.length + notAssessed.length - listed.length - unassessed.length,
  };
};

const resolvedView = (finding: ResolvedFinding) => ({
  ...findingFields(finding),
  resolvedAt: instantText(finding.resolvedAt),
});

/** The rules by which something was found, once each: a region's findings have few rules in common. */
const mentionedRules = (report: AuditReport): ReportReply['rules'] => {
  const findings = report.pairs.flatMap((pair) => pair.findings);
  const byRule = new Map(findings.map((finding) => [finding.ruleId, finding]));
  return [...byRule].map(([id, facts]) => ({ id, ...factsView(facts) }));
};

export const reportView = (report: AuditReport): ReportReply => ({
  ...summaryView(report),
  pairs: report.pairs.map((pair) => ({
    ...pairHead(pair),
    findings: pair.findings.map((finding) => ({
      ...findingFields(finding),
      isNew: finding.isNew,
      ...waiverPart(finding, report.at),
    })),
    resolved: pair.resolved.map(resolvedView),
    notAssessed: pair.unjudged.map(unjudgedView),
  })),
  rules: mentionedRules(report),
});

export const rulesView = (rules: readonly Rule[]): RulesReply => ({
  rules: rules.map((rule) => {
    const { id, side, severity } = rule;
    return { id, side, severity, ...factsView(ruleFacts(rule)) };
  }),
});
