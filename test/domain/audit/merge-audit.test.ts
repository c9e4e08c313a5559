import { describe, expect, it } from 'vitest';
import { mergeAudit } from '#domain/audit/merge-audit.ts';
import type { PairAudit } from '#domain/audit/pair-audit.ts';
import { type RuleFault, type RulesRun, WHOLE_RULE } from '#domain/audit/run-rules.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { auditOf, findingOf, HOUR_MS, waiverFor } from './audit-samples.ts';

const LATER = NOW + 6 * HOUR_MS;
const { counts } = auditOf();

const faultOf = (ruleId: string, changes: Partial<RuleFault> = {}): RuleFault => ({
  ruleId,
  severity: 'high',
  subject: 'first',
  seen: 'this',
  expected: 'that',
  ...changes,
});

const merge = (before: PairAudit | undefined, run: Partial<RulesRun>, at = LATER) =>
  mergeAudit(
    before,
    { pairId: 'pair-a', region: 'eu-west-1', at, run: { faults: [], unjudged: [], counts, ...run } },
    [],
  );

describe('an audit after another', () => {
  it('is the first of its pair where there was none', () => {
    const { next, opened, resolved } = merge(undefined, { faults: [faultOf('matcher')] });
    expect(next).toMatchObject({ version: 1, at: LATER, pairId: 'pair-a' });
    expect(next).not.toHaveProperty('before');
    expect(opened).toEqual([{ ...faultOf('matcher'), firstSeen: LATER, lastSeen: LATER }]);
    expect(resolved).toEqual([]);
  });

  it('keeps when a finding was first seen, and says what of it is seen now', () => {
    const before = auditOf({ findings: [findingOf('matcher', { fixedAt: NOW - 1 })] });
    const { next, opened } = merge(before, { faults: [faultOf('matcher', { seen: 'another' })] });
    expect(next.findings).toEqual([
      findingOf('matcher', { seen: 'another', lastSeen: LATER, fixedAt: NOW - 1 }),
    ]);
    expect(opened).toEqual([]);
    expect(next.version).toBe(2);
  });

  it('takes the same rule about something else for another finding', () => {
    const before = auditOf({ findings: [findingOf('matcher')] });
    const { opened, resolved } = merge(before, { faults: [faultOf('matcher', { subject: 'second' })] });
    expect(opened.map(({ subject }) => subject)).toEqual(['second']);
    expect(resolved.map(({ subject }) => subject)).toEqual(['first']);
  });

  it('resolves what is not found again', () => {
    const before = auditOf({ findings: [findingOf('matcher')], resolved: [] });
    const { next, resolved } = merge(before, {});
    expect(next.findings).toEqual([]);
    expect(resolved).toEqual([{ ...findingOf('matcher'), resolvedAt: LATER }]);
    expect(next.resolved).toEqual(resolved);
  });

  it.each([
    { of: 'the very thing', subject: 'first', open: true },
    { of: 'the pair as a whole', subject: 'pair', open: true },
    { of: 'anything by the rule', subject: WHOLE_RULE, open: true },
    { of: 'something else', subject: 'second', open: false },
  ])(
    'leaves a finding open=$open, last seen as before, when $of could not be judged',
    ({ subject, open }) => {
      const before = auditOf({ findings: [findingOf('matcher')] });
      const unjudged = [{ ruleId: 'matcher', subject, why: 'not read' }];
      const { next, resolved } = merge(before, { unjudged });
      expect(next.findings).toEqual(open ? [findingOf('matcher')] : []);
      expect(resolved).toHaveLength(open ? 0 : 1);
      expect(next.unjudged).toEqual(unjudged);
    },
  );

  it('does not keep a finding open because another rule could not judge', () => {
    const before = auditOf({ findings: [findingOf('matcher')] });
    const { next } = merge(before, { unjudged: [{ ruleId: 'other', subject: 'first', why: 'not read' }] });
    expect(next.findings).toEqual([]);
  });

  it('remembers the score of the audit before, with what was waived then', () => {
    const before = auditOf({ findings: [findingOf('matcher')] });
    const run = { faults: [], unjudged: [], counts };
    const audited = { pairId: 'pair-a', region: 'eu-west-1', at: LATER, run };
    expect(mergeAudit(before, audited, []).next.before).toEqual({ at: NOW, score: 74 });
    // It expires before the new audit: what counted then counted then.
    const waived = [waiverFor('matcher')];
    expect(mergeAudit(before, audited, waived).next.before).toEqual({ at: NOW, score: 100 });
  });

  it('keeps the last twenty that were resolved, newest first', () => {
    let audit = auditOf();
    for (let at = 1; at <= 25; at++) {
      audit = merge(audit, { faults: [faultOf(`rule-${at}`)] }, NOW + at).next;
    }
    expect(audit.resolved).toHaveLength(20);
    expect(audit.resolved[0]?.ruleId).toBe('rule-24');
    expect(audit.resolved.at(-1)?.ruleId).toBe('rule-5');
  });

  it('keeps three hundred findings, and does not take the others for resolved', () => {
    const faults = Array.from({ length: 400 }, (_, number) => faultOf('matcher', { subject: `g-${number}` }));
    const { next } = merge(undefined, { faults });
    expect(next.findings).toHaveLength(300);
    const again = merge(next, { faults });
    expect(again.resolved).toEqual([]);
    expect(again.next.findings).toHaveLength(300);
  });
});
