import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { instanceState, isHandedOver, isLeaving } from '#rehearsal/scenarios/conditions.ts';
import {
  allSafe,
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

/** The hook ends by itself after this long without a heartbeat, and lets the unit go. */
const HOOK = { terminateHookSeconds: 120, terminateHookResult: 'CONTINUE' } as const;

export const lifecycleHook: Scenario = {
  name: 'lifecycle-hook',
  sentence: 'Auto Scaling scales in the active unit of four pairs, and a terminate hook waits for the drain.',
  pairs: leavingPairs(HOOK),
  safe: {
    words: 'the partner alone gets new connections, and serves them',
    isSo: (stage, pairId) => isHandedOver(stage, pairId, activeAtStart(stage.find(pairId))),
  },
  play: async (stage) => {
    await stage.cause('Auto Scaling terminates the active units', () => {
      for (const one of stage.pairs())
        one.region.cloud.autoScaling.terminateInstanceInGroup(activeInstance(one), true);
    });
    await stage.until(
      'the hooks are over and the instances go',
      () =>
        stage.pairs().every((one) => isLeaving(instanceState(stage, one.pair.pair.id, activeAtStart(one)))),
      10 * MINUTE_MS,
    );
    await stage.until(
      'the partners serve alone',
      () => stage.pairs().every((one) => isHandedOver(stage, one.pair.pair.id, activeAtStart(one))),
      4 * MINUTE_MS,
    );
    await stage.wait(20 * SECOND_MS);
  },
  measure: failedByPair,
  expected: {
    withControlPlane: [
      allSafe,
      noFailedConnections,
      hasDone('complete-hook', 'the hooks are completed, not left to time out'),
    ],
    withoutControlPlane: [someFailedConnections],
  },
};
