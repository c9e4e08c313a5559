import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedBy, isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import {
  allSafe,
  calledTo,
  fact,
  noFailedConnections,
  someFailedConnections,
} from '#rehearsal/scenarios/expectations.ts';
import { changeByHand } from '#rehearsal/scenarios/firmware-by-hand.ts';
import { untilHalted } from '#rehearsal/scenarios/firmware-course.ts';
import { bothRun, followMixed, type MixedClock } from '#rehearsal/scenarios/firmware-figures.ts';
import { roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import {
  AT_ONCE,
  CHECKED_WITHIN_MS,
  commandRollout,
  planRollout,
  type RolloutPlan,
  readRollout,
  rollBack,
  rollOut,
  untilChecked,
  untilEnded,
  uploadImage,
} from '#rehearsal/scenarios/rollouts.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { unitOf } from '#rehearsal/scenarios/unit-conditions.ts';
import { whatCouldBeTouched } from '#rehearsal/scenarios/untouched.ts';

const PAIR = 'web';
const BEFORE = '7.2.61.1.24109.RELEASE';
/** One target for each thing that can be wrong with an image. */
const TRUNCATED = '7.2.61.2.24117.RELEASE';
const MISLABELLED = '7.2.61.3.24131.RELEASE';
const OTHER_INSIDE = '7.2.61.4.24150.RELEASE';
const INSIDE = '7.2.60.2.23411.RELEASE';

const WITHIN_MS = 15 * MINUTE_MS;

const plan = (target: string, image: RolloutPlan['image']): RolloutPlan => ({
  target,
  image,
  pairs: [PAIR],
  waves: AT_ONCE,
});

/** Half of the file is in the bucket, under the checksum of the whole. */
const truncated = async (stage: Stage): Promise<void> => {
  const one = stage.find(PAIR);
  const before = whatCouldBeTouched(stage.world, PAIR);
  const image = await uploadImage(stage, TRUNCATED, { truncatedTo: 1024 * 1024 });
  const { id = '' } = await planRollout(one, plan(TRUNCATED, image));
  await untilChecked(stage, one, id);
  const start = () => commandRollout(one, id, 'start');
  await stage.until(
    'the check of the image has ended',
    async () => (await start()).message?.includes('image-checksum') === true,
    CHECKED_WITHIN_MS,
  );
  const { httpStatus, message = '', refusals = [] } = await start();
  stage.note(`start is refused: ${message}`);
  stage.facts.set(
    'truncated',
    httpStatus === 409 && refusals[0]?.code === 'image-not-verified' && message.includes('image-checksum'),
  );
  stage.facts.set('truncated-untouched', whatCouldBeTouched(stage.world, PAIR) === before);
  await commandRollout(one, id, 'abort');
};

/** The file is of another version by its own name. */
const mislabelled = async (stage: Stage): Promise<void> => {
  const image = await uploadImage(stage, INSIDE);
  const { message, refusals = [] } = await planRollout(stage.find(PAIR), plan(MISLABELLED, image));
  stage.note(`the plan is refused: ${message}`);
  stage.facts.set('mislabelled', refusals.map(({ code }) => code).join() === 'wrong-image');
};

/** Name and checksum are right, and the version inside is another: that shows only on a unit. */
const otherInside = async (stage: Stage): Promise<void> => {
  const one = stage.find(PAIR);
  const active = unitOf(stage, PAIR, 'first');
  const bootedAt = active.bootedAt();
  const image = await uploadImage(stage, OTHER_INSIDE, { contains: INSIDE });
  const id = await rollOut(stage, one, plan(OTHER_INSIDE, image));
  stage.facts.set('halted', await untilHalted(stage, PAIR, 'wrong-version'));
  stage.facts.set('rollout-halted', (await untilEnded(stage, one, id, WITHIN_MS)) === 'halted');
  const isAsBefore = active.bootedAt() === bootedAt && active.firmware.version() === BEFORE;
  stage.facts.set(
    'active-untouched',
    isAsBefore && active.firmware.staged() === undefined && isServedBy(stage, PAIR, 'first'),
  );
  const back = await rollBack(stage, one, id);
  stage.facts.set('back', (await untilEnded(stage, one, back, WITHIN_MS)) === 'done');
  stage.facts.set('original', (await readRollout(one, id)).status === 'aborted');
  stage.facts.set('active-never-rebooted', active.bootedAt() === bootedAt);
};

const clocks: MixedClock[] = [];

export const firmwareBadImage: Scenario = {
  name: 'firmware-bad-image',
  sentence:
    'Three images are not what they are said to be: one is cut off, one misnamed, one of another version inside.',
  pairs: [{ id: PAIR, region: 'eu-west-1', preferred: 'none', version: BEFORE }],
  safe: {
    words: 'the rollout is taken back, both units run what they ran before and one of them serves',
    isSo: (stage, pairId) =>
      stage.facts.get('back') === true && bothRun(stage, pairId, BEFORE) && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    clocks.splice(0, clocks.length, followMixed(stage, PAIR));
    await stage.cause('bad images are put into the buckets', async () => {
      if (!stage.hasControlPlane) return changeByHand(stage, PAIR, INSIDE);
      await truncated(stage);
      await mislabelled(stage);
      await otherInside(stage);
    });
    await stage.wait(60 * SECOND_MS);
    stage.facts.set('equal', bothRun(stage, PAIR, BEFORE));
    stage.facts.set('unwanted', bothRun(stage, PAIR, INSIDE));
  },
  measure: (stage) => ({ ...roleChangesByPair(stage), secondsMixed: clocks[0]?.seconds() ?? Number.NaN }),
  expected: {
    withControlPlane: [
      fact('truncated', 'cut off: the start is refused, image-checksum'),
      fact('truncated-untouched', 'cut off: nothing of the pair is touched'),
      fact('mislabelled', 'misnamed: the plan is refused, wrong-image'),
      fact('halted', 'another version inside: the pair halts, wrong-version'),
      fact('rollout-halted', 'and so does the rollout'),
      fact('active-untouched', 'the active unit is untouched then, and serves'),
      calledTo(PAIR, 'somebody is called', ({ reason }) => reason === 'wrong-version' || reason === 'halted'),
      fact('back', 'the roll back ends done'),
      fact('original', 'the rollout that it takes back is aborted'),
      fact('active-never-rebooted', 'the active unit was never rebooted'),
      fact('equal', 'both units run what they ran before at the end'),
      allSafe,
      noFailedConnections,
    ],
    withoutControlPlane: [
      fact('unwanted', 'both units run a version that nobody wanted'),
      someFailedConnections,
    ],
  },
};
