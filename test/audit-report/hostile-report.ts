import { type AuditReport, reportOf } from '#domain/audit/report.ts';
import type { Rule } from '#domain/audit/rule.ts';
import { NOW } from '../../docs/state-samples.ts';
import { audit, finding, pairOf } from './sample-report.ts';

/** What somebody might call a target group, or write into a waiver. */
export const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)>{{pairs}}&amp;`;

const RULE: Rule = {
  id: HOSTILE,
  side: 'aws',
  severity: 'high',
  title: HOSTILE,
  why: HOSTILE,
  remedy: HOSTILE,
  citations: [{ words: HOSTILE }, { words: HOSTILE, url: `https://example.com/${encodeURI(HOSTILE)}` }],
  check: () => ({ faults: [], unjudged: [] }),
};

const fault = (subject: string) =>
  finding({ ruleId: HOSTILE, severity: 'high', subject, seen: HOSTILE, expected: HOSTILE });

/** Everything that is not ours is hostile. */
export const HOSTILE_REPORT: AuditReport = reportOf({
  region: HOSTILE,
  pairs: [pairOf(HOSTILE)],
  audits: [
    audit(HOSTILE, {
      findings: [fault(HOSTILE), fault('waived')],
      resolved: [{ ...fault('resolved'), resolvedAt: audit(HOSTILE).at }],
      unjudged: [{ ruleId: HOSTILE, subject: HOSTILE, why: HOSTILE }],
    }),
  ],
  waivers: [
    {
      id: 'w',
      ruleId: HOSTILE,
      subject: 'waived',
      owner: HOSTILE,
      why: HOSTILE,
      by: HOSTILE,
      at: NOW - 1,
      expiresAt: NOW + 1,
    },
  ],
  rules: [RULE],
  now: NOW,
});
