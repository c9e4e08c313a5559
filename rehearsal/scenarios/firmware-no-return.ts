import { otherUnit, type UnitName } from '#domain/estate/estate.ts';
import { isMixedAlarming } from '#domain/firmware/mixed-alarm.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { rememberedState } from '#rehearsal/scenarios/conditions.ts';
import { fact } from '#rehearsal/scenarios/expectations.ts';
import { changeByHand } from '#rehearsal/scenarios/firmware-by-hand.ts';
import {
  resumeChange,
  untilHalted,
  untilIdle,
  untilStarting,
  untilUp,
} from '#rehearsal/scenarios/firmware-course.ts';
import { bothRun } from '#rehearsal/scenarios/firmware-figures.ts';
import { askToExplain } from '#rehearsal/scenarios/operator.ts';
import {
  commandRollout,
  readRollout,
  rollOut,
  rolloutText,
  untilStatus,
  uploadImage,
} from '#rehearsal/scenarios/rollouts.ts';
import type { Expectation } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { inSeconds } from '#rehearsal/scenarios/stopwatch.ts';
import { unitOf } from '#rehearsal/scenarios/unit-conditions.ts';
import { crash, repair } from '#rehearsal/scenarios/unit-troubles.ts';

/* A unit that dies while it starts its new firmware: what is done about it, whichever of the two it is. */

/** What the pairs of these stories run before. */
export const FROM = '7.2.61.1.24109.RELEASE';
export const TO = '7.2.61.2.24117.RELEASE';

const WITHIN_MS = 5 * MINUTE_MS;

/** Some way into its boot. */
const INTO_BOOT_MS = 20 * SECOND_MS;

/** The unit is told to reboot, and dies on the way up. Returns when it did. */
const dieWhileStarting = async (stage: Stage, pairId: string, unit: UnitName): Promise<number> => {
  await untilStarting(stage, pairId, unit);
  await stage.wait(INTO_BOOT_MS);
  stage.note(`${pairId}: ${unit} dies`);
  crash(stage, pairId, unit);
  return stage.world.scheduler.now();
};

/** What a person who is called finds. */
const noteWhatPeopleFind = async (stage: Stage, pairId: string, dead: UnitName): Promise<void> => {
  const one = stage.find(pairId);
  const { seen, firmware, operation, youCan } = await askToExplain(one);
  for (const line of [operation, ...seen, ...firmware, ...youCan])
    stage.note(`${pairId}: explain says: ${line}`);
  const of = (unit: UnitName): string => seen.find((line) => line.startsWith(unit)) ?? '';
  const partner = otherUnit(dead);
  const runs = unitOf(stage, pairId, partner).firmware.version();
  stage.facts.set('explains-partner', of(partner).includes(`firmware ${runs}`));
  stage.facts.set('explains-dead', of(dead).includes('firmware not read'));
  stage.facts.set(
    'explains-ways',
    ['resume the operation', 'roll rollout', 'abort the operation'].every((way) =>
      youCan.some((line) => line.includes(way)),
    ),
  );
  stage.facts.set(
    'explains-mixed',
    firmware.some((line) => line.includes('different firmware')),
  );
  const state = await rememberedState(stage, pairId);
  stage.facts.set('alarm', state !== undefined && isMixedAlarming(state, stage.world.scheduler.now()));
};

/** The unit is repaired; the operator resumes the pair, and then the rollout. */
const mend = async (stage: Stage, pairId: string, dead: UnitName, rolloutId: string): Promise<void> => {
  const one = stage.find(pairId);
  stage.note(`${pairId}: ${dead} is repaired`);
  repair(stage, pairId, dead);
  await untilUp(stage, pairId, dead);
  stage.facts.set('resumed', await resumeChange(stage, pairId));
  await untilIdle(stage, pairId);
  stage.facts.set('went-on', bothRun(stage, pairId, TO));
  await commandRollout(one, rolloutId, 'resume');
  stage.facts.set('done', await untilStatus(stage, one, rolloutId, ['done'], WITHIN_MS));
  for (const line of (await rolloutText(one, rolloutId)).split('\n')) stage.note(line);
};

export interface NoReturn {
  readonly pairId: string;
  /** The unit that dies. */
  readonly unit: UnitName;
  /** What is so while the pair waits for people. */
  readonly whileHalted?: (stage: Stage) => void;
}

const playWithRollout = async (stage: Stage, { pairId, unit, whileHalted }: NoReturn): Promise<void> => {
  const one = stage.find(pairId);
  const image = await uploadImage(stage, TO);
  const id = await rollOut(stage, one, { target: TO, image, pairs: [pairId] });
  const diedAt = await dieWhileStarting(stage, pairId, unit);
  stage.facts.set('halted', await untilHalted(stage, pairId, 'did-not-come-back'));
  stage.facts.set('secondsUntilHalted', inSeconds(stage.world.scheduler.now() - diedAt));
  await untilStatus(stage, one, id, ['halted'], WITHIN_MS);
  const { status, because = '' } = await readRollout(one, id);
  stage.facts.set('rollout-halted', status === 'halted' && because.includes('did-not-come-back'));
  whileHalted?.(stage);
  await noteWhatPeopleFind(stage, pairId, unit);
  await mend(stage, pairId, unit, id);
};

/** Plays the change with the unit's death in it, by a rollout or by a person who goes by the clock. */
export const playNoReturn = async (stage: Stage, story: NoReturn): Promise<void> => {
  const { pairId, unit } = story;
  await stage.cause('the pair is to have new firmware', async () => {
    if (stage.hasControlPlane) return playWithRollout(stage, story);
    await Promise.all([changeByHand(stage, pairId, TO), dieWhileStarting(stage, pairId, unit)]);
  });
  await stage.wait(60 * SECOND_MS);
};

/** What the story says of its halt, as figures. */
export const haltFigures = ({ facts }: Stage): Readonly<Record<string, number>> =>
  facts.has('secondsUntilHalted') ? { secondsUntilHalted: Number(facts.get('secondsUntilHalted')) } : {};

/** How much earlier and later than its time a unit is given up: it was told to reboot before, and is looked at now and then. */
const EARLIER_SECONDS = 90;
const LATER_SECONDS = 60;

/** What has to be so whichever of the units died. `minutes`: what it is given from when it goes down. */
export const expectedOfNoReturn = (
  pairId: string,
  dead: UnitName,
  minutes: number,
): readonly Expectation[] => [
  fact('halted', 'the pair is halted, because the unit did not come back'),
  {
    words: `the unit is given ${minutes} minutes to come back`,
    held: ({ figures: { secondsUntilHalted = Number.NaN } }) =>
      secondsUntilHalted >= minutes * 60 - EARLIER_SECONDS &&
      secondsUntilHalted <= minutes * 60 + LATER_SECONDS,
  },
  {
    words: 'somebody is called then, and not before',
    held: ({ pages }) => pages.some(({ pairId: id }) => id === pairId) && pages[0]?.reason === 'halted',
  },
  fact('rollout-halted', 'the rollout is halted and says why'),
  fact('alarm', 'the alarm for different firmware is open'),
  fact('explains-partner', `explain says what ${otherUnit(dead)} runs`),
  fact('explains-dead', `explain says that ${dead} does not answer`),
  fact('explains-mixed', 'explain says for how long the units have run different firmware'),
  fact('explains-ways', 'explain says what can be done: resume, roll back, abort'),
  fact('resumed', 'the pair is resumed when the unit is repaired'),
  fact('went-on', 'the change goes on to its end: both units run the new firmware'),
  fact('done', 'the rollout, resumed as well, ends done'),
];
