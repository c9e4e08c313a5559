import { describe, expect, it } from 'vitest';
import { scoreOf } from '#domain/audit/score.ts';
import { waiverOf } from '#domain/audit/waiver.ts';
import { NOW } from '../../../docs/state-samples.ts';
import { auditOf, findingOf, HOUR_MS, waiverFor } from './audit-samples.ts';

const none = { judged: 0, passed: 0 };

describe('the score of a pair', () => {
  it.each([
    { words: 'nothing is wrong', findings: [], score: 100 },
    { words: 'something low is open', findings: [findingOf('a', { severity: 'low' })], score: 99 },
    { words: 'something medium is open', findings: [findingOf('a', { severity: 'medium' })], score: 94 },
    { words: 'something high is open', findings: [findingOf('a')], score: 74 },
    { words: 'something critical is open', findings: [findingOf('a', { severity: 'critical' })], score: 49 },
    {
      words: 'one rule has found two things: it is one rule',
      findings: [findingOf('a'), findingOf('a', { subject: 'second' })],
      score: 74,
    },
    {
      // 10 × (10 + 5 + 2 + 1) = 180 in all; 7 × 10 + 8 × 5 = 110 of it has failed.
      words: 'much is wrong',
      findings: [
        ...Array.from({ length: 7 }, (_, at) => findingOf(`c-${at}`, { severity: 'critical' })),
        ...Array.from({ length: 8 }, (_, at) => findingOf(`h-${at}`)),
      ],
      score: 38,
    },
  ])('is $score where $words', ({ findings, score }) => {
    expect(scoreOf(auditOf({ findings }), [], NOW)).toBe(score);
  });

  it('is none where nothing was judged: that is no pass', () => {
    const counts = { critical: none, high: none, medium: none, low: none };
    expect(scoreOf(auditOf({ counts }), [], NOW)).toBeUndefined();
  });

  it('is never below zero, whatever is left open that could not be judged', () => {
    const counts = { critical: none, high: none, medium: none, low: { judged: 1, passed: 1 } };
    expect(scoreOf(auditOf({ counts, findings: [findingOf('a')] }), [], NOW)).toBe(0);
  });

  it('takes what is waived for no fault, until the waiver expires', () => {
    const audit = auditOf({ findings: [findingOf('matcher')] });
    const waivers = [waiverFor('matcher')];
    expect(scoreOf(audit, waivers, NOW)).toBe(100);
    expect(scoreOf(audit, waivers, NOW + HOUR_MS)).toBe(74);
  });
});

describe('a waiver', () => {
  const finding = { ruleId: 'matcher', subject: 'lm-a' };

  it.each([
    { words: 'of the rule', waiver: {}, covers: true },
    { words: 'of another rule', waiver: { ruleId: 'stickiness' }, covers: false },
    { words: 'of the pair', waiver: { pairId: 'pair-a' }, covers: true },
    { words: 'of another pair', waiver: { pairId: 'pair-b' }, covers: false },
    { words: 'of the very thing', waiver: { subject: 'lm-a' }, covers: true },
    { words: 'of something else of it', waiver: { subject: 'lm-b' }, covers: false },
    { words: 'that has a moment to go', waiver: { expiresAt: NOW + 1 }, covers: true },
    { words: 'that is over', waiver: { expiresAt: NOW }, covers: false },
    { words: 'that is placed at this moment', waiver: { at: NOW }, covers: true },
    { words: 'that was placed later', waiver: { at: NOW + 1 }, covers: false },
  ])('$words covers the finding: $covers', ({ waiver, covers }) => {
    const one = waiverFor('matcher', waiver);
    expect(waiverOf([one], 'pair-a', finding, NOW)).toEqual(covers ? one : undefined);
  });

  it('that lasts longest counts, where several cover a finding', () => {
    const short = waiverFor('matcher', { id: 'short', expiresAt: NOW + 1 });
    const long = waiverFor('matcher', { id: 'long', expiresAt: NOW + 2 });
    expect(waiverOf([short, long], 'pair-a', finding, NOW)?.id).toBe('long');
    expect(waiverOf([long, short], 'pair-a', finding, NOW)?.id).toBe('long');
  });
});
