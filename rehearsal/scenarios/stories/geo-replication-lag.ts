import { SECOND_MS } from '#domain/time.ts';
import { fact, noFailedConnections, someFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { setListsByHand } from '#rehearsal/scenarios/geo-by-hand.ts';
import {
  geoFigures,
  geoPair,
  geoStandalone,
  LISTS_ARE_RIGHT,
  neverTwoAtOnce,
  oneRoleChangeEach,
  TURN_WITHIN_MS,
  untilListsAreRight,
  untilNothingIsUnderWay,
} from '#rehearsal/scenarios/geo-course.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { applyEstate } from '#rehearsal/world/apply-estate.ts';
import { REGIONS } from '#rehearsal/world/estate-spec.ts';

const ADDED = 'virginia';

/** Items arrive up to a minute and a half late and out of order; of the events between the regions half are lost. */
const slowDown = ({ world: { replication, regions } }: Stage): void => {
  for (const from of REGIONS)
    for (const to of REGIONS)
      if (from !== to) {
        replication.set({ from, to, lagMs: 30 * SECOND_MS, jitterMs: 60 * SECOND_MS });
        replication.setEvents({ from, to, drop: 0.5, delayMs: 20 * SECOND_MS });
      }
  for (const { bus } of regions) bus.faults.duplicate = 0.2;
};

export const geoReplicationLag: Scenario = {
  name: 'geo-replication-lag',
  sentence:
    'A pair joins while the table replicates late and out of order, and events are lost, late and doubled.',
  pairs: [
    geoPair('dublin', 'eu-west-1'),
    geoPair('london', 'eu-west-1'),
    geoPair(ADDED, 'us-east-1', { geoAtStart: 'none' }),
  ],
  standalones: [geoStandalone('lab', 'us-east-1')],
  declaredLater: [ADDED],
  safe: LISTS_ARE_RIGHT,
  play: async (stage) => {
    slowDown(stage);
    await stage.cause(`${ADDED} is declared`, async () => {
      if (!stage.hasControlPlane) return setListsByHand(stage);
      await applyEstate(stage.world);
    });
    stage.facts.set('right', await untilListsAreRight(stage, 5 * TURN_WITHIN_MS));
    if (stage.hasControlPlane) stage.facts.set('idle', await untilNothingIsUnderWay(stage, TURN_WITHIN_MS));
  },
  measure: geoFigures,
  expected: {
    withControlPlane: [
      fact('right', 'every unit in both regions has its lists as the manual says'),
      fact('idle', 'and then nothing is under way any more'),
      neverTwoAtOnce,
      oneRoleChangeEach,
      noFailedConnections,
    ],
    withoutControlPlane: [fact('right', 'every unit has its lists, set by hand'), someFailedConnections],
  },
};
