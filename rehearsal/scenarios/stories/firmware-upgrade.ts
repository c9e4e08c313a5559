import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import {
  allSafe,
  fact,
  noFailedConnections,
  someFailedConnections,
} from '#rehearsal/scenarios/expectations.ts';
import { failedBetween } from '#rehearsal/scenarios/failed-connections.ts';
import { changeByHand } from '#rehearsal/scenarios/firmware-by-hand.ts';
import { bothRun, followMixed, type MixedClock } from '#rehearsal/scenarios/firmware-figures.ts';
import { roleChanges, roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import {
  readRollout,
  rollOut,
  rolloutText,
  untilStatus,
  uploadImage,
} from '#rehearsal/scenarios/rollouts.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { isActive } from '#rehearsal/scenarios/unit-conditions.ts';

const TO = '7.2.61.2.24117.RELEASE';

/** One without a preferred host, one that its own units return to the first. */
const PAIRS = ['free', 'native'] as const;

const WITHIN_MS = 15 * MINUTE_MS;

/** The failback policy's own return, after its hold-down. */
const RETURNED_WITHIN_MS = 10 * MINUTE_MS;

const areDone = (stage: Stage): boolean => PAIRS.every((pairId) => bothRun(stage, pairId, TO));

const isBackOnFirst = (stage: Stage): boolean =>
  isActive(stage, 'native', 'first') && isServedByOne(stage, 'native');

const rollOutBoth = async (stage: Stage): Promise<void> => {
  const one = stage.find('free');
  const image = await uploadImage(stage, TO);
  const id = await rollOut(stage, one, {
    target: TO,
    image,
    pairs: PAIRS,
    waves: [{ name: 'all', soak: '0s' }],
    concurrency: 2,
  });
  await untilStatus(stage, one, id, ['done', 'halted'], WITHIN_MS);
  const { status } = await readRollout(one, id);
  stage.facts.set('done', status === 'done');
  for (const line of (await rolloutText(one, id)).split('\n')) stage.note(line);
};

const measure = (clocks: ReadonlyMap<string, MixedClock>) => (stage: Stage) => ({
  ...roleChangesByPair(stage),
  ...Object.fromEntries(
    PAIRS.flatMap((pairId) => [
      [`failed_${pairId}`, failedBetween(stage.find(pairId), stage.causedAt ?? 0)],
      [`secondsMixed_${pairId}`, clocks.get(pairId)?.seconds() ?? Number.NaN],
    ]),
  ),
});

const changesOf = (pairId: string, words: string, is: (changes: number) => boolean): Expectation => ({
  words,
  held: ({ figures }) => is(figures[`roleChanges_${pairId}`] ?? Number.NaN),
});

const oneChange = changesOf('free', 'without a preferred host the roles change exactly once', (n) => n === 1);
const twoChanges = changesOf('native', 'with Prefer First they change at most twice', (n) => n <= 2);

const clocks = new Map<string, MixedClock>();

export const firmwareUpgrade: Scenario = {
  name: 'firmware-upgrade',
  sentence: 'A rollout brings two pairs to newer firmware, the standby of each first.',
  pairs: [
    { id: 'free', region: 'eu-west-1', preferred: 'none' },
    { id: 'native', region: 'eu-west-1', preferred: 'first', failback: { policy: 'native' } },
  ],
  safe: {
    words: 'both units run the new firmware and one of them serves',
    isSo: (stage, pairId) => bothRun(stage, pairId, TO) && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    for (const pairId of PAIRS) clocks.set(pairId, followMixed(stage, pairId));
    await stage.cause('the pairs are to have new firmware', async () => {
      if (stage.hasControlPlane) await rollOutBoth(stage);
      else await Promise.all(PAIRS.map((pairId) => changeByHand(stage, pairId, TO)));
    });
    await stage.until('both units of both pairs run it', () => areDone(stage), WITHIN_MS);
    await stage.until('native is back on its first unit', () => isBackOnFirst(stage), RETURNED_WITHIN_MS);
    await stage.wait(60 * SECOND_MS);
    stage.facts.set('back', isBackOnFirst(stage));
    stage.facts.set(
      'once',
      PAIRS.every((pairId) => roleChanges(stage, pairId).length > 0),
    );
  },
  measure: measure(clocks),
  expected: {
    withControlPlane: [
      fact('done', 'the rollout ends done'),
      allSafe,
      oneChange,
      twoChanges,
      fact('back', 'the pair with a preferred host ends on it'),
      noFailedConnections,
    ],
    withoutControlPlane: [allSafe, oneChange, twoChanges, someFailedConnections],
  },
};
