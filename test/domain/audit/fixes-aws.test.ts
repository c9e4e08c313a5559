import { describe, expect, it } from 'vitest';
import type { Fix, Rule } from '#domain/audit/rule.ts';
import { AWS_RULES } from '#domain/audit/rules/aws-rules.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { fixWords } from '#domain/explain/fix-words.ts';
import { targetGroupName } from '#domain/pair/evidence.ts';
import { BROKEN_AWS } from './broken-aws.ts';
import { carryOut, type Fixing, isFixing } from './carry-out.ts';
import { HEALTH_CHECK_FIXES } from './fix-cases-health-checks.ts';
import { INSTANCE_FIXES, REGISTERED_FIXES } from './fix-cases-instances.ts';
import { SECURITY_GROUP_FIXES } from './fix-cases-security-groups.ts';
import { ATTRIBUTE_FIXES } from './fix-cases-target-groups.ts';

const fixesOf = (rule: Rule, snapshot: PairSnapshot): readonly Fix[] =>
  rule.check(snapshot).faults.flatMap((fault) => rule.fix?.(snapshot, fault) ?? []);

const actionWords = (action: Fixing): string =>
  action.kind === 'register-targets'
    ? `register ${action.unit} (${action.instanceId}) in ${action.targetGroups.map(targetGroupName).join(' and ')}`
    : fixWords(action);

const wordsOf = (fix: Fix): string => {
  if (fix.kind === 'not-now') return `not now: ${fix.why}`;
  return isFixing(fix.action) ? actionWords(fix.action) : `no fix: ${fix.action.kind}`;
};

describe('a fix', () => {
  it.each([
    ...HEALTH_CHECK_FIXES,
    ...REGISTERED_FIXES,
    ...ATTRIBUTE_FIXES,
    ...INSTANCE_FIXES,
    ...SECURITY_GROUP_FIXES,
  ])('of $rule: $words', ({ rule: id, snapshot, fixes }) => {
    const rules = AWS_RULES.filter((rule) => rule.id === id);
    expect(rules.flatMap((rule) => fixesOf(rule, snapshot)).map(wordsOf)).toEqual(fixes);
  });
});

/** More than any sample has of what can be put right. */
const STEPS = 10;

/** One fix after the other, each upon a fresh look, until there is nothing to be done any more. */
const courseOf = (rule: Rule, from: PairSnapshot): readonly PairSnapshot[] => {
  const course = [from];
  for (let step = 0; step < STEPS; step += 1) {
    const now = course.at(-1) ?? from;
    const [action] = fixesOf(rule, now).flatMap((fix) => (fix.kind === 'action' ? [fix.action] : []));
    if (action === undefined || !isFixing(action)) return course;
    course.push(carryOut(now, action));
  }
  return course;
};

const SAMPLES = AWS_RULES.flatMap((rule) =>
  rule.fix === undefined
    ? []
    : (BROKEN_AWS[rule.id] ?? []).map(({ words, snapshot }) => ({ id: rule.id, rule, words, snapshot })),
);

describe('what is done about a finding', () => {
  it.each(SAMPLES)('of $id puts it right, unless it is for people: $words', ({ rule, snapshot }) => {
    const course = courseOf(rule, snapshot);
    const end = course.at(-1) ?? snapshot;
    expect(course.length).toBeLessThanOrEqual(STEPS);
    expect(fixesOf(rule, end).filter(({ kind }) => kind === 'action')).toEqual([]);
    expect(rule.check(end).faults.length).toBe(fixesOf(rule, end).length);
    if (fixesOf(rule, snapshot).every(({ kind }) => kind === 'action'))
      expect(rule.check(end)).toEqual({ faults: [], unjudged: [] });
  });

  it.each(SAMPLES)('of $id does not break anything else on the way: $words', ({ rule, snapshot }) => {
    const others = AWS_RULES.filter((other) => other !== rule);
    const found = courseOf(rule, snapshot).flatMap((now) =>
      others.filter((other) => other.check(now).faults.length > 0).map(({ id }) => id),
    );
    expect(found).toEqual([]);
  });
});

describe('rules that change security groups', () => {
  it('say so, and no others do', () => {
    const changing = AWS_RULES.filter(({ id, fix }) => {
      const samples = fix === undefined ? [] : (BROKEN_AWS[id] ?? []);
      return samples.some(({ snapshot }) =>
        AWS_RULES.filter((rule) => rule.id === id)
          .flatMap((rule) => fixesOf(rule, snapshot))
          .some((one) => one.kind === 'action' && one.action.kind.endsWith('-ingress')),
      );
    });
    const saying = AWS_RULES.filter(({ fixesSecurityGroups }) => fixesSecurityGroups);
    expect(changing.map(({ id }) => id)).toEqual(saying.map(({ id }) => id));
    expect(saying.length).toBe(4);
  });
});
