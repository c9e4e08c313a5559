import { MINUTE_MS } from '#domain/time.ts';
import { fact, noFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import {
  byManual,
  geoFigures,
  geoPair,
  LISTS_ARE_RIGHT,
  neverTwoAtOnce,
  noteGeo,
  TURN_WITHIN_MS,
  touchesOf,
  untilListsAreRight,
} from '#rehearsal/scenarios/geo-course.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { applyEstate, estateWithout } from '#rehearsal/world/apply-estate.ts';
import { geoOf } from '#rehearsal/world/unit-geo.ts';

const ADDED = 'cork';
const CUT = 'us-east-1';

/** Every quarter of a minute: no unit of the first two pairs has ever lost the other pair from its lists. */
const watchLists = (stage: Stage): { readonly wasEverShort: () => boolean } => {
  let wasShort = false;
  const look = (): void => {
    for (const { id, wired, partners } of byManual(stage, [ADDED])) {
      const has = geoOf(wired).partners;
      if (id !== ADDED && partners.some((address) => !has.includes(address))) wasShort = true;
    }
    stage.world.scheduler.after(15_000, look);
  };
  look();
  return { wasEverShort: () => wasShort };
};

/** Cut off before anything was declared: neither region knows what the other has. */
const declareWhileCut = async (stage: Stage): Promise<void> => {
  await applyEstate(stage.world, estateWithout(stage.world.estate, [ADDED]));
  await stage.wait(5 * MINUTE_MS);
  const texts = [await noteGeo(stage, 'dublin'), await noteGeo(stage, 'virginia')];
  stage.facts.set(
    'said',
    texts.every((text) => text.includes('region-missing')),
  );
  stage.facts.set('untouched', touchesOf(stage, ['dublin', 'virginia']) === 0);
};

const bothRight: Expectation = fact('right', 'once the region is back every list is right, in both regions');

export const geoRegionCutOff: Scenario = {
  name: 'geo-region-cut-off',
  sentence:
    'A region is cut off before the estate is declared, and again while a pair joins: no list is ever made of a part.',
  pairs: [
    geoPair('dublin', 'eu-west-1'),
    geoPair('virginia', CUT),
    geoPair(ADDED, 'eu-west-1', { geoAtStart: 'none' }),
  ],
  declaredLater: ['dublin', 'virginia', ADDED],
  safe: LISTS_ARE_RIGHT,
  play: async (stage) => {
    const lists = watchLists(stage);
    await stage.cause(`${CUT} is cut off, and then the estate is declared`, async () => {
      stage.world.replication.cut(CUT);
      if (stage.hasControlPlane) await declareWhileCut(stage);
    });
    stage.note(`${CUT} is back`);
    stage.world.replication.heal(CUT);
    await stage.wait(3 * MINUTE_MS);
    stage.facts.set('still-untouched', touchesOf(stage, ['dublin', 'virginia']) === 0);
    stage.note(`${CUT} is cut off again, and ${ADDED} joins`);
    stage.world.replication.cut(CUT);
    if (stage.hasControlPlane) await applyEstate(stage.world);
    const isHomeRight = () =>
      byManual(stage).every(
        ({ id, wired, partners }) =>
          id === 'virginia' || partners.every((address) => geoOf(wired).partners.includes(address)),
      );
    stage.facts.set(
      'home',
      await stage.until('the pairs of the other region have their lists', isHomeRight, 3 * TURN_WITHIN_MS),
    );
    stage.facts.set('cut-off-alone', touchesOf(stage, ['virginia']) === 0);
    stage.note(`${CUT} is back`);
    stage.world.replication.heal(CUT);
    stage.facts.set('right', await untilListsAreRight(stage, 3 * TURN_WITHIN_MS));
    stage.facts.set('never-short', !lists.wasEverShort());
  },
  measure: geoFigures,
  expected: {
    withControlPlane: [
      fact('said', 'while it is cut off each region says that it has not heard of the other: region-missing'),
      fact('untouched', 'and touches nothing'),
      fact('still-untouched', 'nor when it is back: every list was right'),
      fact('home', 'a pair that joins while the other region is cut off gets its lists where that can be'),
      fact('cut-off-alone', 'and the region that is cut off is left alone'),
      bothRight,
      fact('never-short', 'no list ever lacked a unit that it had and was to have'),
      neverTwoAtOnce,
      noFailedConnections,
    ],
    withoutControlPlane: [
      fact('never-short', 'no list ever lacked a unit that it had'),
      {
        words: 'nobody tells the units of the pair that joined',
        held: ({ facts }) => facts.get('right') === false,
      },
    ],
  },
};
