import { describe, expect, it } from 'vitest';
import { auditHtml } from '#audit-report/html.ts';
import { hindrancesIn, lookInPage } from './look-in-page.ts';
import { reportFrom, SAMPLE_REPORT } from './sample-report.ts';

const HTML = auditHtml(SAMPLE_REPORT);

describe('the page, to somebody who does not see it', () => {
  it.each([
    { of: 'twelve pairs', html: HTML },
    { of: 'no pair at all', html: auditHtml(reportFrom([])) },
  ])('has nothing in the way: $of', async ({ html }) => {
    expect(await hindrancesIn(html)).toEqual([]);
  });

  it('is looked at by something that finds what is in the way', async () => {
    expect(await hindrancesIn(HTML.replace('lang="en-GB"', '').replace('<h2>', '<h5>'))).toEqual([
      expect.stringContaining('heading-order'),
      expect.stringContaining('html-has-lang'),
    ]);
  });

  it('has a table whose every cell belongs to a column and to a pair', () => {
    const look = lookInPage(HTML);
    const count = (selector: string) => look(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
    expect(look("document.querySelector('caption').textContent")).toBe('Pairs, worst first');
    expect(count('thead th[scope=col]')).toBe(10);
    expect(count('tbody th[scope=row]')).toBe(SAMPLE_REPORT.pairs.length);
    expect(count('tbody td')).toBe(9 * SAMPLE_REPORT.pairs.length);
  });

  it('names each severity in words wherever it has its colour', () => {
    const look = lookInPage(HTML);
    const badges = look(
      "[...document.querySelectorAll('.badge')].map((badge) => badge.className + ': ' + badge.textContent)",
    );
    expect(new Set(badges as string[])).toEqual(
      new Set([
        'badge critical: Critical',
        'badge high: High',
        'badge medium: Medium',
        'badge low: Low',
        'badge note: New',
      ]),
    );
  });

  it('leads from each pair in the table to its section', () => {
    const look = lookInPage(HTML);
    const led = look(
      "[...document.querySelectorAll('tbody a')].map((a) => a.textContent + ' = ' + document.querySelector(a.getAttribute('href')).textContent)",
    );
    expect(led).toEqual(SAMPLE_REPORT.pairs.map(({ pairId }) => `${pairId} = ${pairId}`));
  });
});
