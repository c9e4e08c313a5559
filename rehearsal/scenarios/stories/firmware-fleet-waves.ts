import pMap from 'p-map';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import {
  allSafe,
  fact,
  noFailedConnections,
  someFailedConnections,
} from '#rehearsal/scenarios/expectations.ts';
import { changeByHand } from '#rehearsal/scenarios/firmware-by-hand.ts';
import { resumeChange, untilHalted, untilStarting, untilUp } from '#rehearsal/scenarios/firmware-course.ts';
import { bothRun } from '#rehearsal/scenarios/firmware-figures.ts';
import {
  begunPairs,
  callsSoFar,
  followTouched,
  type MostAtOnce,
  mostUnderWay,
} from '#rehearsal/scenarios/fleet-figures.ts';
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
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { crash, repair } from '#rehearsal/scenarios/unit-troubles.ts';
import { type PairSpec, REGIONS } from '#rehearsal/world/estate-spec.ts';

const TO = '7.2.61.2.24117.RELEASE';
const PAIRS_OF_A_REGION = 10;
const CONCURRENCY = 3;
const WITHIN_MS = 60 * MINUTE_MS;

/** One for each region. */
const CANARIES = 2;

/** The canary of the second region: its standby dies while it starts the new firmware. */
const BAD = 'us-east-1-1';

/** Of each the first pair is in the second wave; the others are in the third, where only one at a time may be begun. */
const GEO_CLUSTERS: Readonly<Record<string, readonly string[]>> = {
  north: ['eu-west-1-2', 'eu-west-1-3', 'us-east-1-2'],
  south: ['eu-west-1-4', 'eu-west-1-5', 'us-east-1-4'],
  isles: ['eu-west-1-6', 'eu-west-1-7', 'us-east-1-6'],
};

const clusterOf = (pairId: string): Pick<PairSpec, 'geoCluster'> => {
  const found = Object.entries(GEO_CLUSTERS).find(([, pairIds]) => pairIds.includes(pairId));
  return found === undefined ? {} : { geoCluster: found[0] };
};

/** Patient with one another: forty machines on two cores now and then answer late. */
const BEHAVIOUR: NonNullable<PairSpec['behaviour']> = {
  patchSeconds: 10,
  rebootSeconds: 45,
  partnerPollSeconds: 6,
  partnerPollTimeoutSeconds: 5,
};

const PAIRS: readonly PairSpec[] = REGIONS.flatMap((region) =>
  Array.from({ length: PAIRS_OF_A_REGION }, (_, at) => ({
    id: `${region}-${at + 1}`,
    region,
    preferred: 'none' as const,
    behaviour: BEHAVIOUR,
    ...clusterOf(`${region}-${at + 1}`),
  })),
);

const IDS = PAIRS.map(({ id }) => id);

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
  stage.facts.set(
    'called',
    calls.some(({ status, because }) => status === 'halted' && because.includes(BAD)),
  );
  for (const line of (await rolloutText(home, id)).split('\n')) stage.note(line);
  repair(stage, BAD, 'second');
  await untilUp(stage, BAD, 'second');
  await resumeChange(stage, BAD);
  await commandRollout(home, id, 'resume');
  stage.note('an operator resumes the rollout');
};

/** What was released just before the pause is begun all the same. */
const ORDERS_ARRIVE_MS = 40 * SECOND_MS;
const PAUSED_FOR_MS = 60 * SECOND_MS;

/** Somebody pauses the rollout as soon as the first pair of the second wave is done, and resumes it. */
const pauseOnce = async (stage: Stage, id: string): Promise<void> => {
  const home = stage.find(IDS[0] ?? '');
  const areDone = async (): Promise<number> =>
    pairsOf(await readRollout(home, id)).filter(({ state }) => state === 'done').length;
  await stage.until('a pair of the second wave is done', async () => (await areDone()) > CANARIES, WITHIN_MS);
  await commandRollout(home, id, 'pause');
  stage.note('an operator pauses the rollout');
  await stage.wait(ORDERS_ARRIVE_MS);
  const before = begunPairs(stage).size;
  await stage.wait(PAUSED_FOR_MS);
  stage.facts.set('begun-while-paused', begunPairs(stage).size - before);
  await commandRollout(home, id, 'resume');
  stage.note('an operator resumes the rollout');
};

const rollOutAll = async (stage: Stage): Promise<void> => {
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
const changeAll = async (stage: Stage): Promise<void> => {
  const changed = REGIONS.map((region) =>
    pMap(
      PAIRS.filter((pair) => pair.region === region),
      ({ id }) => changeByHand(stage, id, TO),
      { concurrency: CONCURRENCY },
    ),
  );
  await Promise.all([...changed, dieWhileStarting(stage)]);
};

const most = (of: MostAtOnce): number => Math.max(0, ...of.values());

interface Followed {
  readonly touched: MostAtOnce;
  readonly calls: ReturnType<typeof callsSoFar>;
}

let followed: Followed | undefined;

const perPair = (count: number): number => Math.round((count * 10) / IDS.length) / 10;

const measure = (stage: Stage): Readonly<Record<string, number>> => {
  const byRegion = mostUnderWay(stage, ({ region }) => region);
  const mixed = ((stage.facts.get('pairs') ?? []) as ReturnType<typeof pairsOf>).flatMap(
    ({ secondsMixed }) => secondsMixed ?? [],
  );
  const calls = callsSoFar(stage, stage.causedAt);
  const before = followed?.calls;
  return {
    pairsDone: Number(stage.facts.get('pairs-done') ?? 0),
    begunWhilePaused: Number(stage.facts.get('begun-while-paused') ?? Number.NaN),
    ...Object.fromEntries(
      REGIONS.map((region) => [`mostUnderWay_${region}`, byRegion.get(region) ?? 0] as const),
    ),
    mostUnderWayOfOneCluster: most(mostUnderWay(stage, ({ geoCluster }) => geoCluster)),
    mostTouchedOfOneCluster: followed === undefined ? Number.NaN : most(followed.touched),
    secondsMixedMean: Math.round(
      mixed.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, mixed.length),
    ),
    secondsMixedMax: Math.max(0, ...mixed),
    awsCallsPerPair: perPair(calls.aws - (before?.aws ?? 0)),
    targetHealthCallsPerPair: perPair(calls.targetHealth - (before?.targetHealth ?? 0)),
    loadMasterCallsPerPair: perPair(calls.loadMasters),
    tableWritesPerPair: perPair(calls.writes - (before?.writes ?? 0)),
  };
};

const figure = (name: string, words: string, is: (value: number) => boolean): Expectation => ({
  words,
  held: ({ figures }) => is(figures[name] ?? Number.NaN),
});

export const firmwareFleetWaves: Scenario = {
  name: 'firmware-fleet-waves',
  sentence: 'A rollout over twenty pairs in two regions, in waves; one pair of the canary goes wrong.',
  pairs: PAIRS,
  speed: 12,
  // Forty machines and their load balancers are enough for two cores; a gap of seconds is seen all the same.
  connectionsPerSecond: 0.5,
  safe: {
    words: 'both units run the new firmware and one of them serves',
    isSo: (stage, pairId) => bothRun(stage, pairId, TO) && isServedByOne(stage, pairId),
  },
  play: async (stage) => {
    followed = { touched: followTouched(stage, ({ geoCluster }) => geoCluster), calls: callsSoFar(stage) };
    await stage.cause('all pairs are to have new firmware', () =>
      stage.hasControlPlane ? rollOutAll(stage) : changeAll(stage),
    );
    await stage.wait(30 * SECOND_MS);
  },
  measure,
  expected: {
    withControlPlane: [
      fact('halted', 'the rollout is halted in its canary'),
      fact('only-canaries', 'no pair but the canaries has been touched then'),
      fact('called', 'somebody is called to the rollout, and told which pair it is'),
      fact('done', 'the rollout, resumed after the pair, ends done'),
      figure('pairsDone', 'all twenty pairs are done', (pairs) => pairs === IDS.length),
      figure('begunWhilePaused', 'no pair is begun while it is paused', (pairs) => pairs === 0),
      ...REGIONS.map((region) =>
        figure(
          `mostUnderWay_${region}`,
          `${region}: three pairs are under way at most, and at times`,
          (pairs) => pairs === CONCURRENCY,
        ),
      ),
      figure('mostUnderWayOfOneCluster', 'never two pairs of one GEO cluster are under way', (n) => n === 1),
      figure('mostTouchedOfOneCluster', 'nor do the units of two of them show it', (n) => n === 1),
      noFailedConnections,
      allSafe,
    ],
    withoutControlPlane: [
      someFailedConnections,
      figure('mostTouchedOfOneCluster', 'two pairs of one GEO cluster are changed at once', (n) => n > 1),
    ],
  },
};
