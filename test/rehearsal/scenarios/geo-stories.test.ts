import { describe, expect, it } from 'vitest';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { runScenario } from '#rehearsal/scenarios/run-scenario.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { geoAlreadyRight } from '#rehearsal/scenarios/stories/geo-already-right.ts';
import { geoOf, setGeo } from '#rehearsal/world/unit-geo.ts';

/** Fast enough for a test; what is asserted here needs no exact figures. */
const SPEED = 40;
const TIMEOUT_MS = 120_000;

/** On a busy machine a partner's poll that comes late would count as a miss at this speed. */
const PATIENT_UNITS = { partnerPollSeconds: 12, partnerPollTimeoutSeconds: 10 } as const;

const patient = (scenario: Scenario): Scenario => ({
  ...scenario,
  connectionsPerSecond: 0.5,
  pairs: scenario.pairs.map((pair) => ({ ...pair, behaviour: { ...PATIENT_UNITS, ...pair.behaviour } })),
});

/** Somebody has taken an address out of the standalone's partners. */
const withDrift: Scenario = {
  ...geoAlreadyRight,
  play: async (stage) => {
    const { wired } = stage.world.findStandalone('lab').standalone;
    setGeo(wired, { partners: geoOf(wired).partners.slice(1) });
    await geoAlreadyRight.play(stage);
  },
};

describe('a story about GEO lists', { timeout: TIMEOUT_MS }, () => {
  it('goes red when a list is not right at the beginning: it is set, on that unit alone', async () => {
    const { expectations, defects, figures } = await runScenario(patient(withDrift), {
      rules: await projectRules(),
      seed: 1,
      speed: SPEED,
    });
    expect(defects).toEqual([]);
    const broken = expectations.filter(({ held }) => !held).map(({ words }) => words);
    expect(broken).toEqual(['nothing is written to any LoadMaster']);
    expect(figures).toMatchObject({ loadMasterWrites: 1, loadMasterBoots: 0 });
  });
});
