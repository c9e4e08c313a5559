import { describe, expect, it } from 'vitest';
import { auditHtml } from '#audit-report/html.ts';
import { PAGE, PARTS } from '#audit-report/html-template.ts';
import { MOST_REPORT_BYTES } from '#audit-report/report-size.ts';
import type { AuditReport } from '#domain/audit/report.ts';
import { HOSTILE, HOSTILE_REPORT } from './hostile-report.ts';
import { lookInPage } from './look-in-page.ts';
import { audit, MATCHER, reportFrom, SAMPLE_REPORT, SMALL_REPORT } from './sample-report.ts';

const MORE_BRACES = /\{\{[{&]/;

const textOf = (html: string): string => String(lookInPage(html)('document.body.textContent'));

/** So many pairs, with so many findings each. */
const largeReport = (pairs: number, findings: number): AuditReport =>
  reportFrom(
    Array.from({ length: pairs }, (_, number) =>
      audit(`pair-${number}`, {
        findings: Array.from({ length: findings }, (__, at) => ({
          ...MATCHER,
          ruleId: `rule-${at}`,
          subject: `target-group-${at}`,
        })),
      }),
    ),
  );

describe('the page of a report', () => {
  it('is what was read through last (vitest -u writes it anew)', async () => {
    await expect(auditHtml(SMALL_REPORT)).toMatchFileSnapshot('small-report.html');
  });

  it('loads nothing: it refers to other places by links that somebody follows, and to https alone', () => {
    const look = lookInPage(auditHtml(SAMPLE_REPORT));
    const refers =
      '[src], [srcset], [href]:not(a), [action], [data], [poster], link, script, img, iframe, object';
    expect(look(`document.querySelectorAll('${refers}').length`)).toBe(0);
    const links = look("[...document.querySelectorAll('a')].map((a) => a.getAttribute('href'))") as string[];
    expect(links.filter((href) => !/^(https:\/\/|#pair-)/.test(href))).toEqual([]);
    expect(links).toContain(
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html',
    );
    expect(look("document.querySelector('style').textContent")).not.toMatch(/url\(|@import/);
    const policy = "document.querySelector('[http-equiv=Content-Security-Policy]').content";
    expect(look(policy)).toContain("default-src 'none'; style-src 'unsafe-inline'");
  });

  it('shows what comes from outside as it is, and runs nothing of it', () => {
    const html = auditHtml(HOSTILE_REPORT);
    const look = lookInPage(html);
    const elements = look("new Set([...document.body.querySelectorAll('*')].map((one) => one.localName))");
    const known = lookInPage(auditHtml(SAMPLE_REPORT))(
      "new Set([...document.body.querySelectorAll('*')].map((one) => one.localName))",
    );
    expect([...(elements as Set<string>)].filter((name) => !(known as Set<string>).has(name))).toEqual([]);
    const handlers = "[...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames())";
    expect((look(handlers) as string[]).filter((name) => name.startsWith('on'))).toEqual([]);
    // In each place that something from outside is written to.
    expect(textOf(html).split(HOSTILE).length - 1).toBeGreaterThanOrEqual(15);
  });

  it.each([
    'javascript:alert(1)',
    'http://example.com/',
    'data:text/html,x',
    'https://exa mple.com/',
    '//x.y',
  ])('does not link to %s', (url) => {
    const [pair] = SMALL_REPORT.pairs.filter(({ pairId }) => pairId === 'mail');
    if (pair === undefined) throw new Error('there is such a pair');
    const findings = pair.findings.map((one) => ({ ...one, citations: [{ words: 'where', url }] as const }));
    const look = lookInPage(auditHtml({ ...SMALL_REPORT, pairs: [{ ...pair, findings }] }));
    expect(look("document.querySelectorAll('dd a').length")).toBe(0);
    expect(look("document.querySelector('dd ul').textContent")).toBe(`where (${url})`);
  });

  it('writes nothing without escaping it', () => {
    expect([PAGE, ...Object.values(PARTS)].filter((template) => MORE_BRACES.test(template))).toEqual([]);
  });

  it('holds a hundred pairs with twenty findings each', () => {
    const html = auditHtml(largeReport(100, 20));
    expect(Buffer.byteLength(html)).toBeLessThan(MOST_REPORT_BYTES);
    expect(html).not.toContain('too large');
    expect(html.split('target-group-19<').length - 1).toBe(100);
  });

  it('says what it leaves out where it would be too large to be sent', () => {
    const html = auditHtml(largeReport(200, 60));
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MOST_REPORT_BYTES);
    expect(Buffer.byteLength(html)).toBeGreaterThan(0.95 * MOST_REPORT_BYTES);
    const [, left] = /the last (\d+) of 200 pairs are counted, without their findings/.exec(html) ?? [];
    expect(Number(left)).toBeGreaterThan(0);
    expect(html.split('Left out: 60 findings, 0 not assessed.').length - 1).toBe(Number(left));
    // As a function's answer, in JSON.
    expect(Buffer.byteLength(JSON.stringify({ statusCode: 200, body: html }))).toBeLessThan(6_000_000);
  });
});
