import { MINUTE_MS } from '#domain/time.ts';
import { isServedByOne, rememberedState } from '#rehearsal/scenarios/conditions.ts';
import {
  allSafe,
  fact,
  neverIn,
  noFailedConnections,
  nothingIsDone,
} from '#rehearsal/scenarios/expectations.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

const STORM_MS = 4 * MINUTE_MS;

const situationOf = async (stage: Stage, pairId: string): Promise<string | undefined> => {
  const state = await rememberedState(stage, pairId);
  return state?.unseenSince === undefined ? state?.situation.kind : 'unseen';
};

const areAll = async (stage: Stage, situation: string): Promise<boolean> => {
  const found = await Promise.all(stage.pairs().map(({ pair }) => situationOf(stage, pair.pair.id)));
  return found.every((each) => each === situation);
};

/** Somebody else in the account uses up the API: what cannot be read is unknown, and unknown never acts. */
export const throttleStorm: Scenario = {
  name: 'throttle-storm',
  sentence: 'Elastic Load Balancing refuses every call for four minutes.',
  pairs: ['pair-a', 'pair-b', 'pair-c', 'pair-d'].map((id) => ({ id, region: 'eu-west-1' })),
  safe: { words: 'the pair serves as before', isSo: isServedByOne },
  play: async (stage) => {
    const [{ region } = stage.find('pair-a')] = stage.pairs();
    let end: () => void = () => undefined;
    await stage.cause('Elastic Load Balancing throttles everything', () => {
      end = region.cloud.faults.inject({
        service: 'elasticloadbalancing',
        fault: { kind: 'error', code: 'Throttling', httpStatus: 400, message: 'Rate exceeded' },
      });
    });
    await stage.wait(STORM_MS);
    end();
    stage.note('the storm is over');
    if (!stage.hasControlPlane) return;
    stage.facts.set(
      'recovered',
      await stage.until(
        'every pair is known to be steady again',
        () => areAll(stage, 'steady'),
        3 * MINUTE_MS,
      ),
    );
  },
  expected: {
    withControlPlane: [
      allSafe,
      neverIn(['degraded', 'no-active', 'dual-active'], 'no pair is taken for unhealthy'),
      nothingIsDone,
      noFailedConnections,
      fact('recovered', 'every pair is known to be steady again afterwards'),
      {
        words: 'that nothing could be seen is recorded',
        held: ({ decisions }) => decisions.some(({ record }) => record.reason === 'observers-silent'),
      },
    ],
    withoutControlPlane: [noFailedConnections],
  },
};
