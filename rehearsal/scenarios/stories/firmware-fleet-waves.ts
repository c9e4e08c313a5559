import { SECOND_MS } from '#domain/time.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import {
  allSafe,
  fact,
  noFailedConnections,
  someFailedConnections,
} from '#rehearsal/scenarios/expectations.ts';
import { bothRun } from '#rehearsal/scenarios/firmware-figures.ts';
import { CONCURRENCY, IDS, PAIRS, TO } from '#rehearsal/scenarios/firmware-fleet.ts';
import {
  callsSoFar,
  followTouched,
  type MostAtOnce,
  mostUnderWay,
} from '#rehearsal/scenarios/fleet-figures.ts';
import { changeAll, rollOutAll } from '#rehearsal/scenarios/fleet-rollout.ts';
import type { pairsOf } from '#rehearsal/scenarios/rollouts.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { REGIONS } from '#rehearsal/world/estate-spec.ts';

const most = (of: MostAtOnce): number => Math.max(0, ...of.values());

interface Followed {
  readonly touched: MostAtOnce;
  readonly calls: ReturnType<typeof callsSoFar>;
}

let followed: Followed | undefined;

const perPair = (count: number): number => Math.round((count * 10) / IDS.length) / 10;

const rolloutFigures = (stage: Stage, { calls: before }: Followed): Readonly<Record<string, number>> => {
  const byRegion = mostUnderWay(stage, ({ region }) => region);
  const mixed = ((stage.facts.get('pairs') ?? []) as ReturnType<typeof pairsOf>).flatMap(
    ({ secondsMixed }) => secondsMixed ?? [],
  );
  const calls = callsSoFar(stage, stage.causedAt);
  return {
    pairsDone: Number(stage.facts.get('pairs-done') ?? 0),
    begunWhilePaused: Number(stage.facts.get('begun-while-paused') ?? Number.NaN),
    ...Object.fromEntries(
      REGIONS.map((region) => [`mostUnderWay_${region}`, byRegion.get(region) ?? 0] as const),
    ),
    mostUnderWayOfOneCluster: most(mostUnderWay(stage, ({ geoCluster }) => geoCluster)),
    secondsMixedMean: Math.round(
      mixed.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, mixed.length),
    ),
    secondsMixedMax: Math.max(0, ...mixed),
    awsCallsPerPair: perPair(calls.aws - before.aws),
    targetHealthCallsPerPair: perPair(calls.targetHealth - before.targetHealth),
    loadMasterCallsPerPair: perPair(calls.loadMasters),
    tableWritesPerPair: perPair(calls.writes - before.writes),
  };
};

const measure = (stage: Stage): Readonly<Record<string, number>> =>
  followed === undefined
    ? {}
    : {
        mostTouchedOfOneCluster: most(followed.touched),
        ...(stage.hasControlPlane ? rolloutFigures(stage, followed) : {}),
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
      figure(
        'begunWhilePaused',
        'no pair is begun while it is paused but those released before',
        (pairs) => pairs === 0,
      ),
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
