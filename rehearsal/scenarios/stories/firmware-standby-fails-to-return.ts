import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import {
  allSafe,
  fact,
  noFailedConnections,
  someFailedConnections,
} from '#rehearsal/scenarios/expectations.ts';
import { bothRun, followMixed, type MixedClock } from '#rehearsal/scenarios/firmware-figures.ts';
import {
  expectedOfNoReturn,
  FROM,
  haltFigures,
  playNoReturn,
  TO,
} from '#rehearsal/scenarios/firmware-no-return.ts';
import { roleChanges, roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { isActive, unitOf } from '#rehearsal/scenarios/unit-conditions.ts';

const PAIR = 'pair-a';

/** The active unit is as it was: it serves, it has not booted, and nothing lies on it. */
const noteActiveUntouched = (stage: Stage): void => {
  const unit = unitOf(stage, PAIR, 'first');
  const runsAsBefore = unit.firmware.version() === FROM && unit.firmware.staged() === undefined;
  const hasNotBooted = unit.bootedAt() < (stage.causedAt ?? 0);
  stage.facts.set(
    'active-untouched',
    runsAsBefore && hasNotBooted && isActive(stage, PAIR, 'first') && roleChanges(stage, PAIR).length === 0,
  );
};

let clock: MixedClock | undefined;

export const firmwareStandbyFailsToReturn: Scenario = {
  name: 'firmware-standby-fails-to-return',
  sentence: 'In a rollout the standby of a pair dies while it starts its new firmware.',
  pairs: [{ id: PAIR, region: 'eu-west-1', preferred: 'none', version: FROM }],
  safe: {
    words: 'both units run the new firmware and one of them serves',
    isSo: (stage, pairId) => bothRun(stage, pairId, TO) && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    clock = followMixed(stage, PAIR);
    await playNoReturn(stage, { pairId: PAIR, unit: 'second', whileHalted: noteActiveUntouched });
  },
  measure: (stage) => ({
    ...haltFigures(stage),
    ...roleChangesByPair(stage),
    secondsMixed: clock?.seconds() ?? Number.NaN,
  }),
  expected: {
    withControlPlane: [
      noFailedConnections,
      fact('active-untouched', 'the active unit serves, and nothing is done to it, while the pair is halted'),
      ...expectedOfNoReturn(PAIR, 'second', 10),
      allSafe,
    ],
    withoutControlPlane: [
      someFailedConnections,
      {
        words: 'the active unit is rebooted next, and nobody serves',
        held: ({ figures }) => figures.secondsWithoutHealthyTarget > 0,
      },
    ],
  },
};
