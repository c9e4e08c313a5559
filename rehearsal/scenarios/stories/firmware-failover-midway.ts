import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, fact, someFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import { failedBetween } from '#rehearsal/scenarios/failed-connections.ts';
import { changeByHand } from '#rehearsal/scenarios/firmware-by-hand.ts';
import {
  changeUnderWay,
  untilInstallingOn,
  untilStarting,
  untilUp,
} from '#rehearsal/scenarios/firmware-course.ts';
import { bothRun, followMixed, type MixedClock } from '#rehearsal/scenarios/firmware-figures.ts';
import { askToExplain } from '#rehearsal/scenarios/operator.ts';
import { roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import {
  pairsOf,
  readRollout,
  rollOut,
  rolloutText,
  untilStatus,
  uploadImage,
} from '#rehearsal/scenarios/rollouts.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { unitOf } from '#rehearsal/scenarios/unit-conditions.ts';
import { crash, repair } from '#rehearsal/scenarios/unit-troubles.ts';

const TO = '7.2.61.2.24117.RELEASE';

/** The active unit, which is the first, dies while it gets the image; or while the standby starts its own. */
const PAIRS = ['while-installing', 'while-rebooting'] as const;
type PairId = (typeof PAIRS)[number];

const WITHIN_MS = 20 * MINUTE_MS;

/** Long enough for the partner to take over, shorter than a unit is given. */
const DEAD_FOR_MS = 2 * MINUTE_MS;

const untilItsMoment = (stage: Stage, pairId: PairId): Promise<boolean> => {
  if (pairId === 'while-rebooting') return untilStarting(stage, pairId, 'second');
  if (stage.hasControlPlane) return untilInstallingOn(stage, pairId, 'first');
  return stage.until(
    `${pairId}: the upgraded standby is back, and the image goes onto first`,
    () => unitOf(stage, pairId, 'second').machine() === 'up' && bothRunDifferent(stage, pairId),
    WITHIN_MS,
  );
};

const bothRunDifferent = (stage: Stage, pairId: PairId): boolean =>
  unitOf(stage, pairId, 'first').firmware.version() !== unitOf(stage, pairId, 'second').firmware.version();

/** What is said of it while the change goes on. */
const noteWhatIsSaid = async (stage: Stage, pairId: PairId): Promise<void> => {
  await stage.until(
    `${pairId}: the failover is noted in the change that goes on`,
    async () =>
      (await changeUnderWay(stage, pairId))?.incidents.some(({ what }) => what === 'failover') === true,
    WITHIN_MS,
  );
  const { operation, firmware } = await askToExplain(stage.find(pairId));
  for (const line of [operation, ...firmware]) stage.note(`${pairId}: explain says: ${line}`);
  stage.facts.set(
    `explained_${pairId}`,
    firmware.some((line) => line.includes('the roles changed by themselves')),
  );
};

const failOver = async (stage: Stage, pairId: PairId): Promise<void> => {
  await untilItsMoment(stage, pairId);
  stage.note(`${pairId}: first, the active unit, dies`);
  crash(stage, pairId, 'first');
  const said = stage.hasControlPlane ? noteWhatIsSaid(stage, pairId) : undefined;
  await stage.wait(DEAD_FOR_MS);
  stage.note(`${pairId}: first is repaired`);
  repair(stage, pairId, 'first');
  await untilUp(stage, pairId, 'first');
  await said;
};

const rollOutBoth = async (stage: Stage): Promise<void> => {
  const one = stage.find(PAIRS[0]);
  const image = await uploadImage(stage, TO);
  const waves = [{ name: 'all', soak: '0s' }];
  const id = await rollOut(stage, one, { target: TO, image, pairs: PAIRS, waves, concurrency: 2 });
  await Promise.all(PAIRS.map((pairId) => failOver(stage, pairId)));
  stage.facts.set('done', await untilStatus(stage, one, id, ['done'], WITHIN_MS));
  const text = await rolloutText(one, id);
  for (const line of text.split('\n')) stage.note(line);
  for (const { pairId, state, incidents } of pairsOf(await readRollout(one, id))) {
    stage.facts.set(`state_${pairId}`, state);
    stage.facts.set(
      `reported_${pairId}`,
      incidents.some(({ words }) => words.includes('the roles changed by themselves')),
    );
  }
};

const ofEach = (name: string, words: string): readonly Expectation[] =>
  PAIRS.map((pairId) => fact(`${name}_${pairId}`, `${pairId}: ${words}`));

const clocks = new Map<string, MixedClock>();

export const firmwareFailoverMidway: Scenario = {
  name: 'firmware-failover-midway',
  sentence: 'The active unit of two pairs dies in the middle of a rollout, and is repaired.',
  pairs: PAIRS.map((id) => ({ id, region: 'eu-west-1', preferred: 'none' })),
  safe: {
    words: 'both units run the new firmware and one of them serves',
    isSo: (stage, pairId) => bothRun(stage, pairId, TO) && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    for (const pairId of PAIRS) clocks.set(pairId, followMixed(stage, pairId));
    await stage.cause('the pairs are to have new firmware', async () => {
      if (stage.hasControlPlane) return rollOutBoth(stage);
      await Promise.all(
        PAIRS.flatMap((pairId) => [changeByHand(stage, pairId, TO), failOver(stage, pairId)]),
      );
    });
    await stage.wait(60 * SECOND_MS);
  },
  measure: (stage) => ({
    ...roleChangesByPair(stage),
    ...Object.fromEntries(
      PAIRS.flatMap((pairId) => [
        [`failed_${pairId}`, failedBetween(stage.find(pairId), stage.causedAt ?? 0)],
        [`secondsMixed_${pairId}`, clocks.get(pairId)?.seconds() ?? Number.NaN],
      ]),
    ),
  }),
  expected: {
    withControlPlane: [
      fact('done', 'the rollout ends done, without anybody doing more than the repair'),
      allSafe,
      ...PAIRS.map(
        (pairId): Expectation => ({
          words: `${pairId}: the roles change once: the unit that took over keeps its role`,
          held: ({ figures }) => figures[`roleChanges_${pairId}`] === 1,
        }),
      ),
      ...ofEach('explained', 'explain says, while it goes on, that the roles changed by themselves'),
      ...ofEach('reported', 'the report of the rollout says so as well'),
    ],
    withoutControlPlane: [someFailedConnections],
  },
};
