import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { instanceIdOf, isOutOfService, isServedBy } from '#rehearsal/scenarios/conditions.ts';
import { allSafe, decided, hasDone, someFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';

const PAIR = 'pair-a';

/** Two failed checks at 10 s, 35 s until new connections follow, the partner's healthy checks and a margin. */
const LOAD_BALANCER_ALONE_SECONDS = 80;

/** Nobody asked us: the unit is gone before anything can be handed over. What is left to do is to deregister it. */
export const rawTerminate: Scenario = {
  name: 'raw-terminate',
  sentence: 'Somebody terminates the active unit through EC2, behind our back.',
  pairs: [{ id: PAIR, region: 'eu-west-1' }],
  safe: {
    words: 'the second unit alone gets new connections, and serves them',
    isSo: (stage, pairId) => isServedBy(stage, pairId, 'second'),
  },
  play: async (stage) => {
    const { region } = stage.find(PAIR);
    const instanceId = instanceIdOf(stage, PAIR, 'first');
    await stage.cause('somebody lifts the protection and terminates the first unit', () => {
      region.cloud.ec2.setDisableApiTermination(instanceId, false);
      region.cloud.ec2.terminate([instanceId]);
    });
    const isOut = () => isOutOfService(stage, PAIR, 'first');
    stage.facts.set(
      'out-soon',
      await stage.until('the first unit is in no target group any more', isOut, 2 * MINUTE_MS),
    );
    await stage.until(
      'the second unit alone gets new connections',
      () => isServedBy(stage, PAIR, 'second'),
      4 * MINUTE_MS,
    );
    await stage.wait(30 * SECOND_MS);
  },
  expected: {
    withControlPlane: [
      allSafe,
      hasDone('deregister-targets', 'the unit is deregistered although it is late'),
      {
        words: 'the first unit is in no target group within two minutes',
        held: ({ facts }) => facts.get('out-soon') === true,
      },
      {
        words: `it does not take longer than the load balancer by itself: ${LOAD_BALANCER_ALONE_SECONDS} s at most`,
        held: ({ figures }) => figures.secondsToSafe <= LOAD_BALANCER_ALONE_SECONDS,
      },
      {
        words: 'no other unit is touched',
        held: (played) =>
          decided(played, ({ actions }) =>
            actions.some((action) => 'unit' in action && action.unit === 'second'),
          ).length === 0,
      },
    ],
    withoutControlPlane: [
      someFailedConnections,
      {
        words: 'the target groups go on listing the unit for minutes',
        held: ({ facts }) => facts.get('out-soon') === false,
      },
    ],
  },
};
