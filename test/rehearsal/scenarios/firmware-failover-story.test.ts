import { describe, expect, it } from 'vitest';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { runScenario } from '#rehearsal/scenarios/run-scenario.ts';
import { firmwareFailoverMidway } from '#rehearsal/scenarios/stories/firmware-failover-midway.ts';

/** Fast enough for a test; what is asserted here needs no exact figures. */
const SPEED = 40;
const TIMEOUT_MS = 120_000;

describe('a change of firmware in which the active unit dies', { timeout: TIMEOUT_MS }, () => {
  it('goes on by the roles of then, and says what happened', async () => {
    const rules = await projectRules();
    const { expectations, defects } = await runScenario(firmwareFailoverMidway, {
      rules,
      seed: 1,
      speed: SPEED,
    });
    const broken = expectations.filter(({ held }) => !held).map(({ words }) => words);
    expect({ broken, defects }).toEqual({ broken: [], defects: [] });
  });
});
