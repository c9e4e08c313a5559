import { describe, expect, it } from 'vitest';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { runScenario } from '#rehearsal/scenarios/run-scenario.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { foreignInstance } from '#rehearsal/scenarios/stories/foreign-instance.ts';
import { spotInterruptionStandby } from '#rehearsal/scenarios/stories/spot-interruption.ts';

/** Fast enough for a test; what is asserted here needs no exact figures. */
const SPEED = 40;
const TIMEOUT_MS = 60_000;

const run = async (scenario: Scenario, without: readonly string[] = []) => {
  const rules = (await projectRules()).filter(({ functionName }) => !without.includes(functionName));
  return runScenario(scenario, { rules, seed: 1, speed: SPEED });
};

describe('a scenario', { timeout: TIMEOUT_MS }, () => {
  it('holds with the control plane, and says what came of it in numbers', async () => {
    const { passed, figures, expectations, defects } = await run(spotInterruptionStandby);
    expect({ expectations, defects }).toMatchObject({
      expectations: expectations.map(() => ({ held: true })),
      defects: [],
    });
    expect(passed).toBe(true);
    expect(Object.values(figures).every((figure) => Number.isFinite(figure))).toBe(true);
    expect(figures.attemptedConnections).toBeGreaterThan(0);
  });

  it('goes red when the function that it is about does not run', async () => {
    const { passed, expectations } = await run(spotInterruptionStandby, ['drain']);
    expect(passed).toBe(false);
    expect(expectations).toContainEqual({
      words: 'the standby is out of service before it is taken away',
      held: false,
    });
  });

  it('is judged by its other expectations without the control plane', async () => {
    const everyFunction = (await projectRules()).map(({ functionName }) => functionName);
    const { passed, hasControlPlane, figures } = await run(spotInterruptionStandby, everyFunction);
    expect({ passed, hasControlPlane, writes: figures.controlPlaneWrites }).toEqual({
      passed: true,
      hasControlPlane: false,
      writes: 0,
    });
  });

  it('fails when a simulator or a function breaks, whatever its expectations say', async () => {
    const rules = await projectRules();
    const broken = rules.map((rule) => ({ ...rule, functionName: 'nobody' }));
    const { passed, defects } = await runScenario(
      { ...foreignInstance, expected: { withControlPlane: [], withoutControlPlane: [] } },
      { rules: broken, seed: 1, speed: SPEED },
    );
    expect(passed).toBe(false);
    expect(defects.length).toBeGreaterThan(0);
  });
});
