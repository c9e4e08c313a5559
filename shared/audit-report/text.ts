import { remarksOf } from '#audit-report/finding-words.ts';
import { minuteText } from '#audit-report/minute-text.ts';
import { byRule, openOf, type RuleGroup } from '#audit-report/rule-groups.ts';
import { scoreWords } from '#audit-report/score-words.ts';
import { summaryWords } from '#audit-report/summary-words.ts';
import { terminalLines } from '#audit-report/terminal-lines.ts';
import type { AuditReport, ReportedFinding, ReportedPair } from '#domain/audit/report.ts';
import { SEVERITIES } from '#domain/audit/severity.ts';
import { durationWords } from '#domain/explain/duration-words.ts';
import { namesWords } from '#domain/geo/names-words.ts';
import type { EpochMs } from '#domain/time.ts';

const DETAIL = '      ';

const seenWords = ({ subject, seen, expected }: ReportedFinding): string =>
  `${subject}: ${seen}, expected ${expected}`;

const faultLines = (finding: ReportedFinding, pair: ReportedPair): readonly string[] => {
  const remarks = [...(finding.isNew ? ['new'] : []), ...remarksOf(finding, pair)];
  return terminalLines(DETAIL, [seenWords(finding), ...remarks].join('; '));
};

const groupLines = (group: RuleGroup, pair: ReportedPair): readonly string[] => {
  const [{ severity, title, ruleId, remedy }] = group;
  return [
    ...terminalLines('  - ', `${severity}, required: ${title} (${ruleId})`),
    ...group.flatMap((finding) => faultLines(finding, pair)),
    ...terminalLines(`${DETAIL}→ `, remedy),
  ];
};

const waivedLines = (finding: ReportedFinding): readonly string[] => {
  const { waiver, severity, ruleId } = finding;
  if (waiver === undefined) return [];
  const { owner, expiresAt, why } = waiver;
  return [
    ...terminalLines('  ~ ', `waived, ${severity}: ${ruleId}, ${seenWords(finding)}`),
    ...terminalLines(DETAIL, `until ${minuteText(expiresAt)}, ${owner} answers for it: ${why}`),
  ];
};

const headWords = ({ pairId, mode, score, before, at }: ReportedPair, now: EpochMs): string => {
  const scores = scoreWords({ score, scoreBefore: before?.score });
  return at === undefined
    ? `${pairId} (${mode}): never audited`
    : `${pairId} (${mode}): score ${scores}; audited ${durationWords(now - at)} ago`;
};

const pairLines = (pair: ReportedPair, now: EpochMs): readonly string[] => {
  const { findings, unjudged, resolved } = pair;
  return [
    '',
    ...terminalLines('', headWords(pair, now)),
    ...byRule(openOf(findings)).flatMap((group) => groupLines(group, pair)),
    ...findings.flatMap(waivedLines),
    ...unjudged.flatMap(({ ruleId, subject, why }) =>
      terminalLines('  ? ', `not assessed: ${ruleId}, ${subject}: ${why}`),
    ),
    ...resolved.flatMap(({ ruleId, subject, seen }) =>
      terminalLines('  + ', `resolved: ${ruleId}, ${subject}: was ${seen}`),
    ),
  ];
};

const isQuiet = ({ at, findings, unjudged, resolved }: ReportedPair): boolean =>
  at !== undefined && findings.length + unjudged.length + resolved.length === 0;

const LABEL_WIDTH = 14;

const labelled = (label: string, words: string): readonly string[] =>
  terminalLines(label.padEnd(LABEL_WIDTH), words);

const countLines = ({ open, waived, unjudged }: AuditReport): readonly string[] => [
  ...labelled('open', SEVERITIES.map((severity) => `${open[severity]} ${severity}`).join(', ')),
  ...(waived === 0 ? [] : labelled('waived', String(waived))),
  ...(unjudged === 0 ? [] : labelled('not assessed', String(unjudged))),
];

/** A region's audits as they are read in a terminal. Pairs of which there is nothing to say are named in a line. */
export const auditText = (report: AuditReport): string => {
  const { region, at, pairs } = report;
  const quiet = pairs.filter(isQuiet).map(({ pairId }) => pairId);
  return [
    ...terminalLines('', `audit of ${region}, ${minuteText(at)}: ${summaryWords(report)}`),
    ...labelled('score', scoreWords(report)),
    ...countLines(report),
    ...pairs.filter((pair) => !isQuiet(pair)).flatMap((pair) => pairLines(pair, at)),
    ...(quiet.length === 0 ? [] : ['', ...terminalLines('= ', `nothing found: ${namesWords(quiet)}`)]),
    '',
  ].join('\n');
};
