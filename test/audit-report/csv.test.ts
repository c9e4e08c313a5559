import { describe, expect, it } from 'vitest';
import { auditCsv } from '#audit-report/csv.ts';
import { MOST_REPORT_BYTES } from '#audit-report/report-size.ts';
import type { AuditReport } from '#domain/audit/report.ts';
import { audit, MATCHER, reportFrom, SAMPLE_REPORT, SMALL_REPORT } from './sample-report.ts';

const CELL = /(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g;

/** The cells of each line; no cell of a report has a line end in it. @see RFC 4180 */
const cellsOf = (csv: string): readonly (readonly string[])[] =>
  csv
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(CELL)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''),
    );

const rowsOf = (report: AuditReport): readonly Readonly<Record<string, string>>[] => {
  const [head = [], ...rows] = cellsOf(auditCsv(report));
  return rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])));
};

/** A report about one thing that is called so. */
const about = (subject: string): AuditReport =>
  reportFrom([audit('lm', { findings: [{ ...MATCHER, subject, seen: subject }] })]);

describe('the table of a report', () => {
  it('has a column for everything that a finding is', () => {
    expect(cellsOf(auditCsv(reportFrom([])))).toEqual([
      [
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
      ],
    ]);
  });

  it('tells a finding in one line', () => {
    expect(rowsOf(SMALL_REPORT).find(({ pair }) => pair === 'shop-web')).toEqual({
      region: 'eu-west-1',
      pair: 'shop-web',
      status: 'open',
      severity: 'critical',
      rule: 'sample-matcher',
      title: 'The health check takes 200 for healthy, and does not take 503',
      subject: 'lm-a',
      seen: 'success codes 200-599',
      expected: 'success codes 200, without 503',
      'first seen': '2026-04-29T10:00:00.000Z',
      'last seen': '2026-05-01T08:00:00.000Z',
      remedy:
        'set the success codes of the health check to 200 (EC2 > Target groups > Health checks > Edit > Advanced)',
      citations:
        'LoadMaster HA for AWS, section 4; Elastic Load Balancing API, Matcher <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html>',
      fixable: 'yes',
      'waived by': '',
      'waiver owner': '',
      'waived until': '',
      'waiver reason': '',
    });
  });

  it('tells of what is waived who answers for it, and until when', () => {
    expect(rowsOf(SMALL_REPORT).filter(({ status }) => status === 'waived')).toEqual([
      expect.objectContaining({
        pair: 'search',
        rule: 'sample-same-zone',
        fixable: 'no',
        'waived by': 'arn:aws:sts::111122223333:assumed-role/operators/ada',
        'waiver owner': 'search team',
        'waived until': '2026-05-31T10:00:00.000Z',
        'waiver reason': 'the second zone has no room for this instance type until June',
      }),
    ]);
  });

  it('has a line for whatever nobody has judged, so that it does not read as a pass', () => {
    const unknown = rowsOf(SAMPLE_REPORT).filter(({ status }) => status === 'not assessed');
    expect(unknown.map(({ pair, rule, subject, seen }) => [pair, rule, subject, seen])).toEqual([
      ['brand-new', '', 'pair', 'never audited'],
      ...['matcher', 'ha-modes', 'peer-port', 'same-zone', 'backup', 'clock'].map((rule) => [
        'unreachable',
        `sample-${rule}`,
        'pair',
        'not read (throttled)',
      ]),
      ['payments', 'sample-matcher', 'lm-a', 'not read (throttled)'],
      ['shop-api', 'sample-ha-modes', 'first', 'not read (loadmaster-unreachable)'],
    ]);
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u0000=1',
    '=HYPERLINK("https://example.com";"x")',
    '","=1+1',
  ])('gives a spreadsheet nothing to run in %j', (subject) => {
    const cells = cellsOf(auditCsv(about(subject))).flat();
    expect(cells.filter((cell) => /^[\s\p{Cc}]*[=+\-@]/u.test(cell))).toEqual([]);
    const [row] = rowsOf(about(subject));
    expect(row?.subject).toBe(row?.seen);
    expect(row?.expected).toBe('success codes 200, without 503');
  });

  it('keeps what has commas, quotation marks and line ends in its cell', () => {
    const [row, ...others] = rowsOf(about('a "quoted", word\r\nand\nmore'));
    expect(row?.subject).toBe('a "quoted", word and more');
    expect(others).toEqual([]);
  });
});

describe('a table that does not fit into an answer', () => {
  const findings = Array.from({ length: 300 }, (_, at) => ({ ...MATCHER, subject: `group-${at}` }));
  const huge = reportFrom(Array.from({ length: 80 }, (_, at) => audit(`lm-${at}`, { findings })));

  it('is cut, and says how many rows are left out', () => {
    const csv = auditCsv(huge);
    expect(Buffer.byteLength(csv)).toBeLessThanOrEqual(MOST_REPORT_BYTES);
    const rows = rowsOf(huge);
    const told = rows.filter(({ status }) => status === 'open').length;
    expect(told).toBeGreaterThan(1_000);
    expect(rows.at(-1)).toMatchObject({
      status: 'left out',
      seen: expect.stringContaining(`${80 * 300 - told} more rows`),
    });
  });
});
