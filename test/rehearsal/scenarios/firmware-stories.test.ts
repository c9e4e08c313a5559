import { describe, expect, it } from 'vitest';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { runScenario } from '#rehearsal/scenarios/run-scenario.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { firmwareBadImage } from '#rehearsal/scenarios/stories/firmware-bad-image.ts';

/** Fast enough for a test; what is asserted here needs no exact figures. */
const SPEED = 30;
const TIMEOUT_MS = 120_000;

/** On a busy machine a partner's poll that comes late would count as a miss at this speed. */
const PATIENT_UNITS = { partnerPollSeconds: 6, partnerPollTimeoutSeconds: 5 } as const;

const patient = (scenario: Scenario): Scenario => ({
  ...scenario,
  pairs: scenario.pairs.map((pair) => ({ ...pair, behaviour: { ...PATIENT_UNITS, ...pair.behaviour } })),
});

describe('a story about firmware', { timeout: TIMEOUT_MS }, () => {
  it('holds: three bad images, the last of which only a unit shows to be one', async () => {
    const rules = await projectRules();
    const { expectations, defects } = await runScenario(patient(firmwareBadImage), {
      rules,
      seed: 1,
      speed: SPEED,
    });
    // A script that broke off leaves most expectations unheld: why is the first thing to know.
    expect(defects).toEqual([]);
    expect(expectations.filter(({ held }) => !held)).toEqual([]);
  });
});
