import { otherUnit } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import {
  instanceIdOf,
  instanceState,
  isHandedOver,
  isLeaving,
  isOutOfService,
} from '#rehearsal/scenarios/conditions.ts';
import {
  allSafe,
  fact,
  hasDone,
  noFailedConnections,
  someFailedConnections,
} from '#rehearsal/scenarios/expectations.ts';
import {
  activeAtStart,
  activeInstance,
  failedByPair,
  leavingPairs,
} from '#rehearsal/scenarios/leaving-pairs.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';

/** The notice is two minutes; then come the end of the instance and what the load balancer makes of it. */
const AFTER_NOTICE_MS = 4 * MINUTE_MS;

export const spotInterruptionActive: Scenario = {
  name: 'spot-interruption-active',
  sentence: 'AWS takes the active unit of four pairs away with two minutes notice.',
  pairs: leavingPairs({ spot: 'one-time', deregistrationDelaySeconds: 30 }),
  safe: {
    words: 'the partner alone gets new connections, and serves them',
    isSo: (stage, pairId) => isHandedOver(stage, pairId, activeAtStart(stage.find(pairId))),
  },
  play: async (stage) => {
    await stage.cause('the active units get their spot interruption warning', () => {
      for (const one of stage.pairs()) one.region.cloud.ec2.interruptSpot(activeInstance(one), 'terminate');
    });
    const isSafe = () =>
      stage.pairs().every((one) => isHandedOver(stage, one.pair.pair.id, activeAtStart(one)));
    const isAnyGone = () =>
      stage.pairs().some((one) => isLeaving(instanceState(stage, one.pair.pair.id, activeAtStart(one))));
    await stage.until('the partners serve, or time is over', () => isSafe() || isAnyGone(), AFTER_NOTICE_MS);
    stage.facts.set('safe-in-time', isSafe() && !isAnyGone());
    await stage.until('the instances are gone', isAnyGone, AFTER_NOTICE_MS);
    await stage.until('the partners serve alone', isSafe, AFTER_NOTICE_MS);
    await stage.wait(20 * SECOND_MS);
  },
  measure: failedByPair,
  expected: {
    withControlPlane: [
      allSafe,
      fact('safe-in-time', 'every partner serves alone before the instance is taken away'),
      noFailedConnections,
      hasDone('deregister-targets', 'the units are deregistered'),
    ],
    withoutControlPlane: [someFailedConnections],
  },
};

const PAIR = 'pair-a';

export const spotInterruptionStandby: Scenario = {
  name: 'spot-interruption-standby',
  sentence: 'AWS takes the standby away with two minutes notice.',
  pairs: [{ id: PAIR, region: 'eu-west-1', spot: 'one-time', deregistrationDelaySeconds: 30 }],
  safe: {
    words: 'the standby is in no target group any more',
    isSo: (stage, pairId) => isOutOfService(stage, pairId, otherUnit(activeAtStart(stage.find(pairId)))),
  },
  play: async (stage) => {
    const { region } = stage.find(PAIR);
    await stage.cause('the second unit, the standby, gets its spot interruption warning', () =>
      region.cloud.ec2.interruptSpot(instanceIdOf(stage, PAIR, 'second'), 'terminate'),
    );
    const isGone = () => isLeaving(instanceState(stage, PAIR, 'second'));
    await stage.until(
      'the standby is out of service, or gone',
      () => isOutOfService(stage, PAIR, 'second') || isGone(),
      AFTER_NOTICE_MS,
    );
    stage.facts.set('out-in-time', isOutOfService(stage, PAIR, 'second') && !isGone());
    await stage.until('the instance is gone', isGone, AFTER_NOTICE_MS);
    await stage.wait(30 * SECOND_MS);
  },
  expected: {
    withControlPlane: [
      allSafe,
      fact('out-in-time', 'the standby is out of service before it is taken away'),
      noFailedConnections,
    ],
    withoutControlPlane: [
      {
        words: 'the standby is taken away while the target groups list it',
        held: ({ facts }) => facts.get('out-in-time') === false,
      },
    ],
  },
};
