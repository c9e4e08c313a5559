import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { type Deaths, dieAtEveryStep } from '#rehearsal/scenarios/die-at-every-step.ts';
import {
  allSafe,
  fact,
  noFailedConnections,
  someFailedConnections,
} from '#rehearsal/scenarios/expectations.ts';
import { changeByHand } from '#rehearsal/scenarios/firmware-by-hand.ts';
import { bothRun, followBoots, followMixed, type MixedClock } from '#rehearsal/scenarios/firmware-figures.ts';
import { roleChanges } from '#rehearsal/scenarios/role-changes.ts';
import { AT_ONCE, rollOut, untilEnded, uploadImage } from '#rehearsal/scenarios/rollouts.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

const PAIR = 'web';
const TO = '7.2.61.2.24117.RELEASE';

/** A job that was asked for and not begun is asked for again after a minute, and so on. */
const WITHIN_MS = 60 * MINUTE_MS;
/** A decision that nobody recorded is taken for interrupted after a minute. */
const AFTERWARDS_MS = 150 * SECOND_MS;

/** Steps that no change can do without: each is one at which the function has to have died on both sides. */
const REASONS = [
  'firmware-begun',
  'setting-preference',
  'installing',
  'rebooting',
  'handover-asked',
  'stepping-down',
  'firmware-changed',
] as const;

const hasDiedAt = ({ steps }: Deaths, reason: string): boolean =>
  ['before', 'after'].every((side) => steps.some((step) => step.includes(`· ${reason}, ${side}`)));

const MOST_ENTRIES = 100;

/** Decisions in the pair's journal of which nobody ever recorded what came of them. */
const interruptedOf = async ({ world }: Stage): Promise<number> => {
  let count = 0;
  let beforeVersion: number | undefined;
  do {
    const page = await world.store.readJournal(PAIR, {
      limit: MOST_ENTRIES,
      ...(beforeVersion === undefined ? {} : { beforeVersion }),
    });
    count += page.entries.filter(({ outcomes }) => outcomes === 'interrupted').length;
    beforeVersion = page.nextBeforeVersion;
  } while (beforeVersion !== undefined);
  return count;
};

let clock: MixedClock | undefined;
let boots: Readonly<Record<UnitName, number>> = { first: 0, second: 0 };

const rollOutAndDie = async (stage: Stage): Promise<void> => {
  const one = stage.find(PAIR);
  const image = await uploadImage(stage, TO);
  const deaths = dieAtEveryStep(stage, PAIR);
  const id = await rollOut(stage, one, { target: TO, image, pairs: [PAIR], waves: AT_ONCE });
  stage.facts.set('done', (await untilEnded(stage, one, id, WITHIN_MS)) === 'done');
  await stage.wait(AFTERWARDS_MS);
  const missing = REASONS.filter((reason) => !hasDiedAt(deaths, reason));
  if (missing.length > 0) stage.note(`it did not die on both sides of ${missing.join(', ')}`);
  stage.facts.set('everywhere', missing.length === 0);
  const interrupted = await interruptedOf(stage);
  stage.facts.set('deaths', deaths.steps.length);
  stage.facts.set('interrupted', interrupted);
  stage.facts.set('journal', interrupted === deaths.steps.length);
};

const onceEach: Expectation = {
  words: 'no unit is rebooted twice',
  held: ({ figures }) => UNIT_NAMES.every((unit) => figures[`boots_${unit}`] === 1),
};

const oneChange: Expectation = {
  words: 'the roles change exactly once',
  held: ({ figures }) => figures['roleChanges'] === 1,
};

export const firmwareCrashEveryStep: Scenario = {
  name: 'firmware-crash-every-step',
  sentence: 'While a pair gets new firmware, the function that works on it is killed at every step, twice.',
  pairs: [{ id: PAIR, region: 'eu-west-1', preferred: 'first', failback: { policy: 'native' } }],
  safe: {
    words: 'both units run the new firmware and one of them serves',
    isSo: (stage, pairId) => bothRun(stage, pairId, TO) && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    clock = followMixed(stage, PAIR);
    boots = followBoots(stage, PAIR);
    await stage.cause('the pair is to have new firmware', async () => {
      if (stage.hasControlPlane) await rollOutAndDie(stage);
      else await changeByHand(stage, PAIR, TO);
    });
    await stage.wait(30 * SECOND_MS);
  },
  measure: (stage) => ({
    deaths: Number(stage.facts.get('deaths') ?? 0),
    interruptedEntries: Number(stage.facts.get('interrupted') ?? 0),
    roleChanges: roleChanges(stage, PAIR).length,
    secondsMixed: clock?.seconds() ?? Number.NaN,
    boots_first: boots.first,
    boots_second: boots.second,
  }),
  expected: {
    withControlPlane: [
      fact('everywhere', 'the function has died before and after the actions of every step'),
      fact('done', 'the rollout ends done all the same'),
      allSafe,
      oneChange,
      onceEach,
      fact('journal', 'the journal has every decision of which nobody recorded the outcome as interrupted'),
      noFailedConnections,
    ],
    withoutControlPlane: [allSafe, onceEach, someFailedConnections],
  },
};
