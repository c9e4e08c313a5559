import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import {
  dieAtEveryStep,
  hasDiedAt,
  interruptedOf,
  type Side,
} from '#rehearsal/scenarios/die-at-every-step.ts';
import {
  allSafe,
  fact,
  noFailedConnections,
  someFailedConnections,
} from '#rehearsal/scenarios/expectations.ts';
import { changeByHand } from '#rehearsal/scenarios/firmware-by-hand.ts';
import { bothRun, followBoots, followMixed, type MixedClock } from '#rehearsal/scenarios/firmware-figures.ts';
import { roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import { AT_ONCE, rollOut, untilEnded, uploadImage } from '#rehearsal/scenarios/rollouts.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

/** By the side of its actions on which the function dies first: some steps come only once. */
const FIRST_SIDES = new Map<string, Side>([
  ['dies-before', 'before'],
  ['dies-after', 'after'],
]);
const PAIRS = [...FIRST_SIDES.keys()];
const TO = '7.2.61.2.24117.RELEASE';

/** A job that was asked for and not begun is asked for again after a minute, and so on. */
const WITHIN_MS = 60 * MINUTE_MS;
/** A decision that nobody recorded is taken for interrupted after a minute. */
const AFTERWARDS_MS = 150 * SECOND_MS;

/** Steps that no change of these pairs can do without: at each the function has to have died on both sides. */
const REASONS = [
  'firmware-begun',
  'setting-preference',
  'installing',
  'rebooting',
  'handover-asked',
  'stepping-down',
  'firmware-changed',
] as const;

const clocks = new Map<string, MixedClock>();
const boots = new Map<string, Readonly<Record<UnitName, number>>>();

const rollOutAndDie = async (stage: Stage): Promise<void> => {
  const one = stage.find('dies-before');
  const image = await uploadImage(stage, TO);
  const deaths = dieAtEveryStep(stage, FIRST_SIDES);
  const plan = { target: TO, image, pairs: PAIRS, waves: AT_ONCE, concurrency: PAIRS.length };
  const id = await rollOut(stage, one, plan);
  stage.facts.set('done', (await untilEnded(stage, one, id, WITHIN_MS)) === 'done');
  await stage.wait(AFTERWARDS_MS);
  const missing = REASONS.flatMap((reason) =>
    (['before', 'after'] as const)
      .filter((side) => !hasDiedAt(deaths, reason, side))
      .map((side) => `${side} ${reason}`),
  );
  if (missing.length > 0) stage.note(`it did not die ${missing.join(', ')}`);
  stage.facts.set('everywhere', missing.length === 0);
  const interrupted = await Promise.all(PAIRS.map((pairId) => interruptedOf(stage, pairId)));
  stage.facts.set(
    'deaths',
    deaths.map(({ steps }) => steps.length),
  );
  stage.facts.set('interrupted', interrupted);
};

const perPair = (
  name: string,
  of: (pairId: string, at: number) => number,
): Readonly<Record<string, number>> =>
  Object.fromEntries(PAIRS.map((pairId, at) => [`${name}_${pairId}`, of(pairId, at)]));

const counted = ({ facts }: Stage, name: string, at: number): number => {
  const counts = facts.get(name);
  return Array.isArray(counts) ? Number(counts[at]) : 0;
};

const ofEach = (
  words: string,
  is: (figure: (name: string) => number | undefined) => boolean,
): Expectation => ({
  words,
  held: ({ figures }) => PAIRS.every((pairId) => is((name) => figures[`${name}_${pairId}`])),
});

const onceEach = ofEach('each unit is rebooted exactly once', (figure) =>
  UNIT_NAMES.every((unit) => figure(`reboots_${unit}`) === 1),
);
const oneChange = ofEach(
  'the roles of each pair change exactly once',
  (figure) => figure('roleChanges') === 1,
);

export const firmwareCrashEveryStep: Scenario = {
  name: 'firmware-crash-every-step',
  sentence: 'While two pairs get new firmware, the function that works on them is killed at every step.',
  pairs: PAIRS.map((id) => ({
    id,
    region: 'eu-west-1',
    preferred: 'first' as const,
    // Longer than the story: a return by the failback policy is another one.
    failback: { policy: 'native' as const, holdDownMs: 2 * WITHIN_MS },
  })),
  safe: {
    words: 'both units run the new firmware and one of them serves',
    isSo: (stage, pairId) => bothRun(stage, pairId, TO) && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    for (const pairId of PAIRS) {
      clocks.set(pairId, followMixed(stage, pairId));
      boots.set(pairId, followBoots(stage, pairId));
    }
    await stage.cause('the pairs are to have new firmware', async () => {
      if (stage.hasControlPlane) await rollOutAndDie(stage);
      else await Promise.all(PAIRS.map((pairId) => changeByHand(stage, pairId, TO)));
    });
    await stage.wait(30 * SECOND_MS);
  },
  measure: (stage) => ({
    ...roleChangesByPair(stage),
    ...perPair('deaths', (_, at) => counted(stage, 'deaths', at)),
    ...perPair('interrupted', (_, at) => counted(stage, 'interrupted', at)),
    ...perPair('reboots_first', (pairId) => boots.get(pairId)?.first ?? Number.NaN),
    ...perPair('reboots_second', (pairId) => boots.get(pairId)?.second ?? Number.NaN),
    ...perPair('secondsMixed', (pairId) => clocks.get(pairId)?.seconds() ?? Number.NaN),
  }),
  expected: {
    withControlPlane: [
      fact('everywhere', 'the function has died before and after the actions of every step'),
      fact('done', 'the rollout ends done all the same'),
      allSafe,
      oneChange,
      onceEach,
      ofEach(
        'the journals have as interrupted every decision of which nobody recorded the outcome, and no other',
        (figure) => figure('interrupted') === figure('deaths'),
      ),
      noFailedConnections,
    ],
    withoutControlPlane: [allSafe, onceEach, someFailedConnections],
  },
};
