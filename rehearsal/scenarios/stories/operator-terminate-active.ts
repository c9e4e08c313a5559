import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { instanceState, isHandedOver, isLeaving } from '#rehearsal/scenarios/conditions.ts';
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
import { askToDrain } from '#rehearsal/scenarios/operator.ts';
import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';

const TERMINATE = { release: 'terminate', why: 'replace the instance' } as const;

const areAllGone = (stage: Stage): boolean =>
  stage.pairs().every((one) => isLeaving(instanceState(stage, one.pair.pair.id, activeAtStart(one))));

const terminateByApi = async (stage: Stage): Promise<void> => {
  const dryRuns = await Promise.all(
    stage.pairs().map((one) => askToDrain(one, activeAtStart(one), { ...TERMINATE, dryRun: true })),
  );
  for (const line of dryRuns[0]?.plan ?? []) stage.note(`dry run says: ${line}`);
  stage.facts.set('dry-run', dryRuns.every(({ status }) => status === 200) && !areAllGone(stage));
  await stage.cause('an operator asks to terminate the active units', async () => {
    const answers = await Promise.all(
      stage.pairs().map((one) => askToDrain(one, activeAtStart(one), TERMINATE)),
    );
    stage.facts.set(
      'accepted',
      answers.every(({ status }) => status === 202),
    );
  });
};

/** What people do who have no control plane. */
const terminateByHand = (stage: Stage): Promise<void> =>
  stage.cause('an operator lifts the protection and terminates the active units', () => {
    for (const one of stage.pairs()) {
      one.region.cloud.ec2.setDisableApiTermination(activeInstance(one), false);
      one.region.cloud.ec2.terminate([activeInstance(one)]);
    }
  });

export const operatorTerminateActive: Scenario = {
  name: 'operator-terminate-active',
  sentence: 'An operator has the active unit of four pairs terminated: a dry run first, then the request.',
  pairs: leavingPairs({}),
  safe: {
    words: 'the partner alone gets new connections, and serves them',
    isSo: (stage, pairId) => isHandedOver(stage, pairId, activeAtStart(stage.find(pairId))),
  },
  play: async (stage) => {
    await (stage.hasControlPlane ? terminateByApi(stage) : terminateByHand(stage));
    await stage.until('the instances go', () => areAllGone(stage), 10 * MINUTE_MS);
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
      fact('dry-run', 'the dry run says what would be done, and does nothing'),
      fact('accepted', 'the request is accepted'),
      allSafe,
      noFailedConnections,
      hasDone('deregister-targets', 'the units are deregistered'),
      hasDone('terminate-instance', 'the instances are terminated, protection and all'),
    ],
    withoutControlPlane: [allSafe, someFailedConnections],
  },
};
