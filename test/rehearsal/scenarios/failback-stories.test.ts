import { describe, expect, it } from 'vitest';
import type { FailbackPolicy } from '#domain/estate/estate.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { runScenario } from '#rehearsal/scenarios/run-scenario.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { failbackGatedWindow } from '#rehearsal/scenarios/stories/failback-gated-window.ts';
import { failbackManualApproval } from '#rehearsal/scenarios/stories/failback-manual-approval.ts';
import { switchoverBothWays } from '#rehearsal/scenarios/stories/switchover-both-ways.ts';

/** Fast enough for a test; what is asserted here needs no exact figures. */
const SPEED = 40;
const TIMEOUT_MS = 120_000;

const declared = (scenario: Scenario, policy: Partial<FailbackPolicy>): Scenario => ({
  ...scenario,
  pairs: scenario.pairs.map((pair) => ({ ...pair, failback: { ...pair.failback, ...policy } })),
});

/** What did not hold, in words. */
const brokenOf = async (scenario: Scenario): Promise<readonly string[]> => {
  const { expectations, passed } = await runScenario(scenario, {
    rules: await projectRules(),
    seed: 1,
    speed: SPEED,
  });
  const broken = expectations.filter(({ held }) => !held).map(({ words }) => words);
  expect(passed).toBe(broken.length === 0);
  return broken;
};

describe('a story about returning goes red', { timeout: TIMEOUT_MS }, () => {
  it('when a pair returns without a hold-down', async () => {
    expect(await brokenOf(declared(failbackGatedWindow, { holdDownMs: 0 }))).toContain(
      'the hold-down begins again after the second failure: the first unit is well for 2 m before',
    );
  });

  it('when a pair returns without an approval', async () => {
    expect(await brokenOf(declared(failbackManualApproval, { policy: 'gated' }))).toContain(
      'an approval from before the first unit failed again does not count',
    );
  });

  it('when the old unit steps down before new connections have followed', async () => {
    const slow = { ...switchoverBothWays, timing: { healthToRoutingMs: 2 * MINUTE_MS } };
    expect(await brokenOf(slow)).toContain('no new connection fails');
  });
});
