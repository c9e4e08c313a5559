import type { Estate, Pair } from '#domain/estate/estate.ts';
import { MINUTE_MS } from '#domain/time.ts';
import { fact, noFailedConnections, someFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { setListsByHand } from '#rehearsal/scenarios/geo-by-hand.ts';
import {
  areListsRight,
  byManual,
  geoFigures,
  geoPair,
  LISTS_ARE_RIGHT,
  neverTwoAtOnce,
  oneRoleChangeEach,
  TURN_WITHIN_MS,
  untilListsAreRight,
  untilNothingIsUnderWay,
} from '#rehearsal/scenarios/geo-course.ts';
import { sendToApi } from '#rehearsal/scenarios/operator.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { applyEstate } from '#rehearsal/world/apply-estate.ts';
import type { PairSpec } from '#rehearsal/world/estate-spec.ts';
import { geoOf, setGeo } from '#rehearsal/world/unit-geo.ts';

const REPLACED = 'virginia';
/** The unit that is gone, as everybody has it in their lists still. */
const GONE = { instanceId: 'i-0deadbeef00000001', address: '10.99.9.9' } as const;

const withoutWindows = ({ geoWindows: _, ...spec }: PairSpec): PairSpec => spec;

const withGone = ({ units, ...pair }: Pair): Pair => ({
  ...pair,
  units: { ...units, second: { ...units.second, ...GONE } },
});

const before = ({ pairs, standalones }: Estate): Estate => ({
  pairs: pairs.map((pair) => (pair.id === REPLACED ? withGone(pair) : pair)),
  standalones,
});

/** Everybody else's lists carry the address of the unit that is gone; the new one has none of its own yet. */
const makeOld = (stage: Stage): void => {
  const { address } = stage.find(REPLACED).pair.pair.units.second;
  const old = (addresses: readonly string[]) =>
    addresses.map((one) => (one === address ? GONE.address : one));
  for (const { id, wired } of byManual(stage)) {
    const { access, partners } = geoOf(wired);
    const isNew = id === REPLACED && wired === stage.find(REPLACED).pair.wired.second;
    setGeo(wired, isNew ? { access: [], partners: [] } : { access: old(access), partners: old(partners) });
  }
};

/** In each region, for nobody's windows are declared: an operator asks for it. */
const askForSync = async (stage: Stage): Promise<boolean> => {
  const body = { cluster: 'shop', why: 'the second unit of virginia was replaced' };
  const { status } = await sendToApi(stage.find('dublin'), 'POST', '/geo/sync', body);
  stage.note(`an operator asks for the lists of the cluster to be set (${status})`);
  return status === 202;
};

export const geoReplaceUnit: Scenario = {
  name: 'geo-replace-unit',
  sentence:
    'A unit is replaced by one with another address: nothing happens before somebody asks, for no window is declared.',
  pairs: [withoutWindows(geoPair('dublin', 'eu-west-1')), withoutWindows(geoPair(REPLACED, 'us-east-1'))],
  safe: LISTS_ARE_RIGHT,
  play: async (stage) => {
    makeOld(stage);
    if (stage.hasControlPlane) await applyEstate(stage.world, before(stage.world.estate));
    await stage.cause('the new unit is declared', async () => {
      if (!stage.hasControlPlane) return setListsByHand(stage);
      await applyEstate(stage.world);
      await stage.wait(4 * MINUTE_MS);
      stage.facts.set(
        'waits',
        !areListsRight(stage) && stage.decisions.every(({ record }) => record.by !== 'geo'),
      );
      stage.facts.set('asked', await askForSync(stage));
    });
    stage.facts.set('right', await untilListsAreRight(stage, 4 * TURN_WITHIN_MS));
    if (stage.hasControlPlane) stage.facts.set('idle', await untilNothingIsUnderWay(stage, TURN_WITHIN_MS));
  },
  measure: geoFigures,
  expected: {
    withControlPlane: [
      fact('waits', 'without a window nothing is set before somebody asks'),
      fact('asked', 'the request is accepted, for pairs of both regions'),
      fact('right', 'every unit has its lists as the manual says'),
      fact('idle', 'and then nothing is under way any more'),
      neverTwoAtOnce,
      oneRoleChangeEach,
      noFailedConnections,
    ],
    withoutControlPlane: [fact('right', 'every unit has its lists, set by hand'), someFailedConnections],
  },
};
