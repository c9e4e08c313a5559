import { describe, expect, it } from 'vitest';
import type { Rule } from '#domain/audit/rule.ts';
import { RULES } from '#domain/audit/rule-pack.ts';
import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { BROKEN_AWS } from './broken-aws.ts';
import { BROKEN_LOADMASTER } from './broken-loadmaster.ts';
import { CLEAN_SNAPSHOT, unread } from './clean-snapshot.ts';

const BROKEN = { ...BROKEN_AWS, ...BROKEN_LOADMASTER };

const linesOf = (rule: Rule, snapshot: typeof CLEAN_SNAPSHOT): readonly string[] =>
  (rule.applies?.(snapshot) ?? true)
    ? rule
        .check(snapshot)
        .faults.map(({ subject, seen, expected }) => `${subject}: ${seen}, expected ${expected}`)
    : [];

/** The clean snapshot with nothing read of AWS, or of the units. */
const blind = (side: Rule['side']): typeof CLEAN_SNAPSHOT => {
  if (side === 'aws') {
    const parts = Object.entries(CLEAN_SNAPSHOT.aws).map(([part, items]) => [
      part,
      Object.fromEntries(Object.keys(items).map((id) => [id, unread('throttled')])),
    ]);
    return { ...CLEAN_SNAPSHOT, aws: { ...CLEAN_SNAPSHOT.aws, ...Object.fromEntries(parts) } };
  }
  const silent = {
    loadMaster: unread('loadmaster-unreachable'),
    newestBackup: unread('throttled'),
    pacified: false,
  };
  return { ...CLEAN_SNAPSHOT, units: { first: silent, second: silent } };
};

describe('the rules', () => {
  it('have each an id of their own', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });

  it.each(RULES)('$id applies to the clean pair and finds nothing wrong with it', (rule) => {
    expect(rule.applies?.(CLEAN_SNAPSHOT) ?? true).toBe(true);
    expect(rule.check(CLEAN_SNAPSHOT)).toEqual({ faults: [], unjudged: [] });
  });

  it.each(RULES)('$id has a sample that breaks it', ({ id }) => {
    expect(BROKEN[id]?.length ?? 0).toBeGreaterThan(0);
  });

  describe.each(RULES.map((rule) => ({ rule, id: rule.id })))('$id', ({ rule, id }) => {
    it.each(BROKEN[id] ?? [])('is broken: $words', ({ snapshot, faults }) => {
      expect(linesOf(rule, snapshot)).toEqual(faults);
      const others = RULES.filter((other) => other !== rule && linesOf(other, snapshot).length > 0);
      expect(others.map((other) => other.id)).toEqual([]);
    });

    it('never passes what was not read', () => {
      const verdict = rule.check(blind(rule.side));
      expect(verdict.faults).toEqual([]);
      expect(verdict.unjudged.length).toBeGreaterThan(0);
    });
  });

  it('name their subjects after units, target groups and load balancers', () => {
    const known = ['pair', 'lm', 'lm-a', 'lm-b', ...UNIT_NAMES];
    const subjects = Object.values(BROKEN).flatMap((samples) =>
      samples.flatMap(({ faults }) => faults.map((line) => line.split(':', 1)[0])),
    );
    expect(subjects.filter((subject) => subject === undefined || !known.includes(subject))).toEqual([]);
  });
});
