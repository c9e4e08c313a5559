import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import {
  allSafe,
  fact,
  noFailedConnections,
  someFailedConnections,
} from '#rehearsal/scenarios/expectations.ts';
import { changeByHand } from '#rehearsal/scenarios/firmware-by-hand.ts';
import { bothRun } from '#rehearsal/scenarios/firmware-figures.ts';
import { type FirmwareLegs, followLegs } from '#rehearsal/scenarios/firmware-legs.ts';
import { AT_ONCE, rollBack, rollOut, untilEnded, uploadImage } from '#rehearsal/scenarios/rollouts.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

const PAIR = 'web';
const NEWER = '7.2.61.1.24109.RELEASE';
const OLDER = '7.2.60.2.23411.RELEASE';

const WITHIN_MS = 15 * MINUTE_MS;
/** What the load balancer does late belongs to the change that caused it. */
const AFTERWARDS_MS = 60 * SECOND_MS;

/** Down by an image; back by the rollout's own roll back, for which the units need none. */
const rollOutAndBack = async (stage: Stage, there: () => Promise<void>): Promise<void> => {
  const one = stage.find(PAIR);
  const image = await uploadImage(stage, OLDER);
  const id = await rollOut(stage, one, { target: OLDER, image, pairs: [PAIR], waves: AT_ONCE });
  stage.facts.set('done', (await untilEnded(stage, one, id, WITHIN_MS)) === 'done');
  await there();
  const back = await rollBack(stage, one, id);
  stage.facts.set('back-done', (await untilEnded(stage, one, back, WITHIN_MS)) === 'done');
};

const byHand = async (stage: Stage, there: () => Promise<void>): Promise<void> => {
  await changeByHand(stage, PAIR, OLDER);
  await there();
  await changeByHand(stage, PAIR, NEWER);
};

const once = (direction: string): Expectation => ({
  words: `${direction}: the roles change exactly once`,
  held: ({ figures }) => figures[`roleChanges_${direction}`] === 1,
});

let legs: FirmwareLegs | undefined;

export const firmwareDowngrade: Scenario = {
  name: 'firmware-downgrade',
  sentence: 'A rollout takes a pair down to older firmware by an image, and is rolled back without one.',
  pairs: [{ id: PAIR, region: 'eu-west-1', preferred: 'none', version: NEWER }],
  safe: {
    words: 'both units run the older firmware and one of them serves',
    isSo: (stage, pairId) => bothRun(stage, pairId, OLDER) && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    const followed = followLegs(stage, PAIR);
    legs = followed;
    const there = async (): Promise<void> => {
      await stage.wait(AFTERWARDS_MS);
      stage.facts.set('older', bothRun(stage, PAIR, OLDER));
      followed.begin('back');
    };
    await stage.cause('the pair is to have older firmware', async () => {
      followed.begin('down');
      if (stage.hasControlPlane) await rollOutAndBack(stage, there);
      else await byHand(stage, there);
    });
    await stage.wait(AFTERWARDS_MS);
    stage.facts.set('newer', bothRun(stage, PAIR, NEWER));
  },
  measure: () => legs?.figures() ?? {},
  expected: {
    withControlPlane: [
      fact('done', 'the rollout ends done'),
      fact('older', 'both units run the older firmware then'),
      once('down'),
      fact('back-done', 'its roll back ends done'),
      fact('newer', 'both units run the newer firmware at the end'),
      once('back'),
      allSafe,
      noFailedConnections,
    ],
    withoutControlPlane: [
      fact('older', 'both units run the older firmware then'),
      fact('newer', 'both units run the newer firmware at the end'),
      allSafe,
      someFailedConnections,
    ],
  },
};
