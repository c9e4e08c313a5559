import { describe, expect, it, vi } from 'vitest';
import type { Rule } from '#domain/audit/rule.ts';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { type BrokenRule, breakRules } from '#rehearsal/scenarios/audit-broken-rules.ts';
import { runScenario } from '#rehearsal/scenarios/run-scenario.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { auditEveryRuleBroken } from '#rehearsal/scenarios/stories/audit-every-rule-broken.ts';
import { auditUnitUnreachable } from '#rehearsal/scenarios/stories/audit-unit-unreachable.ts';

vi.mock('#domain/audit/rule-pack.ts', async (importOriginal) => {
  const { RULES } = await importOriginal<{ readonly RULES: readonly Rule[] }>();
  const { wrongRules } = await import('./wrong-rules.ts');
  return { RULES: wrongRules(RULES) };
});

const play = async (scenario: Scenario) =>
  runScenario(
    { ...scenario, connectionsPerSecond: 0.5 },
    { rules: await projectRules(), seed: 1, speed: 20 },
  );

describe('a story about audits goes red', { timeout: 120_000 }, () => {
  it('when a rule takes for passed what it has not seen, and when one never finds what is broken', async () => {
    const { expectations } = await play(auditUnitUnreachable);
    const broken = expectations.filter(({ held }) => !held).map(({ words }) => words);
    expect(broken).toContain('none of it is taken for passed');
    expect(broken).toContain('and so is what AWS says: what is broken there is found');
    expect(broken).not.toContain('what is broken is found while both units answer');
  });

  it('when a broken rule is not found, or another one is as well', async () => {
    let results: readonly BrokenRule[] = [];
    const scenario: Scenario = {
      ...auditEveryRuleBroken,
      play: (stage) =>
        stage.cause('three rules are broken', async () => {
          results = await breakRules(stage, 'tested', ['stickiness', 'matcher', 'support']);
        }),
    };
    await play(scenario);
    const found = results.map(({ ruleId, found, others, resolved }) => [
      ruleId,
      found.length,
      others.map(({ rule }) => rule),
      resolved,
    ]);
    expect(found).toEqual([
      ['stickiness', 0, [], false],
      ['matcher', 1, [], true],
      ['support', 1, ['licence'], true],
    ]);
  });
});
