import { stringify } from 'csv-stringify/sync';
import { oneLine } from '#audit-report/one-line.ts';
import { MOST_REPORT_BYTES } from '#audit-report/report-size.ts';
import { instantText } from '#contracts/api/views.ts';
import type { AuditReport, ReportedFinding, ReportedPair, ReportedUnjudged } from '#domain/audit/report.ts';
import type { Citation } from '#domain/audit/rule.ts';

const COLUMNS = [
  'region',
  'pair',
  'status',
  'severity',
  'rule',
  'title',
  'subject',
  'seen',
  'expected',
  'first seen',
  'last seen',
  'remedy',
  'citations',
  'fixable',
  'waived by',
  'waiver owner',
  'waived until',
  'waiver reason',
] as const;

/** A cell that is not given is empty. */
type Row = Partial<Readonly<Record<(typeof COLUMNS)[number], string>>>;

const citationText = ({ words, url }: Citation): string => (url === undefined ? words : `${words} <${url}>`);

const waiverCells = ({ waiver }: ReportedFinding): Row =>
  waiver === undefined
    ? {}
    : {
        'waived by': waiver.by,
        'waiver owner': waiver.owner,
        'waived until': instantText(waiver.expiresAt),
        'waiver reason': waiver.why,
      };

const findingRow = (finding: ReportedFinding): Row => ({
  status: finding.waiver === undefined ? 'open' : 'waived',
  severity: finding.severity,
  rule: finding.ruleId,
  title: finding.title,
  subject: finding.subject,
  seen: finding.seen,
  expected: finding.expected,
  'first seen': instantText(finding.firstSeen),
  'last seen': instantText(finding.lastSeen),
  remedy: finding.remedy,
  citations: finding.citations.map(citationText).join('; '),
  fixable: finding.fixable ? 'yes' : 'no',
  ...waiverCells(finding),
});

const NOT_ASSESSED = 'not assessed';

const unjudgedRow = ({ ruleId, title, subject, why }: ReportedUnjudged): Row => ({
  status: NOT_ASSESSED,
  rule: ruleId,
  title,
  subject,
  seen: why,
});

const pairRows = ({ at, findings, unjudged }: ReportedPair): readonly Row[] =>
  at === undefined
    ? [{ status: NOT_ASSESSED, subject: 'pair', seen: 'never audited' }]
    : [...findings.map(findingRow), ...unjudged.map(unjudgedRow)];

const asText = (rows: readonly Row[]): string =>
  stringify([...rows], {
    header: true,
    columns: [...COLUMNS],
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { string: oneLine },
  });

const leftOut = (region: string, count: number): Row => ({
  region,
  pair: 'others',
  status: 'left out',
  seen: `${count} more rows, of the least bad pairs: GET /audit/findings has them by pair`,
});

/** As many rows as there is room for, and how many there is none for. */
const cut = (region: string, rows: readonly Row[], bytes: number): string => {
  const kept = Math.floor((rows.length * MOST_REPORT_BYTES * 0.9) / bytes);
  return asText([...rows.slice(0, kept), leftOut(region, rows.length - kept)]);
};

/**
 * One line for each finding, and for each thing that nobody could judge: a table without them would read as a pass. What
 * a spreadsheet would run as a formula begins with an apostrophe. Of what does not fit it says that it is left out.
 * @see RFC 4180; OWASP, CSV Injection
 */
export const auditCsv = ({ region, pairs }: AuditReport): string => {
  const rows = pairs.flatMap((pair) =>
    pairRows(pair).map((row): Row => ({ region, pair: pair.pairId, ...row })),
  );
  const whole = asText(rows);
  const bytes = Buffer.byteLength(whole);
  return bytes <= MOST_REPORT_BYTES ? whole : cut(region, rows, bytes);
};
