import { UNIT_NAMES } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  type Attempt,
  tryBus,
  tryJobs,
  tryPair,
  tryRollout,
  tryRollouts,
} from '#rehearsal/scenarios/brick-attempts.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, fact, noFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { changeByHand } from '#rehearsal/scenarios/firmware-by-hand.ts';
import { bothRun } from '#rehearsal/scenarios/firmware-figures.ts';
import {
  AT_ONCE,
  commandRollout,
  planRollout,
  readRollout,
  rollOut,
  untilChecked,
  untilEnded,
  uploadImage,
} from '#rehearsal/scenarios/rollouts.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { unitOf } from '#rehearsal/scenarios/unit-conditions.ts';
import { whatCouldBeTouched } from '#rehearsal/scenarios/untouched.ts';

/** A version that can be ranked, and one that cannot. */
const PAIRS = ['known', 'unranked'] as const;
/** Runs firmware below the floor, and may go on to other firmware below it. */
const BELOW = 'below';
/** Came from below the floor, and keeps that as its previous version. */
const RISEN = 'risen';

const LOWEST = '7.2.35.1.17001.RELEASE';
const TARGET = '7.2.35.4.17250.RELEASE';
const ABOVE = '7.2.54.8.22240.RELEASE';
const LATER = '7.2.61.2.24117.RELEASE';

const WITHIN_MS = 15 * MINUTE_MS;
/** The schedule has had its turn at whatever was left behind. */
const AFTERWARDS_MS = 2 * MINUTE_MS;

const BRICK_FLOOR = 'brick-floor';

const note = (stage: Stage, name: string, code: string, attempts: readonly Attempt[]): void => {
  const others = attempts.filter(({ codes }) => !codes.includes(code));
  for (const { words, codes } of others)
    stage.note(`${words}: ${codes.length === 0 ? 'not refused' : codes.join(', ')}, not ${code}`);
  stage.facts.set(name, attempts.length > 0 && others.length === 0);
  stage.facts.set('attempts', Number(stage.facts.get('attempts') ?? 0) + attempts.length);
};

/** Against units that would be bricked by it. */
const tryEverything = async (stage: Stage): Promise<void> => {
  const image = await uploadImage(stage, TARGET);
  const wish = { target: TARGET, image };
  const one = stage.find(PAIRS[0]);
  const attempts: Attempt[] = [...(await tryRollouts(stage, one, { ...wish, pairs: PAIRS }))];
  for (const pairId of PAIRS) {
    attempts.push(...(await tryPair(stage.find(pairId), wish)));
    attempts.push(await tryBus(stage, pairId, wish, 'with the image'));
    attempts.push(await tryBus(stage, pairId, { target: TARGET }, 'without an image'));
    attempts.push(await tryBus(stage, pairId, { target: '7.2.35.4', image }, 'without the build'));
  }
  note(stage, 'refused', BRICK_FLOOR, attempts);
  const install = { kind: 'install', ...wish } as const;
  note(stage, 'job-refused', BRICK_FLOOR, await tryJobs(stage, 'known', install, 'install'));
  note(stage, 'job-unranked', 'version-unread', await tryJobs(stage, 'unranked', install, 'install'));
  const disguised = { target: LATER, image };
  const { refusals = [] } = await planRollout(one, { ...disguised, pairs: PAIRS });
  note(stage, 'disguised', 'wrong-image', [
    { words: 'a rollout of another target', codes: refusals.map(({ code }) => code) },
    await tryBus(stage, 'known', disguised, 'of another target'),
    ...(await tryJobs(stage, 'known', { kind: 'install', ...disguised }, 'of another target')),
  ]);
};

/** Started without the pairs that are refused, for the sake of one that may go there. */
const leaveOut = async (stage: Stage): Promise<void> => {
  const one = stage.find(PAIRS[0]);
  const image = await uploadImage(stage, TARGET);
  const regions = stage.world.regions.map(({ region }) => region);
  const plan = { target: TARGET, image, pairs: [...PAIRS, BELOW], regions, waves: AT_ONCE };
  const { id = '' } = await planRollout(one, { ...plan, maxFailureShare: 1, concurrency: 3 });
  await untilChecked(stage, one, id);
  await stage.until(
    'a rollout has started without the refused pairs',
    async () => (await commandRollout(one, id, 'start', { leaveOutRefused: true })).httpStatus === 200,
    3 * MINUTE_MS,
  );
  await untilEnded(stage, one, id, WITHIN_MS);
  stage.facts.set('below', (await readRollout(one, id)).status === 'done' && bothRun(stage, BELOW, TARGET));
};

/** Up from below the floor; then back to it by what its units keep. */
const riseAndRollBack = async (stage: Stage): Promise<void> => {
  const one = stage.find(RISEN);
  const image = await uploadImage(stage, ABOVE);
  const id = await rollOut(stage, one, { target: ABOVE, image, pairs: [RISEN], waves: AT_ONCE });
  stage.facts.set('risen', (await untilEnded(stage, one, id, WITHIN_MS)) === 'done');
  await stage.wait(AFTERWARDS_MS);
  const before = whatCouldBeTouched(stage.world, RISEN);
  const { id: back = '' } = await commandRollout(one, id, 'roll-back');
  note(stage, 'not-back', BRICK_FLOOR, [
    ...(await tryRollout(stage, one, back, 'a roll back')),
    ...(await tryPair(one, { target: LOWEST })),
    await tryBus(stage, RISEN, { target: LOWEST }, 'back'),
    ...(await tryJobs(stage, RISEN, { kind: 'restore-previous', target: LOWEST }, 'back')),
  ]);
  await stage.wait(AFTERWARDS_MS);
  stage.facts.set('risen-untouched', whatCouldBeTouched(stage.world, RISEN) === before);
};

const areDark = (stage: Stage): boolean =>
  PAIRS.every(
    (pairId) =>
      UNIT_NAMES.every((unit) => unitOf(stage, pairId, unit).machine() === 'crashed') &&
      !isServedByOne(stage, pairId),
  );

export const firmwareRefuseBrick: Scenario = {
  name: 'firmware-refuse-brick',
  sentence: 'Somebody wants firmware below 7.2.36 on units above it, and tries everything.',
  pairs: [
    { id: 'known', region: 'eu-west-1', preferred: 'none', version: '7.2.61.1.24109.RELEASE' },
    { id: 'unranked', region: 'eu-west-1', preferred: 'none', version: '7.2.61.1.24109.SPECIAL' },
    { id: BELOW, region: 'us-east-1', preferred: 'none', version: LOWEST },
    { id: RISEN, region: 'us-east-1', preferred: 'none', version: LOWEST },
  ],
  safe: {
    words: 'everything has been tried, both units are up, and one of them serves',
    isSo: (stage, pairId) =>
      stage.facts.get('tried') === true &&
      UNIT_NAMES.every((unit) => unitOf(stage, pairId, unit).machine() === 'up') &&
      isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    const before = PAIRS.map((pairId) => whatCouldBeTouched(stage.world, pairId));
    await stage.cause('somebody wants firmware below the floor', async () => {
      if (!stage.hasControlPlane)
        await Promise.all(PAIRS.map((pairId) => changeByHand(stage, pairId, TARGET)));
      else await Promise.all([tryEverything(stage), leaveOut(stage), riseAndRollBack(stage)]);
    });
    stage.facts.set('tried', true);
    await stage.wait(60 * SECOND_MS);
    const after = PAIRS.map((pairId) => whatCouldBeTouched(stage.world, pairId));
    stage.facts.set('untouched', JSON.stringify(after) === JSON.stringify(before));
    stage.facts.set('dark', areDark(stage));
  },
  measure: ({ facts }) => ({ attempts: Number(facts.get('attempts') ?? 0) }),
  expected: {
    withControlPlane: [
      fact('refused', 'every plan, every rollout with whatever option, every order by hand: brick-floor'),
      fact('job-refused', 'a job sent straight to the function for jobs: brick-floor'),
      fact('job-unranked', 'the same where the unit names no version: version-unread'),
      fact('disguised', 'the image under another target: wrong-image'),
      fact('below', 'the pair that is below already is brought to the target, the refused ones left out'),
      fact('untouched', 'nothing of the other units is ever touched'),
      fact('risen', 'a pair from below the floor rises above it'),
      fact('not-back', 'every way of taking it back: brick-floor'),
      fact('risen-untouched', 'nothing of it is touched then'),
      allSafe,
      noFailedConnections,
    ],
    withoutControlPlane: [fact('dark', 'both units of both pairs are bricked, and nobody serves')],
  },
};
