import { isMixedAlarming } from '#domain/firmware/mixed-alarm.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedByOne, rememberedState } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, calledTo, fact, someFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { changeByHand } from '#rehearsal/scenarios/firmware-by-hand.ts';
import {
  resumeChange,
  untilHalted,
  untilHandingOver,
  untilIdle,
  untilInstallingOn,
} from '#rehearsal/scenarios/firmware-course.ts';
import { bothRun, followMixed, type MixedClock } from '#rehearsal/scenarios/firmware-figures.ts';
import { failedByPair } from '#rehearsal/scenarios/leaving-pairs.ts';
import { askToExplain } from '#rehearsal/scenarios/operator.ts';
import {
  commandRollout,
  rollOut,
  rolloutText,
  untilStatus,
  uploadImage,
} from '#rehearsal/scenarios/rollouts.ts';
import type { Expectation, Played, Scenario } from '#rehearsal/scenarios/scenario.ts';
import { interruptAndReturn } from '#rehearsal/scenarios/spot-and-back.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { isBack, unitOf } from '#rehearsal/scenarios/unit-conditions.ts';

const TO = '7.2.61.2.24117.RELEASE';

/** Pairs of the rollout: the warning comes while the active unit gets the image, or while it hands over. */
const CHANGED = ['while-installing', 'while-handing-over'] as const;
type Changed = (typeof CHANGED)[number];

/** The same warning, and no rollout. */
const LEFT_ALONE = 'left-alone';

const WITHIN_MS = 15 * MINUTE_MS;

const untilItsMoment = async (stage: Stage, pairId: Changed): Promise<void> => {
  if (pairId === 'while-handing-over') await untilHandingOver(stage, pairId);
  else await untilInstallingOn(stage, pairId, 'first');
};

const noteWhatIsSaid = async (stage: Stage, pairId: Changed): Promise<void> => {
  const state = await rememberedState(stage, pairId);
  const now = stage.world.scheduler.now();
  stage.facts.set(`alarm_${pairId}`, state !== undefined && isMixedAlarming(state, now));
  const { operation, firmware } = await askToExplain(stage.find(pairId));
  for (const line of [operation, ...firmware]) stage.note(`${pairId}: explain says: ${line}`);
  stage.facts.set(
    `explained_${pairId}`,
    ['an urgent drain put an end to it', 'different firmware'].every((words) =>
      firmware.some((line) => line.includes(words)),
    ),
  );
};

const disturb = async (stage: Stage, pairId: Changed): Promise<void> => {
  await untilItsMoment(stage, pairId);
  await interruptAndReturn(stage, pairId);
  stage.facts.set(`halted_${pairId}`, await untilHalted(stage, pairId, 'interrupted-by-drain'));
  await noteWhatIsSaid(stage, pairId);
  stage.facts.set(`resumed_${pairId}`, await resumeChange(stage, pairId));
  await untilIdle(stage, pairId);
};

const rollOutBoth = async (stage: Stage): Promise<void> => {
  const one = stage.find(CHANGED[0]);
  const image = await uploadImage(stage, TO);
  const waves = [{ name: 'all', soak: '0s' }];
  const id = await rollOut(stage, one, { target: TO, image, pairs: CHANGED, waves, concurrency: 2 });
  await Promise.all([
    ...CHANGED.map((pairId) => disturb(stage, pairId)),
    interruptAndReturn(stage, LEFT_ALONE),
  ]);
  await commandRollout(one, id, 'resume');
  stage.facts.set('done', await untilStatus(stage, one, id, ['done'], WITHIN_MS));
  for (const line of (await rolloutText(one, id)).split('\n')) stage.note(line);
};

/** Without the control plane somebody changes the firmware by hand, and nobody heeds the warnings. */
const changeBoth = async (stage: Stage): Promise<void> => {
  const byHand = async (pairId: Changed): Promise<void> => {
    const changed = changeByHand(stage, pairId, TO);
    await stage.until(
      `${pairId}: the standby runs the new firmware`,
      () => isBack(stage, pairId, 'second') && unitOf(stage, pairId, 'second').firmware.version() === TO,
      WITHIN_MS,
    );
    await Promise.all([changed, interruptAndReturn(stage, pairId)]);
  };
  await Promise.all([...CHANGED.map(byHand), interruptAndReturn(stage, LEFT_ALONE)]);
};

const ofEach = (name: string, words: string): readonly Expectation[] =>
  CHANGED.map((pairId) => fact(`${name}_${pairId}`, `${pairId}: ${words}`));

/** From the drain's first decision until it is over nothing is done for the firmware's sake. */
const neverShares = ({ decisions }: Played, pairId: string): boolean => {
  const own = decisions.filter((one) => one.pairId === pairId).map(({ record }) => record);
  const isDrain = ({ operation }: (typeof own)[number]): boolean => operation.startsWith('draining ');
  const [begin, end] = [own.findIndex(isDrain), own.findLastIndex(isDrain)];
  return (
    begin >= 0 &&
    own.slice(begin, end + 1).every(({ by, actions }) => by !== 'firmware' || actions.length === 0)
  );
};

const clocks = new Map<string, MixedClock>();

export const firmwareSpotMidway: Scenario = {
  name: 'firmware-spot-midway',
  sentence: 'AWS takes the active unit of two pairs away in the middle of a rollout, and brings it back.',
  pairs: [...CHANGED, LEFT_ALONE].map((id) => ({
    id,
    region: 'eu-west-1',
    preferred: 'none',
    spot: 'persistent',
    deregistrationDelaySeconds: 30,
  })),
  safe: {
    words: 'one unit serves; both units of a pair of the rollout run the new firmware',
    isSo: (stage, pairId) =>
      isServedByOne(stage, pairId) && (pairId === LEFT_ALONE || bothRun(stage, pairId, TO)),
  },
  play: async (stage) => {
    for (const pairId of CHANGED) clocks.set(pairId, followMixed(stage, pairId));
    await stage.cause('two pairs are to have new firmware', () =>
      stage.hasControlPlane ? rollOutBoth(stage) : changeBoth(stage),
    );
    await stage.wait(60 * SECOND_MS);
  },
  measure: (stage) => ({
    ...failedByPair(stage),
    ...Object.fromEntries(
      CHANGED.map((pairId) => [`secondsMixed_${pairId}`, clocks.get(pairId)?.seconds() ?? Number.NaN]),
    ),
  }),
  expected: {
    withControlPlane: [
      ...ofEach('safe-in-time', 'the partner serves alone before the instance is taken away'),
      ...CHANGED.map(
        (pairId): Expectation => ({
          words: `${pairId}: nothing is done for the firmware while the drain lasts`,
          held: (played) => neverShares(played, pairId),
        }),
      ),
      ...ofEach('halted', 'then the change is halted, interrupted by the drain'),
      ...CHANGED.map((pairId) =>
        calledTo(pairId, `${pairId}: somebody is called`, ({ reason }) => reason === 'halted'),
      ),
      ...ofEach('alarm', 'different firmware is remembered: the alarm is open'),
      ...ofEach('explained', 'explain says what put an end to the change, and that the units differ'),
      ...ofEach('resumed', 'the operator resumes the change'),
      fact('done', 'the rollout ends done'),
      allSafe,
      {
        words: 'no more connections fail than without a rollout',
        held: ({ figures }) =>
          CHANGED.every(
            (pairId) =>
              (figures[`failed_${pairId}`] ?? Number.NaN) <= (figures[`failed_${LEFT_ALONE}`] ?? Number.NaN),
          ),
      },
    ],
    withoutControlPlane: [someFailedConnections],
  },
};
