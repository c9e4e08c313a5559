import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { isServedByOne } from '#rehearsal/scenarios/conditions.ts';
import { noFailedConnections } from '#rehearsal/scenarios/expectations.ts';
import type { Expectation, Scenario } from '#rehearsal/scenarios/scenario.ts';
import type { Stage } from '#rehearsal/scenarios/stage.ts';
import { vpcOf } from '#rehearsal/world/addresses.ts';
import { waitUntil } from '#rehearsal/world/wait.ts';

const PAIR = 'pair-a';
const FOREIGN = 20;
/** Well within the minute until the schedule's next turn, which makes calls of its own. */
const QUIET_MS = 30 * SECOND_MS;

const calls = (stage: Stage): number =>
  Object.values(stage.find(PAIR).region.cloud.calls.read()).reduce((sum, count) => sum + count, 0);

/** Instances that are nobody's LoadMaster, on spot capacity. */
const launchForeign = (stage: Stage): readonly string[] => {
  const { region } = stage.find(PAIR);
  return Array.from({ length: FOREIGN }, (_, at) => {
    const { instanceId } = region.cloud.ec2.launch({
      privateIpAddress: `10.99.0.${at + 10}`,
      availabilityZone: `${region.region}a`,
      subnetId: 'subnet-0f0f0f0f',
      vpcId: vpcOf(0),
      spot: 'one-time',
      alreadyRunning: true,
    });
    return instanceId;
  });
};

const noCalls: Expectation = {
  words: 'no AWS call is made for any of them',
  held: ({ figures }) => figures.awsCallsForForeignEvents === 0,
};

export const foreignInstance: Scenario = {
  name: 'foreign-instance',
  sentence: 'Twenty instances that belong to no pair are interrupted and terminated.',
  pairs: [{ id: PAIR, region: 'eu-west-1' }],
  safe: { words: 'the pair serves as before', isSo: isServedByOne },
  play: async (stage) => {
    const { region } = stage.find(PAIR);
    const foreign = launchForeign(stage);
    const before = calls(stage);
    if (stage.hasControlPlane)
      await waitUntil(stage.world.scheduler, () => calls(stage) > before, 2 * MINUTE_MS);
    await stage.wait(5 * SECOND_MS);
    const atCause = calls(stage);
    await stage.cause('they get spot interruption warnings, and are terminated', () => {
      for (const instanceId of foreign)
        region.cloud.ec2.interruptSpot(instanceId, 'terminate', 5 * SECOND_MS);
    });
    await stage.wait(QUIET_MS);
    stage.facts.set('calls', calls(stage) - atCause);
    stage.note(`${FOREIGN} instances are gone`);
  },
  measure: (stage) => ({ awsCallsForForeignEvents: Number(stage.facts.get('calls')) }),
  expected: {
    withControlPlane: [
      noCalls,
      noFailedConnections,
      { words: 'nothing is written', held: ({ figures }) => figures.controlPlaneWrites === 0 },
    ],
    withoutControlPlane: [noCalls, noFailedConnections],
  },
};
