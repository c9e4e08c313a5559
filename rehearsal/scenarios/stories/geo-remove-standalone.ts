import { fact, noFailedConnections, someFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { setListsByHand } from '#rehearsal/scenarios/geo-by-hand.ts';
import {
  areListsRight,
  geoFigures,
  geoPair,
  geoStandalone,
  neverTwoAtOnce,
  oneRoleChangeEach,
  TURN_WITHIN_MS,
  touchesOf,
  untilListsAreRight,
  untilNothingIsUnderWay,
} from '#rehearsal/scenarios/geo-course.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { applyEstate, estateWithout } from '#rehearsal/world/apply-estate.ts';

const REMOVED = 'lab';

export const geoRemoveStandalone: Scenario = {
  name: 'geo-remove-standalone',
  sentence:
    'A standalone leaves the GEO cluster of two pairs and another standalone; it is not touched itself.',
  pairs: [geoPair('dublin', 'eu-west-1'), geoPair('virginia', 'us-east-1', { geoMaster: 'second' })],
  standalones: [geoStandalone(REMOVED, 'us-east-1'), geoStandalone('office', 'eu-west-1')],
  safe: {
    words: 'every unit that stays has its lists as the manual says',
    isSo: (stage) => areListsRight(stage, [REMOVED]),
  },
  play: async (stage) => {
    await stage.cause(`${REMOVED} is taken out of the estate`, async () => {
      if (!stage.hasControlPlane) return setListsByHand(stage, [REMOVED]);
      await applyEstate(stage.world, estateWithout(stage.world.estate, [REMOVED]));
    });
    stage.facts.set('right', await untilListsAreRight(stage, 4 * TURN_WITHIN_MS, [REMOVED]));
    if (stage.hasControlPlane) stage.facts.set('idle', await untilNothingIsUnderWay(stage, TURN_WITHIN_MS));
    stage.facts.set('left-alone', touchesOf(stage, [REMOVED]) === 0);
  },
  measure: geoFigures,
  expected: {
    withControlPlane: [
      fact('right', 'every unit that stays has its lists as the manual says'),
      fact('idle', 'and then nothing is under way any more'),
      fact('left-alone', 'nothing is done to the standalone that left'),
      neverTwoAtOnce,
      {
        words: 'roles change once where the master is active, twice where it is the standby',
        held: ({ figures }) => figures.roleChanges_dublin === 1 && figures.roleChanges_virginia === 2,
      },
      noFailedConnections,
    ],
    withoutControlPlane: [
      fact('right', 'every unit that stays has its lists, set by hand'),
      oneRoleChangeEach,
      someFailedConnections,
    ],
  },
};
