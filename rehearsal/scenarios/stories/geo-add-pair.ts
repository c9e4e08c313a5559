import { MINUTE_MS } from '#domain/time.ts';
import { fact, noFailedConnections, someFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { setListsByHand } from '#rehearsal/scenarios/geo-by-hand.ts';
import {
  figure,
  geoFigures,
  geoPair,
  geoStandalone,
  LISTS_ARE_RIGHT,
  neverTwoAtOnce,
  noteGeo,
  oneRoleChangeEach,
  TURN_WITHIN_MS,
  touchesOf,
  untilListsAreRight,
  untilNothingIsUnderWay,
} from '#rehearsal/scenarios/geo-course.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { applyEstate } from '#rehearsal/world/apply-estate.ts';

const ADDED = 'virginia';

export const geoAddPair: Scenario = {
  name: 'geo-add-pair',
  sentence:
    'A pair in the other region joins a GEO cluster of a pair and a standalone; another cluster is not touched.',
  pairs: [
    geoPair('dublin', 'eu-west-1'),
    geoPair(ADDED, 'us-east-1', { geoAtStart: 'none' }),
    geoPair('bystander', 'eu-west-1', { geoCluster: 'intranet' }),
  ],
  standalones: [geoStandalone('lab', 'eu-west-1')],
  declaredLater: [ADDED],
  safe: LISTS_ARE_RIGHT,
  play: async (stage) => {
    await stage.cause(`${ADDED} is declared`, async () => {
      if (!stage.hasControlPlane) return setListsByHand(stage);
      await applyEstate(stage.world);
    });
    stage.facts.set('right', await untilListsAreRight(stage, 3 * TURN_WITHIN_MS));
    if (stage.hasControlPlane) {
      stage.facts.set('idle', await untilNothingIsUnderWay(stage, TURN_WITHIN_MS));
      await stage.wait(2 * MINUTE_MS);
      const text = await noteGeo(stage, 'dublin');
      stage.facts.set('shown', !/drifted|syncing|halted/.test(text));
    }
    stage.facts.set('bystander', touchesOf(stage, ['bystander']) === 0);
  },
  measure: geoFigures,
  expected: {
    withControlPlane: [
      fact('right', 'every unit in both regions has its lists as the manual says'),
      fact('idle', 'and then nothing is under way any more'),
      fact('shown', 'the API shows every member as declared'),
      fact('bystander', 'nothing is done to a pair of another cluster'),
      neverTwoAtOnce,
      oneRoleChangeEach,
      figure('loadMasterBoots', (boots) => boots === 2, 'one unit of each of the two pairs is rebooted'),
      noFailedConnections,
    ],
    withoutControlPlane: [fact('right', 'every unit has its lists, set by hand'), someFailedConnections],
  },
};
