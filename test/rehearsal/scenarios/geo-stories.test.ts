import { describe, expect, it } from 'vitest';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { runScenario } from '#rehearsal/scenarios/run-scenario.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { geoAlreadyRight } from '#rehearsal/scenarios/stories/geo-already-right.ts';

/** Fast enough for a test; what is asserted here needs no exact figures. */
const SPEED = 40;
const TIMEOUT_MS = 120_000;

/** On a busy machine a partner's poll that comes late would count as a miss at this speed. */
const PATIENT_UNITS = { partnerPollSeconds: 12, partnerPollTimeoutSeconds: 10 } as const;

/** The standalone has no lists, and is in nobody else's: these are only looked at, it alone may be set. */
const withFreshStandalone: Scenario = {
  ...geoAlreadyRight,
  connectionsPerSecond: 0.5,
  pairs: geoAlreadyRight.pairs.map((pair) => ({ ...pair, mode: 'observe', behaviour: PATIENT_UNITS })),
  standalones: (geoAlreadyRight.standalones ?? []).map((one) => ({ ...one, geoAtStart: 'none' })),
};

describe('a story about GEO lists', { timeout: TIMEOUT_MS }, () => {
  it('goes red where a list is not right at the beginning, and only what may be set is set', async () => {
    const { expectations, defects, figures } = await runScenario(withFreshStandalone, {
      rules: await projectRules(),
      seed: 1,
      speed: SPEED,
    });
    expect(defects).toEqual([]);
    const broken = expectations.filter(({ held }) => !held).map(({ words }) => words);
    expect(broken).toContain('every list is right at the end');
    // The job that sets its lists waits for nothing: it may have been done before the estate is declared once more.
    expect(figures).toMatchObject({ loadMasterBoots: 0, listsSet: 0 });
  });
});
