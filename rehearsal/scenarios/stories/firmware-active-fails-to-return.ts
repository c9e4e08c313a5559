import { isServedBy, isServedByOne } from '#rehearsal/scenarios/conditions.ts';
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
import { roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { unitOf } from '#rehearsal/scenarios/unit-conditions.ts';

const PAIR = 'pair-a';

/** The unit that was the standby serves on, upgraded. */
const notePartnerServes = (stage: Stage): void =>
  void stage.facts.set(
    'partner-serves',
    isServedBy(stage, PAIR, 'second') && unitOf(stage, PAIR, 'second').firmware.version() === TO,
  );

let clock: MixedClock | undefined;

export const firmwareActiveFailsToReturn: Scenario = {
  name: 'firmware-active-fails-to-return',
  sentence: 'In a rollout the unit that was active hands over, and dies while it starts its new firmware.',
  pairs: [{ id: PAIR, region: 'eu-west-1', preferred: 'none', version: FROM }],
  safe: {
    words: 'both units run the new firmware and one of them serves',
    isSo: (stage, pairId) => bothRun(stage, pairId, TO) && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    clock = followMixed(stage, PAIR);
    await playNoReturn(stage, { pairId: PAIR, unit: 'first', whileHalted: notePartnerServes });
    stage.facts.set('mixed-at-the-end', !bothRun(stage, PAIR, TO));
  },
  measure: (stage) => ({
    ...haltFigures(stage),
    ...roleChangesByPair(stage),
    secondsMixed: clock?.seconds() ?? Number.NaN,
  }),
  expected: {
    withControlPlane: [
      noFailedConnections,
      fact('partner-serves', 'the upgraded partner serves while the pair is halted'),
      // As in any switchover, whose reboot this is.
      ...expectedOfNoReturn(PAIR, 'first', 15),
      {
        words: 'the roles change once',
        held: ({ figures }) => figures[`roleChanges_${PAIR}`] === 1,
      },
      allSafe,
    ],
    withoutControlPlane: [
      someFailedConnections,
      fact('mixed-at-the-end', 'the pair stays mixed'),
      { words: 'nobody is called', held: ({ pages }) => pages.length === 0 },
    ],
  },
};
