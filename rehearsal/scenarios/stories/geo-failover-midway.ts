import { MINUTE_MS } from '#domain/time.ts';
import { isServedByOne, rememberedState } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, fact } from '#rehearsal/scenarios/expectations.ts';
import { setListsByHand } from '#rehearsal/scenarios/geo-by-hand.ts';
import {
  areListsRight,
  changeUnderWayOf,
  geoFigures,
  geoPair,
  geoStandalone,
  neverTwoAtOnce,
  TURN_WITHIN_MS,
  untilListsAreRight,
  untilNothingIsUnderWay,
} from '#rehearsal/scenarios/geo-course.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { crash, repair } from '#rehearsal/scenarios/unit-troubles.ts';
import { applyEstate } from '#rehearsal/world/apply-estate.ts';

const PAIR = 'dublin';
const DEAD_FOR_MS = 2 * MINUTE_MS;

/** The lists of the active master are set, or just about to be: then it dies. */
const untilMidway = (stage: Stage): Promise<boolean> =>
  stage.until(
    'the lists of the active unit are being set',
    async () => (await changeUnderWayOf(stage, PAIR))?.units.first.job !== undefined,
    TURN_WITHIN_MS,
  );

export const geoFailoverMidway: Scenario = {
  name: 'geo-failover-midway',
  sentence: 'The active unit dies while its lists are being set: it goes on by the roles of then.',
  pairs: [geoPair(PAIR, 'eu-west-1')],
  standalones: [geoStandalone('lab', 'us-east-1', { geoAtStart: 'none' })],
  declaredLater: ['lab'],
  safe: {
    words: 'both units and the standalone have their lists as the manual says, and one unit serves',
    isSo: (stage, pairId) => areListsRight(stage) && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    await stage.cause('a standalone joins, and the active unit dies on the way', async () => {
      if (stage.hasControlPlane) {
        await applyEstate(stage.world);
        await untilMidway(stage);
      }
      crash(stage, PAIR, 'first');
      await stage.wait(DEAD_FOR_MS);
      repair(stage, PAIR, 'first');
      if (!stage.hasControlPlane) await setListsByHand(stage);
    });
    stage.facts.set('right', await untilListsAreRight(stage, 3 * TURN_WITHIN_MS));
    if (!stage.hasControlPlane) return;
    stage.facts.set('idle', await untilNothingIsUnderWay(stage, 2 * TURN_WITHIN_MS));
    const last = (await rememberedState(stage, PAIR))?.geo.last;
    stage.note(`how it ended: ${JSON.stringify(last)}`);
    stage.facts.set('told', (last?.failovers ?? 0) >= 1 && last?.end === 'done');
  },
  measure: geoFigures,
  expected: {
    withControlPlane: [
      fact('right', 'every unit has its lists as the manual says'),
      fact('idle', 'and then nothing is under way any more'),
      fact('told', 'the change of lists ends done, and says that there was a failover'),
      neverTwoAtOnce,
      allSafe,
    ],
    withoutControlPlane: [fact('right', 'every unit has its lists, set by hand')],
  },
};
