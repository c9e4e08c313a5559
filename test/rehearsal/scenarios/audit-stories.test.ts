import { describe, expect, it } from 'vitest';
import { projectRules } from '#rehearsal/event-bus/project-rules.ts';
import { runScenario } from '#rehearsal/scenarios/run-scenario.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { auditUnitUnreachable } from '#rehearsal/scenarios/stories/audit-unit-unreachable.ts';

const TIMEOUT_MS = 120_000;

/** On a busy machine a partner's poll that comes late would count as a miss at this speed. */
const PATIENT_UNITS = { partnerPollSeconds: 12, partnerPollTimeoutSeconds: 10 } as const;

const patient = (scenario: Scenario): Scenario => ({
  ...scenario,
  connectionsPerSecond: 0.5,
  pairs: scenario.pairs.map((pair) => ({ ...pair, behaviour: { ...PATIENT_UNITS, ...pair.behaviour } })),
});

describe('a story about audits', { timeout: TIMEOUT_MS }, () => {
  it('holds: what cannot be seen is neither right nor wrong', async () => {
    const { expectations, defects } = await runScenario(patient(auditUnitUnreachable), {
      rules: await projectRules(),
      seed: 1,
      speed: 20,
    });
    expect(defects).toEqual([]);
    expect(expectations.filter(({ held }) => !held)).toEqual([]);
  });
});
