import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAuditDue, longestAgoFirst, SEE_FIX_AFTER_MS } from '#domain/audit/audit-due.ts';
import { DEFAULT_AUDIT_POLICY } from '#domain/audit/audit-policy.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { NOW, SAMPLE_PAIR } from '../../../docs/state-samples.ts';
import { auditOf, findingOf, HOUR_MS } from './audit-samples.ts';

const EVERY = 6 * HOUR_MS;
const TURN = 5 * MINUTE_MS;
const PAIR: Pair = { ...SAMPLE_PAIR, audit: { ...DEFAULT_AUDIT_POLICY, everyMs: EVERY } };

const dueAt = (audit: Partial<Parameters<typeof isAuditDue>[1]>, now: number): boolean =>
  isAuditDue(RULES, { pair: PAIR, windowOpen: false, ...audit }, now);

/** At which turns within a day a pair is audited, where it is audited whenever it is due. */
const turnsOf = (id: string): readonly number[] => {
  const pair = { ...PAIR, id };
  let audit = auditOf({ at: NOW });
  const turns: number[] = [];
  for (let at = NOW + TURN; at <= NOW + 4 * EVERY; at += TURN)
    if (isAuditDue(RULES, { pair, audit, windowOpen: false }, at)) {
      turns.push(at);
      audit = auditOf({ at });
    }
  return turns;
};

describe('when a pair is audited', () => {
  it('is at once where it never was', () => {
    expect(dueAt({}, NOW)).toBe(true);
  });

  it('is once in every interval, at a moment of its own', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), (id) => {
        const turns = turnsOf(id);
        expect(turns).toHaveLength(4);
        expect(new Set(turns.map((at) => at % EVERY)).size).toBe(1);
      }),
      { numRuns: 30 },
    );
  });

  it('is spread over the interval by the pairs’ ids', () => {
    const firsts = Array.from({ length: 72 }, (_, at) => turnsOf(`lm-${at}`)[0]);
    const busiest = Math.max(...[...Map.groupBy(firsts, (at) => at).values()].map((same) => same.length));
    expect(new Set(firsts).size).toBeGreaterThan(36);
    expect(busiest).toBeLessThan(8);
  });

  it('is made up for where the moment was missed', () => {
    const [first = 0] = turnsOf(PAIR.id);
    expect(dueAt({ audit: auditOf({ at: NOW }) }, first - TURN)).toBe(false);
    expect(dueAt({ audit: auditOf({ at: NOW }) }, first + 3 * EVERY)).toBe(true);
  });

  it.each([
    { words: 'has had time to show', fixedAt: NOW, ago: SEE_FIX_AFTER_MS, due: true },
    { words: 'has had no time to show', fixedAt: NOW, ago: SEE_FIX_AFTER_MS - 1, due: false },
    { words: 'was looked at since', fixedAt: NOW - 1, ago: SEE_FIX_AFTER_MS, due: false },
  ])('is soon ($due) after a fix that $words', ({ fixedAt, ago, due }) => {
    const audit = auditOf({ at: NOW, findings: [findingOf('matcher', { fixedAt })] });
    expect(dueAt({ audit }, NOW + ago)).toBe(due);
  });

  describe('in a window for fixes', () => {
    const fixable = findingOf('matcher');
    it.each([
      { words: 'something can be put right', findings: [fixable], due: true },
      { words: 'nothing is wrong', findings: [], due: false },
      { words: 'no rule can put it right', findings: [findingOf('ha-modes')], due: false },
      {
        words: 'it was tried within the interval',
        findings: [findingOf('matcher', { fixedAt: NOW - 5 * HOUR_MS })],
        due: false,
      },
      {
        words: 'it was tried longer ago',
        findings: [findingOf('matcher', { fixedAt: NOW - 6 * HOUR_MS })],
        due: true,
      },
    ])('is again after half an hour where $words: $due', ({ findings, due }) => {
      const audit = auditOf({ at: NOW - 31 * MINUTE_MS, findings });
      expect(dueAt({ audit, windowOpen: true }, NOW)).toBe(due);
      expect(dueAt({ audit, windowOpen: false }, NOW)).toBe(false);
      const justNow = auditOf({ at: NOW - 29 * MINUTE_MS, findings });
      expect(dueAt({ audit: justNow, windowOpen: true }, NOW)).toBe(false);
    });

    it('is not again for a pair that is only observed', () => {
      const audit = auditOf({ at: NOW - HOUR_MS, findings: [fixable] });
      const pair: Pair = { ...PAIR, mode: 'observe' };
      expect(dueAt({ audit, pair, windowOpen: true }, NOW)).toBe(false);
    });
  });

  it('is first for who has waited longest', () => {
    const sight = (id: string, at?: number) => ({
      pair: { ...PAIR, id },
      ...(at === undefined ? {} : { audit: auditOf({ at }) }),
      windowOpen: false,
    });
    const sorted = longestAgoFirst([sight('late', 3), sight('never'), sight('early', 1)]);
    expect(sorted.map(({ pair }) => pair.id)).toEqual(['never', 'early', 'late']);
  });
});
