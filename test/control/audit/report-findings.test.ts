import { describe, expect, it } from 'vitest';
import { openFindings } from '#control/audit/open-findings.ts';
import { makeFindingsReporter } from '#control/audit/report-findings.ts';
import type { AsffFinding } from '#domain/audit/asff-finding.ts';
import type { AuditStep } from '#domain/audit/merge-audit.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import type { Waiver } from '#domain/audit/waiver.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { auditOf, findingOf, HOUR_MS, waiverFor } from '../../domain/audit/audit-samples.ts';
import { CLEAN_SNAPSHOT } from '../../domain/audit/clean-snapshot.ts';

const BEFORE = NOW - 6 * HOUR_MS;
/** Both audits are in one week of those by which findings are refreshed. */
const known = findingOf('matcher', { firstSeen: BEFORE - HOUR_MS });

const stepOf = (next: Partial<AuditStep['next']>, resolved: AuditStep['resolved'] = []): AuditStep => ({
  next: auditOf({ before: { at: BEFORE }, ...next }),
  opened: [],
  resolved,
});

const sentFor = async (step: AuditStep, waivers: readonly Waiver[] = [], failed = 0) => {
  const sent: AsffFinding[] = [];
  const refused: number[] = [];
  const report = makeFindingsReporter({
    context: { accountId: '111122223333', partition: 'aws', region: 'eu-west-1' },
    rules: RULES,
    sink: {
      report: async (findings) => {
        sent.push(...findings);
        return { failed };
      },
    },
    onRefused: (count) => void refused.push(count),
  });
  await report(step, CLEAN_SNAPSHOT, waivers);
  const lines = sent.map(
    ({ GeneratorId, Compliance, Workflow, RecordState }) =>
      `${GeneratorId} ${Compliance.Status} ${Workflow.Status} ${RecordState}`,
  );
  return { lines, refused };
};

describe('what Security Hub is told of an audit', () => {
  it.each([
    { words: 'at the first audit everything', audit: {}, before: undefined, lines: 1 },
    { words: 'nothing of what is as it was', audit: {}, before: { at: BEFORE }, lines: 0 },
    {
      words: 'what is new',
      audit: { findings: [findingOf('matcher', { firstSeen: NOW })] },
      before: { at: BEFORE },
      lines: 1,
    },
    {
      words: 'once a week everything',
      audit: {},
      before: { at: NOW - 7 * 24 * 60 * MINUTE_MS },
      lines: 1,
    },
  ])('is $words', async ({ audit, before, lines }) => {
    const { before: _, ...next } = auditOf({ findings: [known], ...audit });
    const step = { next: { ...next, ...(before && { before }) }, opened: [], resolved: [] };
    expect((await sentFor(step)).lines).toHaveLength(lines);
  });

  it('is what is found no more', async () => {
    const { lines } = await sentFor(stepOf({}, [{ ...known, resolvedAt: NOW }]));
    expect(lines).toEqual(['understudy/matcher PASSED RESOLVED ARCHIVED']);
  });

  it('is what was waived since, and what is waived no more', async () => {
    const placed = waiverFor('matcher', { at: NOW - HOUR_MS, expiresAt: NOW + HOUR_MS });
    const step = stepOf({ findings: [known] });
    const over = { ...placed, at: BEFORE - 1, expiresAt: NOW - HOUR_MS };
    expect((await sentFor(step, [over])).lines).toEqual(['understudy/matcher FAILED NEW ACTIVE']);
    expect((await sentFor(step, [placed])).lines).toEqual(['understudy/matcher FAILED SUPPRESSED ACTIVE']);
    expect((await sentFor(step, [{ ...placed, at: BEFORE }])).lines).toEqual([]);
  });

  it('is what nobody could judge this time', async () => {
    const { lines } = await sentFor(stepOf({ findings: [{ ...known, lastSeen: BEFORE }] }));
    expect(lines).toEqual(['understudy/matcher NOT_AVAILABLE NEW ACTIVE']);
  });

  it('counts what is refused', async () => {
    const fresh = stepOf({ findings: [findingOf('matcher', { firstSeen: NOW })] });
    expect((await sentFor(fresh, [], 1)).refused).toEqual([1]);
    expect((await sentFor(fresh)).refused).toEqual([]);
  });
});

describe('the findings that are counted', () => {
  it('are open and not waived, by severity, over all pairs', () => {
    const audits = [
      auditOf({ findings: [findingOf('a', { severity: 'critical' }), findingOf('b')] }),
      auditOf({ pairId: 'other', findings: [findingOf('b'), findingOf('c', { severity: 'low' })] }),
    ];
    const waivers = [waiverFor('b', { pairId: 'other' })];
    expect(openFindings(audits, { waivers }, NOW)).toEqual({ critical: 1, high: 1, medium: 0, low: 1 });
  });
});
