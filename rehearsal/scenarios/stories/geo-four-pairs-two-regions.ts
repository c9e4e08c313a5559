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
  untilListsAreRight,
  untilNothingIsUnderWay,
} from '#rehearsal/scenarios/geo-course.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { applyEstate } from '#rehearsal/world/apply-estate.ts';

const FRESH = { geoAtStart: 'none' } as const;
const PAIRS = [
  geoPair('cork', 'eu-west-1', FRESH),
  geoPair('dublin', 'eu-west-1', FRESH),
  geoPair('ohio', 'us-east-1', {
    ...FRESH,
    publicAddresses: { first: '203.0.113.11', second: '203.0.113.12' },
  }),
  geoPair('virginia', 'us-east-1', FRESH),
];
const STANDALONES = [geoStandalone('lab', 'eu-west-1', FRESH), geoStandalone('office', 'us-east-1', FRESH)];

export const geoFourPairsTwoRegions: Scenario = {
  name: 'geo-four-pairs-two-regions',
  sentence:
    'Four fresh pairs and two standalones in two regions become a GEO cluster, one pair after the other.',
  pairs: PAIRS,
  standalones: STANDALONES,
  declaredLater: [...PAIRS, ...STANDALONES].map(({ id }) => id),
  safe: LISTS_ARE_RIGHT,
  play: async (stage) => {
    const from = stage.world.scheduler.now();
    await stage.cause('the estate is declared', async () => {
      if (!stage.hasControlPlane) return setListsByHand(stage);
      await applyEstate(stage.world);
    });
    stage.facts.set('right', await untilListsAreRight(stage, 5 * TURN_WITHIN_MS));
    stage.facts.set('minutes', (stage.world.scheduler.now() - from) / 60_000);
    if (!stage.hasControlPlane) return;
    stage.facts.set('idle', await untilNothingIsUnderWay(stage, TURN_WITHIN_MS));
    await noteGeo(stage, 'dublin', '/geo/plan');
  },
  measure: (stage) => ({
    ...geoFigures(stage),
    minutesToAll: Math.round(Number(stage.facts.get('minutes'))),
  }),
  expected: {
    withControlPlane: [
      fact('right', 'every unit in both regions has its lists as the manual says'),
      fact('idle', 'and then nothing is under way any more'),
      neverTwoAtOnce,
      oneRoleChangeEach,
      figure(
        'loadMasterBoots',
        (boots) => boots === 4,
        'one unit of each pair is rebooted, and no standalone',
      ),
      noFailedConnections,
    ],
    withoutControlPlane: [fact('right', 'every unit has its lists, set by hand'), someFailedConnections],
  },
};
