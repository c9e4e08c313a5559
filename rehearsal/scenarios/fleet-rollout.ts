import pMap from 'p-map';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { changeByHand } from '#rehearsal/scenarios/firmware-by-hand.ts';
import { resumeChange, untilHalted, untilStarting, untilUp } from '#rehearsal/scenarios/firmware-course.ts';
import { BAD, CANARIES, CONCURRENCY, IDS, PAIRS, TO } from '#rehearsal/scenarios/firmware-fleet.ts';
import { begunPairs } from '#rehearsal/scenarios/fleet-figures.ts';
import { followRolloutCalls, type RolloutCall } from '#rehearsal/scenarios/rollout-calls.ts';
import {
  commandRollout,
  pairsOf,
  readRollout,
  rollOut,
  rolloutText,
  untilStatus,
  uploadImage,
} from '#rehearsal/scenarios/rollouts.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { crash, repair } from '#rehearsal/scenarios/unit-troubles.ts';
import { REGIONS } from '#rehearsal/world/estate-spec.ts';

/* New firmware for the whole fleet, by a rollout that goes wrong in its canary, or by people. */

const WITHIN_MS = 60 * MINUTE_MS;

const dieWhileStarting = async (stage: Stage): Promise<void> => {
  await untilStarting(stage, BAD, 'second');
  await stage.wait(20 * SECOND_MS);
  stage.note(`${BAD}: second dies`);
  crash(stage, BAD, 'second');
};

/** The canary goes wrong; the operator repairs the unit, resumes the pair, and then the rollout. */
const playCanary = async (stage: Stage, id: string, calls: readonly RolloutCall[]): Promise<void> => {
  const home = stage.find(IDS[0] ?? '');
  await dieWhileStarting(stage);
  await untilHalted(stage, BAD, 'did-not-come-back');
  stage.facts.set('halted', await untilStatus(stage, home, id, ['halted'], 2 * MINUTE_MS));
  stage.facts.set('only-canaries', begunPairs(stage).size === CANARIES);
  const isCalled = (): boolean =>
    calls.some(({ status, because }) => status === 'halted' && because.includes(BAD));
  stage.facts.set(
    'called',
    await stage.until('somebody is called to the halted rollout', isCalled, 2 * MINUTE_MS),
  );
  for (const line of (await rolloutText(home, id)).split('\n')) stage.note(line);
  repair(stage, BAD, 'second');
  await untilUp(stage, BAD, 'second');
  await resumeChange(stage, BAD);
  await commandRollout(home, id, 'resume');
  stage.note('an operator resumes the rollout');
};

const PAUSED_FOR_MS = 45 * SECOND_MS;

/** Somebody pauses the rollout when the first pair of the second wave is done, until another one has made room. */
const pauseOnce = async (stage: Stage, id: string): Promise<void> => {
  const home = stage.find(IDS[0] ?? '');
  const read = async () => pairsOf(await readRollout(home, id));
  const areDone = async (): Promise<number> => (await read()).filter(({ state }) => state === 'done').length;
  await stage.until('a pair of the second wave is done', async () => (await areDone()) > CANARIES, WITHIN_MS);
  await commandRollout(home, id, 'pause');
  stage.note('an operator pauses the rollout');
  const released = (await read()).filter(({ isReleased }) => isReleased).map(({ pairId }) => pairId);
  const before = await areDone();
  await stage.until('another pair is done', async () => (await areDone()) > before, WITHIN_MS);
  await stage.wait(PAUSED_FOR_MS);
  stage.facts.set(
    'begun-while-paused',
    [...begunPairs(stage)].filter((pairId) => !released.includes(pairId)).length,
  );
  await commandRollout(home, id, 'resume');
  stage.note('an operator resumes the rollout');
};

/** Notes what came of it as facts. */
export const rollOutAll = async (stage: Stage): Promise<void> => {
  const home = stage.find(IDS[0] ?? '');
  const calls = followRolloutCalls(stage);
  const image = await uploadImage(stage, TO);
  const id = await rollOut(stage, home, {
    target: TO,
    image,
    pairs: IDS,
    regions: REGIONS,
    waves: [
      { name: 'canary', size: String(CANARIES), soak: '30s' },
      { name: 'half', size: '50%', soak: '30s' },
      { name: 'rest', soak: '0s' },
    ],
    concurrency: CONCURRENCY,
  });
  await playCanary(stage, id, calls);
  await pauseOnce(stage, id);
  stage.facts.set('done', await untilStatus(stage, home, id, ['done'], WITHIN_MS));
  for (const line of (await rolloutText(home, id)).split('\n')) stage.note(line);
  const pairs = pairsOf(await readRollout(home, id));
  stage.facts.set('pairs', pairs);
  stage.facts.set('pairs-done', pairs.filter(({ state }) => state === 'done').length);
};

/** As many at a time as the rollout has, in the order of the estate; nobody looks whether the last ones went well. */
export const changeAll = async (stage: Stage): Promise<void> => {
  const changed = REGIONS.map((region) =>
    pMap(
      PAIRS.filter((pair) => pair.region === region),
      ({ id }) => changeByHand(stage, id, TO),
      { concurrency: CONCURRENCY },
    ),
  );
  await Promise.all([...changed, dieWhileStarting(stage)]);
};
