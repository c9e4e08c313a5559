import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedBy } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, decided, nothingIsDone } from '#rehearsal/scenarios/expectations.ts';
import { failedBetween } from '#rehearsal/scenarios/failed-connections.ts';
import { loseFirst, repairFirst, untilReturned } from '#rehearsal/scenarios/first-fails.ts';
import { returnsOf, roleChanges } from '#rehearsal/scenarios/role-changes.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';

const PAIR = 'pair-a';

const thereAndBack: Expectation = {
  words: 'the roles change twice: the failover, and one return',
  held: ({ figures }) => figures.roleChanges === 2 && figures.returns === 1,
};

/** The first unit takes over as soon as it is polled, and the second refuses clients long before the load balancer follows. */
const returnCosts: Expectation = {
  words: 'the return of the units themselves costs connections',
  held: ({ figures }) => (figures.failedAtReturn ?? 0) > 0,
};

/** The units' own failback: the control plane sees it, records it, and keeps its hands off. */
export const failbackNative: Scenario = {
  name: 'failback-native',
  sentence: 'The first unit dies and is repaired; under Prefer First the pair returns to it by itself.',
  pairs: [{ id: PAIR, region: 'eu-west-1', preferred: 'first', failback: { policy: 'native' } }],
  safe: {
    words: 'the first unit alone gets new connections again, and serves them',
    isSo: (stage, pairId) => isServedBy(stage, pairId, 'first'),
  },
  play: async (stage) => {
    await loseFirst(stage, PAIR);
    stage.facts.set('repaired-at', stage.world.scheduler.now());
    await repairFirst(stage, PAIR);
    await untilReturned(stage, PAIR, 4 * MINUTE_MS);
    // Long enough for two turns of the schedule: what would be done about it would be done by then.
    await stage.wait(130 * SECOND_MS);
  },
  measure: (stage) => ({
    roleChanges: roleChanges(stage, PAIR).length,
    returns: returnsOf(stage, PAIR).length,
    failedAtReturn: failedBetween(stage.find(PAIR), Number(stage.facts.get('repaired-at'))),
  }),
  expected: {
    withControlPlane: [
      allSafe,
      thereAndBack,
      returnCosts,
      nothingIsDone,
      {
        words: 'watch records that the pair is degraded, and that it is steady again on its first unit',
        held: (played) =>
          decided(played, ({ by, to }) => by === 'watch' && to === 'degraded').length > 0 &&
          played.decisions.at(-1)?.record.to === 'steady',
      },
    ],
    withoutControlPlane: [allSafe, thereAndBack, returnCosts],
  },
};
