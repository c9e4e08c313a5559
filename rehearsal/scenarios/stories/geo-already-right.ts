import { MINUTE_MS } from '#domain/time.ts';
import { fact, noFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import {
  areListsRight,
  figure,
  geoFigures,
  geoPair,
  geoStandalone,
  LISTS_ARE_RIGHT,
} from '#rehearsal/scenarios/geo-course.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { applyEstate } from '#rehearsal/world/apply-estate.ts';

const WATCHED_MS = 15 * MINUTE_MS;

export const geoAlreadyRight: Scenario = {
  name: 'geo-already-right',
  sentence:
    'Every list of three pairs and a standalone in two regions is right: nothing is written to any unit.',
  pairs: [
    geoPair('dublin', 'eu-west-1'),
    geoPair('london', 'eu-west-1', { geoMaster: 'second' }),
    geoPair('virginia', 'us-east-1'),
  ],
  standalones: [geoStandalone('lab', 'us-east-1')],
  safe: LISTS_ARE_RIGHT,
  play: async (stage) => {
    await stage.cause(
      'the estate is declared once more, and everybody looks for a quarter of an hour',
      async () => {
        if (stage.hasControlPlane) await applyEstate(stage.world);
      },
    );
    await stage.wait(5 * MINUTE_MS);
    const writes = stage.world.writes();
    await stage.wait(WATCHED_MS - 5 * MINUTE_MS);
    stage.facts.set('no-table-writes', stage.world.writes() === writes);
    stage.facts.set('right', areListsRight(stage));
  },
  measure: geoFigures,
  expected: {
    withControlPlane: [
      figure('loadMasterWrites', (writes) => writes === 0, 'nothing is written to any LoadMaster'),
      figure('loadMasterBoots', (boots) => boots === 0, 'no LoadMaster is rebooted'),
      fact('no-table-writes', 'nothing is written to the table once all is known'),
      fact('right', 'every list is right at the end'),
      noFailedConnections,
    ],
    withoutControlPlane: [fact('right', 'every list is right at the end')],
  },
};
