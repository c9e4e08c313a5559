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
import {
  bothHaveSecret,
  doBothAnswer,
  followSecrets,
  type SecretClock,
  setSecretsByHand,
} from '#rehearsal/scenarios/partner-secret.ts';
import { roleChangesByPair } from '#rehearsal/scenarios/role-changes.ts';
import { AT_ONCE, rollOut, untilEnded, uploadImage } from '#rehearsal/scenarios/rollouts.ts';
import type { Expectation, Figures, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { figuresOf, startStopwatch } from '#rehearsal/scenarios/stopwatch.ts';

const WITHOUT_SECRET = '7.2.54.8.22240.RELEASE';
const WITH_SECRET = '7.2.54.12.22642.RELEASE';

/** The units of one heed each other's health answers whatever the secret says; those of the other one do not. */
const HEEDS = 'heeds';
const GATES = 'gates';
const PAIRS = [HEEDS, GATES] as const;

const PAIR = { region: 'eu-west-1', preferred: 'none', version: WITHOUT_SECRET } as const;

const WITHIN_MS = 15 * MINUTE_MS;
/** A look every ten seconds, one job, and the same once more. */
const SET_WITHIN_SECONDS = 45;
/** An upload that takes long: both units get the image before the first of them is rebooted. */
const PATCH_SECONDS = 120;
/** For what the first unit's handover takes, and the second reboot; another upload does not fit in. */
const APART_SECONDS = 180;

const UNAUTHORIZED = 'secondsUnauthorized';
const BOTH_ACTIVE = 'secondsBothActive';

const rollOutBoth = async (stage: Stage): Promise<void> => {
  const one = stage.find(HEEDS);
  const image = await uploadImage(stage, WITH_SECRET);
  const plan = { target: WITH_SECRET, image, pairs: PAIRS, waves: AT_ONCE, concurrency: 2 };
  const id = await rollOut(stage, one, plan);
  stage.facts.set('done', (await untilEnded(stage, one, id, WITHIN_MS)) === 'done');
};

const byHand = async (stage: Stage): Promise<void> => {
  await Promise.all(PAIRS.map((pairId) => changeByHand(stage, pairId, WITH_SECRET)));
  for (const pairId of PAIRS) setSecretsByHand(stage, pairId);
};

const clocks = new Map<string, { readonly mixed: MixedClock; readonly secrets: SecretClock }>();

const measure = (stage: Stage): Readonly<Record<string, number>> => ({
  ...roleChangesByPair(stage),
  ...figuresOf(stage, UNAUTHORIZED),
  ...figuresOf(stage, BOTH_ACTIVE),
  ...Object.fromEntries(
    PAIRS.flatMap((pairId) => [
      [`failed_${pairId}`, failedBetween(stage.find(pairId), stage.causedAt ?? 0)],
      [`secondsMixed_${pairId}`, clocks.get(pairId)?.mixed.seconds() ?? Number.NaN],
      [`secondsWithoutSecret_${pairId}`, clocks.get(pairId)?.secrets.longest() ?? Number.NaN],
    ]),
  ),
});

const figure = (figures: Figures, name: string): number => figures[name] ?? Number.NaN;

const ofEach = (words: string, is: (figures: Figures, pairId: string) => boolean): Expectation => ({
  words,
  held: ({ figures }) => PAIRS.every((pairId) => is(figures, pairId)),
});

const bothActive = (words: string, pairId: string, is: (seconds: number) => boolean): Expectation => ({
  words,
  held: ({ figures }) => is(figure(figures, `${BOTH_ACTIVE}_${pairId}`)),
});

const COMMON: readonly Expectation[] = [
  fact('secrets', 'both units of both pairs have the same secret at the end'),
  allSafe,
  bothActive('units that heed each other are never both active', HEEDS, (seconds) => seconds === 0),
];

/** Until the old active unit is out of sight: it may be quick enough for the other never to have taken it for dead. */
const BOTH_ACTIVE_SECONDS = 60;

export const firmwareSharedSecretLine: Scenario = {
  name: 'firmware-shared-secret-line',
  sentence: 'Two pairs get the first firmware that connects only to a partner with the same secret.',
  pairs: [
    { ...PAIR, id: HEEDS, behaviour: { patchSeconds: PATCH_SECONDS } },
    { ...PAIR, id: GATES, behaviour: { patchSeconds: PATCH_SECONDS, secretGatesPolling: true } },
  ],
  safe: {
    words: 'both units run the new firmware and connect to one another, and one of them serves',
    isSo: (stage, pairId) =>
      bothRun(stage, pairId, WITH_SECRET) &&
      stage.find(pairId).pair.link() === 'linked' &&
      isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    for (const pairId of PAIRS)
      clocks.set(pairId, {
        mixed: followMixed(stage, pairId),
        secrets: followSecrets(stage, pairId, WITH_SECRET),
      });
    await stage.cause('the pairs are to have firmware that needs a secret', async () => {
      startStopwatch(stage, UNAUTHORIZED, (_, pairId) => stage.find(pairId).pair.link() === 'unauthorized');
      startStopwatch(stage, BOTH_ACTIVE, doBothAnswer);
      if (stage.hasControlPlane) await rollOutBoth(stage);
      else await byHand(stage);
    });
    await stage.wait(60 * SECOND_MS);
    stage.facts.set(
      'secrets',
      PAIRS.every((pairId) => bothHaveSecret(stage, pairId)),
    );
  },
  measure,
  expected: {
    withControlPlane: [
      fact('done', 'the rollout ends done'),
      ...COMMON,
      bothActive(
        `units that do not are for at most ${BOTH_ACTIVE_SECONDS} s`,
        GATES,
        (seconds) => seconds <= BOTH_ACTIVE_SECONDS,
      ),
      ofEach(
        `each unit has its secret within ${SET_WITHIN_SECONDS} s of its first answer on the new firmware`,
        (figures, pairId) => figure(figures, `secondsWithoutSecret_${pairId}`) <= SET_WITHIN_SECONDS,
      ),
      ofEach(
        `the units are apart for at most ${APART_SECONDS} s: nobody waits for an upload meanwhile`,
        (figures, pairId) => figure(figures, `${UNAUTHORIZED}_${pairId}`) <= APART_SECONDS,
      ),
      ofEach(
        'the roles change exactly once',
        (figures, pairId) => figure(figures, `roleChanges_${pairId}`) === 1,
      ),
      noFailedConnections,
    ],
    withoutControlPlane: [
      ...COMMON,
      bothActive(
        `units that do not are for longer than ${BOTH_ACTIVE_SECONDS} s`,
        GATES,
        (seconds) => seconds > BOTH_ACTIVE_SECONDS,
      ),
      someFailedConnections,
    ],
  },
};
