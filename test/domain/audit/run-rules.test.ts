import { describe, expect, it } from 'vitest';
import type { Rule, Verdict } from '#domain/audit/rule.ts';
import { RULE_FAILED, runRules, WHOLE_RULE } from '#domain/audit/run-rules.ts';
import type { Severity } from '#domain/audit/severity.ts';
import { CLEAN_SNAPSHOT } from './clean-snapshot.ts';

const ruleOf = (id: string, check: () => Verdict, changes: Partial<Rule> = {}): Rule => ({
  id,
  side: 'aws',
  severity: 'high',
  title: 't',
  why: 'w',
  citations: [{ words: 'c' }],
  remedy: 'r',
  check,
  ...changes,
});

const PASSES: Verdict = { faults: [], unjudged: [] };
const FAULT = { subject: 'first', seen: 'this', expected: 'that' };
const UNJUDGED = { subject: 'second', why: 'not read (throttled)' };

const countOf = (rules: readonly Rule[], severity: Severity = 'high') =>
  runRules(rules, CLEAN_SNAPSHOT).counts[severity];

describe('running rules', () => {
  it('says what each found, with its id and severity, in the order of the rules', () => {
    const run = runRules(
      [
        ruleOf('one', () => ({ faults: [FAULT], unjudged: [UNJUDGED] }), { severity: 'critical' }),
        ruleOf('two', () => ({ faults: [FAULT], unjudged: [] })),
      ],
      CLEAN_SNAPSHOT,
    );
    expect(run.faults).toEqual([
      { ruleId: 'one', severity: 'critical', ...FAULT },
      { ruleId: 'two', severity: 'high', ...FAULT },
    ]);
    expect(run.unjudged).toEqual([{ ruleId: 'one', ...UNJUDGED }]);
  });

  it.each([
    { when: 'it passes', verdict: PASSES, judged: 1, passed: 1 },
    { when: 'it fails', verdict: { faults: [FAULT], unjudged: [] }, judged: 1, passed: 0 },
    { when: 'it fails in part', verdict: { faults: [FAULT], unjudged: [UNJUDGED] }, judged: 1, passed: 0 },
    { when: 'a part is not judged', verdict: { faults: [], unjudged: [UNJUDGED] }, judged: 0, passed: 0 },
  ])('counts a rule as $judged judged and $passed passed when $when', ({ verdict, judged, passed }) => {
    expect(countOf([ruleOf('one', () => verdict)])).toEqual({ judged, passed });
  });

  it('leaves out a rule that does not concern the pair', () => {
    const unconcerned = ruleOf('one', () => ({ faults: [FAULT], unjudged: [] }), { applies: () => false });
    expect(runRules([unconcerned], CLEAN_SNAPSHOT).faults).toEqual([]);
    expect(countOf([unconcerned])).toEqual({ judged: 0, passed: 0 });
  });

  describe('a rule that throws', () => {
    const THROWS = {
      'in its check': ruleOf('broken', () => {
        throw new RangeError('of no use');
      }),
      'when asked whether it applies': ruleOf('broken', () => PASSES, {
        applies: () => {
          throw new RangeError('of no use');
        },
      }),
      'something that is no error': ruleOf('broken', () => {
        throw 'RangeError: of no use';
      }),
    };

    it.each(Object.entries(THROWS))('%s becomes a finding about itself, and the others go on', (_, rule) => {
      const run = runRules([rule, ruleOf('next', () => PASSES)], CLEAN_SNAPSHOT);
      expect(run.faults).toEqual([
        {
          ruleId: RULE_FAILED,
          severity: 'low',
          subject: 'broken',
          seen: 'the rule itself failed: RangeError: of no use',
          expected: 'a judgement of the pair',
        },
      ]);
      expect(run.unjudged).toEqual([
        { ruleId: 'broken', subject: WHOLE_RULE, why: 'the rule itself failed' },
      ]);
      expect(run.counts.high).toEqual({ judged: 1, passed: 1 });
    });
  });

  it('keeps what was seen within bounds, whoever chose it', () => {
    const long = 'x'.repeat(10_000);
    const run = runRules(
      [
        ruleOf('one', () => ({
          faults: [{ subject: long, seen: long, expected: long }],
          unjudged: [{ subject: 's', why: long }],
        })),
      ],
      CLEAN_SNAPSHOT,
    );
    const [fault] = run.faults;
    for (const text of [fault?.subject, fault?.seen, fault?.expected, run.unjudged[0]?.why]) {
      expect(text).toHaveLength(300);
      expect(text?.endsWith('…')).toBe(true);
    }
  });
});
