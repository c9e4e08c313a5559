import { remarksOf, whoFixesWords } from '#audit-report/finding-words.ts';
import { minuteText } from '#audit-report/minute-text.ts';
import type { RuleGroup } from '#audit-report/rule-groups.ts';
import { instantText } from '#contracts/api/views.ts';
import { citationUrl } from '#domain/audit/citation-url.ts';
import type { ReportedFinding, ReportedPair } from '#domain/audit/report.ts';
import type { Severity } from '#domain/audit/severity.ts';
import type { EpochMs } from '#domain/time.ts';

/*
 * What the templates ask for of findings. `false` rather than absent: a name that is missing would be looked for further
 * out.
 */

export interface InstantView {
  readonly iso: string;
  readonly words: string;
}

export const instantView = (at: EpochMs): InstantView => ({ iso: instantText(at), words: minuteText(at) });

interface FaultView {
  readonly subject: string;
  readonly seen: string;
  readonly expected: string;
  readonly isNew: boolean;
  readonly firstSeen: InstantView;
  readonly remarks: readonly string[];
}

interface SeverityView {
  readonly severity: Severity;
  readonly severityName: string;
}

/** Open findings of one rule. */
export interface RuleView extends SeverityView {
  readonly ruleId: string;
  readonly title: string;
  readonly faults: readonly FaultView[];
  readonly why: string;
  readonly remedy: string;
  readonly whoFixes: string;
  readonly citations: readonly { readonly words: string; readonly url: string | false }[];
}

export interface WaivedView extends SeverityView {
  readonly subject: string;
  readonly title: string;
  readonly seen: string;
  readonly expected: string;
  readonly owner: string;
  readonly reason: string;
  readonly until: InstantView;
}

export const capital = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

const severityView = (severity: Severity): SeverityView => ({ severity, severityName: capital(severity) });

const citationView = (citation: RuleGroup[0]['citations'][number]): RuleView['citations'][number] => {
  const url = citationUrl(citation);
  if (url !== undefined) return { words: citation.words, url };
  return {
    words: citation.url === undefined ? citation.words : `${citation.words} (${citation.url})`,
    url: false,
  };
};

export const ruleView = (group: RuleGroup, pair: ReportedPair): RuleView => {
  const [rule] = group;
  return {
    ...severityView(rule.severity),
    ruleId: rule.ruleId,
    title: rule.title,
    faults: group.map((finding) => ({
      subject: finding.subject,
      seen: finding.seen,
      expected: finding.expected,
      isNew: finding.isNew,
      firstSeen: instantView(finding.firstSeen),
      remarks: remarksOf(finding, pair).map(capital),
    })),
    why: rule.why,
    remedy: capital(rule.remedy),
    whoFixes: capital(whoFixesWords(rule, pair)),
    citations: rule.citations.map(citationView),
  };
};

/** One, where it is waived. */
export const waivedViews = (finding: ReportedFinding): readonly WaivedView[] => {
  const { waiver, severity, subject, title, seen, expected } = finding;
  if (waiver === undefined) return [];
  const { owner, why: reason, expiresAt } = waiver;
  const until = instantView(expiresAt);
  return [{ ...severityView(severity), subject, title, seen, expected, owner, reason, until }];
};
