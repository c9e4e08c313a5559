import { describe, expect, it } from 'vitest';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { runScenario } from '#rehearsal/scenarios/run-scenario.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { dualActive } from '#rehearsal/scenarios/stories/dual-active.ts';
import { standbyRejectsWrites } from '#rehearsal/scenarios/stories/standby-rejects-writes.ts';
import { unconnectedPair } from '#rehearsal/scenarios/stories/unconnected-pair.ts';

/** Fast enough for a test; what is asserted here needs no exact figures. */
const SPEED = 40;
const TIMEOUT_MS = 120_000;

/** What did not hold, in words. `without`: functions that do not run. */
const brokenOf = async (scenario: Scenario, without: readonly string[] = []): Promise<readonly string[]> => {
  const rules = (await projectRules()).filter(({ functionName }) => !without.includes(functionName));
  const { expectations, passed } = await runScenario(scenario, { rules, seed: 1, speed: SPEED });
  const broken = expectations.filter(({ held }) => !held).map(({ words }) => words);
  expect(passed).toBe(broken.length === 0);
  return broken;
};

describe('a story about trouble goes red', { timeout: TIMEOUT_MS }, () => {
  it('when something is done to a pair that is only to be observed', async () => {
    const enforced = {
      ...dualActive,
      pairs: dualActive.pairs.map((pair) => ({ ...pair, mode: 'enforce' as const })),
    };
    expect(await brokenOf(enforced)).toEqual(
      expect.arrayContaining([
        'two-firsts-observed: nothing is done to either unit',
        'the journal says what would have been done',
      ]),
    );
  });

  it('when nobody looks at the pairs', async () => {
    expect(await brokenOf(unconnectedPair, ['watch'])).toEqual(
      expect.arrayContaining(['no-listener: somebody is called', 'port-closed: somebody is called']),
    );
  });

  it('when a standby does not refuse what it was to refuse', async () => {
    const obliging = {
      ...standbyRejectsWrites,
      pairs: standbyRejectsWrites.pairs.map((pair) => ({
        ...pair,
        behaviour: { standbyRejectsWrites: 'off' as const },
      })),
    };
    expect(await brokenOf(obliging)).toContain('the standbys do refuse what the pair shares: 403 and 422');
  });
});
