import { DateTime } from 'luxon';
import { WEEKDAYS } from '#domain/estate/estate.ts';
import { type DurationMs, type EpochMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, fact, noFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { changeByHand } from '#rehearsal/scenarios/firmware-by-hand.ts';
import { changeUnderWay, untilIdle } from '#rehearsal/scenarios/firmware-course.ts';
import { bothRun } from '#rehearsal/scenarios/firmware-figures.ts';
import { AT_ONCE, readRollout, rollOut, untilEnded, uploadImage } from '#rehearsal/scenarios/rollouts.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { whatCouldBeTouched } from '#rehearsal/scenarios/untouched.ts';

const TO = '7.2.61.2.24117.RELEASE';

/** In the order of the estate, which is the order of the rollout. */
const DONE = 'done-in-time';
const MIDDLE = 'in-the-middle';
const NEXT = 'next-time';
const PAIRS = [DONE, MIDDLE, NEXT] as const;

/** Time enough for one pair and the beginning of the second; windows have whole minutes. */
const OPEN_FOR_MS = 10 * MINUTE_MS;
/** Late enough that the second pair is done before, and somebody can see that the third one waits. */
const SHUT_FOR_MS = 9 * MINUTE_MS;
/** Units that take their time: three pairs take longer than the window is open, whoever changes them. */
const PATCH_SECONDS = 60;
const WITHIN_MS = 20 * MINUTE_MS;

const marked = ({ facts }: Stage, name: string): EpochMs => Number(facts.get(name));
const mark = (stage: Stage, name: string): void => void stage.facts.set(name, stage.world.scheduler.now());

const windowFrom = (opensAt: EpochMs, openMs: DurationMs) => {
  const from = DateTime.fromMillis(opensAt, { zone: 'UTC' });
  const clock = (time: DateTime): string => time.toFormat('HH:mm');
  return {
    days: [WEEKDAYS[from.weekday - 1]],
    from: clock(from),
    to: clock(from.plus({ milliseconds: openMs })),
    timeZone: 'UTC',
  };
};

/** Open from this minute on, and again later. */
const setWindows = (stage: Stage) => {
  const now = Math.floor(stage.world.scheduler.now() / MINUTE_MS) * MINUTE_MS;
  const closesAt = now + OPEN_FOR_MS;
  const opensAgainAt = closesAt + SHUT_FOR_MS;
  stage.facts.set('closes-at', closesAt);
  stage.facts.set('opens-again-at', opensAgainAt);
  const windows = [windowFrom(now, OPEN_FOR_MS), windowFrom(opensAgainAt, 2 * OPEN_FOR_MS)];
  for (const { days, from, to } of windows) stage.note(`window: ${days} ${from} to ${to} UTC`);
  return windows;
};

const untilTime = (stage: Stage, words: string, at: EpochMs): Promise<boolean> =>
  stage.until(words, () => stage.world.scheduler.now() >= at, WITHIN_MS);

const whileShut = async (stage: Stage, id: string): Promise<void> => {
  const { facts } = stage;
  facts.set('first-done', bothRun(stage, DONE, TO));
  const change = await changeUnderWay(stage, MIDDLE);
  stage.note(`${MIDDLE} is ${change === undefined ? 'not under way' : change.phase}`);
  facts.set('second-in-the-middle', change?.phase === 'installing' || change?.phase === 'rebooting');
  await untilIdle(stage, MIDDLE, WITHIN_MS);
  mark(stage, 'second-ended');
  facts.set('second-done', bothRun(stage, MIDDLE, TO));
  await stage.wait(2 * MINUTE_MS);
  const one = stage.find(NEXT);
  const { waits = '', status } = await readRollout(one, id);
  stage.note(`the rollout is ${status}: ${waits}`);
  facts.set('says', status === 'running' && waits.startsWith('waiting for the window to open'));
};

const rollOutAll = async (stage: Stage): Promise<void> => {
  const one = stage.find(DONE);
  const image = await uploadImage(stage, TO);
  const windows = setWindows(stage);
  const before = whatCouldBeTouched(stage.world, NEXT);
  const plan = { target: TO, image, pairs: PAIRS, waves: AT_ONCE, concurrency: 1, windows };
  const id = await rollOut(stage, one, plan);
  await untilTime(stage, 'the window closes', marked(stage, 'closes-at'));
  await whileShut(stage, id);
  await untilTime(stage, 'the window opens again', marked(stage, 'opens-again-at'));
  stage.facts.set('third-waits', whatCouldBeTouched(stage.world, NEXT) === before);
  stage.facts.set('done', (await untilEnded(stage, one, id, WITHIN_MS)) === 'done');
};

/** One pair after the other: whoever is at it looks at the manual, not at the clock. */
const byHand = async (stage: Stage): Promise<void> => {
  setWindows(stage);
  for (const pairId of PAIRS) {
    await changeByHand(stage, pairId, TO);
    mark(stage, 'ended-by-hand');
  }
  stage.facts.set('too-late', marked(stage, 'ended-by-hand') > marked(stage, 'closes-at'));
};

/** Whole seconds from one moment that the script marked to another. */
const between = (stage: Stage, from: string, to: string): number =>
  Math.round((marked(stage, to) - marked(stage, from)) / SECOND_MS);

export const firmwareWindowCloses: Scenario = {
  name: 'firmware-window-closes',
  sentence: 'The window of a rollout closes while the second of three pairs is being changed.',
  pairs: PAIRS.map((id) => ({
    id,
    region: 'eu-west-1',
    preferred: 'none' as const,
    behaviour: { patchSeconds: PATCH_SECONDS },
  })),
  safe: {
    words: 'both units run the new firmware and one of them serves',
    isSo: (stage, pairId) => bothRun(stage, pairId, TO) && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    const { scheduler } = stage.world;
    await stage.wait(MINUTE_MS - (scheduler.now() % MINUTE_MS));
    await stage.cause('three pairs are to have new firmware, within windows', async () => {
      if (stage.hasControlPlane) await rollOutAll(stage);
      else await byHand(stage);
    });
    await stage.wait(60 * SECOND_MS);
  },
  measure: (stage): Readonly<Record<string, number>> =>
    stage.hasControlPlane
      ? { secondsInTheMiddle: between(stage, 'closes-at', 'second-ended') }
      : { secondsTooLate: between(stage, 'closes-at', 'ended-by-hand') },
  expected: {
    withControlPlane: [
      fact('first-done', 'the first pair is done when the window closes'),
      fact('second-in-the-middle', 'the second one is in the middle of it'),
      fact('second-done', 'and goes on to its end: it is not left with different firmware'),
      fact('says', 'the rollout says that it waits for the window'),
      fact('third-waits', 'nothing of the third pair is touched before the window opens again'),
      fact('done', 'then it is done as well, and the rollout with it'),
      allSafe,
      noFailedConnections,
    ],
    withoutControlPlane: [fact('too-late', 'the last pair is changed while the window is closed'), allSafe],
  },
};
