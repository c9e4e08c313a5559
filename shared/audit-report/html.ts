import mustache from 'mustache';
import { PAGE, PARTS } from '#audit-report/html-template.ts';
import { pageView } from '#audit-report/html-view.ts';
import { MOST_REPORT_BYTES } from '#audit-report/report-size.ts';
import type { AuditReport } from '#domain/audit/report.ts';

const render = (report: AuditReport, told: number): string =>
  mustache.render(PAGE, pageView(report, told), PARTS);

/** Of how many pairs, worst first, there is room to tell the findings. */
const roomFor = (report: AuditReport): number => {
  const { pairs } = pageView(report, report.pairs.length);
  let left = MOST_REPORT_BYTES - Buffer.byteLength(render(report, 0));
  let told = 0;
  for (const pair of pairs) {
    left -= Buffer.byteLength(mustache.render(PARTS.pair, pair, PARTS));
    if (left < 0) break;
    told += 1;
  }
  return told;
};

/**
 * The report as one page that needs nothing else: no script, no other file, no network. Of what does not fit it says that
 * it is left out, the least bad pairs first.
 */
export const auditHtml = (report: AuditReport): string => {
  const whole = render(report, report.pairs.length);
  return Buffer.byteLength(whole) <= MOST_REPORT_BYTES ? whole : render(report, roomFor(report));
};
