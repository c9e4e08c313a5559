import { MINUTE_MS } from '#domain/time.ts';
import { type BreakPlace, type Breaks, now, until, untilRole } from '#rehearsal/scenarios/audit-break.ts';
import { declareOtherwise } from '#rehearsal/scenarios/audit-course.ts';
import { MANAGED_TAGS } from '#rehearsal/world/wire-pair.ts';

/* What can be wrong about instances. Always the standby's, so that clients are served meanwhile. */

/** Both units of it were launched in one zone. */
export const ONE_ZONE = 'one-zone';

const TWO_WEEKS_MS = 14 * 24 * 60 * MINUTE_MS;

/**
 * The standby is terminated, and one in the zone of the load balancer's other subnet takes its place. It has the address of
 * its predecessor, which no instance of another subnet can have: the simulated LoadMaster is the same one.
 */
const moveStandby = async (place: BreakPlace): Promise<void> => {
  const { cloud, pair, stage, one } = place;
  const { second } = pair.units;
  const [instance] = cloud.ec2.describe([second.instanceId]);
  const zone = cloud.elb.describeLoadBalancers().find(({ name }) => name === pair.id)?.availabilityZones[1];
  if (instance === undefined || zone === undefined) throw new Error(`${pair.id} has nowhere to move to`);
  for (const arn of pair.targetGroups) cloud.elb.deregisterTargets(arn, [{ id: second.instanceId }]);
  cloud.ec2.setDisableApiTermination(second.instanceId, false);
  cloud.ec2.terminate([second.instanceId]);
  await until(place, 'the instance is gone', () => cloud.ec2.find(second.instanceId)?.state === 'terminated');
  const instanceId = second.instanceId.replace(/.{4}$/, 'beef');
  one.region.machines.set(instanceId, place.wired.second.unit);
  cloud.ec2.launch({
    instanceId,
    privateIpAddress: second.address,
    availabilityZone: zone.zoneName,
    subnetId: zone.subnetId,
    vpcId: instance.vpcId,
    securityGroups: instance.securityGroups,
    tags: MANAGED_TAGS,
    disableApiTermination: true,
  });
  await until(place, 'its successor runs', () => cloud.ec2.find(instanceId)?.state === 'running');
  for (const arn of pair.targetGroups) cloud.elb.registerTargets(arn, [{ id: instanceId }]);
  await untilRole(place, 'second', 'standby');
  await declareOtherwise(stage, pair.id, ({ units, ...declared }) => ({
    ...declared,
    units: { ...units, second: { ...units.second, instanceId } },
  }));
};

export const INSTANCE_BREAKS: Breaks = {
  'units-running': {
    words: 'the instance of the standby is stopped',
    happen: async (place) => {
      const { ec2 } = place.cloud;
      const { instanceId } = place.pair.units.second;
      ec2.stop([instanceId]);
      await until(place, 'the instance is stopped', () => ec2.find(instanceId)?.state === 'stopped');
      return async () => {
        ec2.start([instanceId]);
        await untilRole(place, 'second', 'standby');
        await until(place, 'its status is checked', () => {
          const { system, instance } = ec2.describeStatusChecks(instanceId);
          return system.status === 'ok' && instance.status === 'ok';
        });
      };
    },
  },
  'status-checks': {
    words: 'the host below the standby is broken',
    happen: ({ cloud, pair }) => {
      cloud.ec2.setStatusCheck(pair.units.second.instanceId, 'system', 'impaired');
      return () => cloud.ec2.setStatusCheck(pair.units.second.instanceId, 'system', undefined);
    },
  },
  'scheduled-events': {
    words: 'AWS is to retire the instance of the standby in two weeks',
    happen: (place) => {
      const { ec2 } = place.cloud;
      const event = ec2.scheduleRetirement(place.pair.units.second.instanceId, now(place) + TWO_WEEKS_MS);
      return () => ec2.cancelRetirement(event);
    },
  },
  'termination-guard': {
    words: 'termination protection of the standby is switched off',
    happen: ({ cloud, pair }) => {
      cloud.ec2.setDisableApiTermination(pair.units.second.instanceId, false);
      return () => cloud.ec2.setDisableApiTermination(pair.units.second.instanceId, true);
    },
  },
  'different-zones': {
    words: 'both units of this pair were launched in one zone',
    pairId: ONE_ZONE,
    happen: (place) => () => moveStandby(place),
  },
};
