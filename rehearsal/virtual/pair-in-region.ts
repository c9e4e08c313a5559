import { DEFAULT_POLICIES } from '#contracts/estate-defaults.ts';
import { type Pair, UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import { MANAGED_TAG } from '#rehearsal/virtual/ports.ts';
import type { UnitPlace } from '#rehearsal/world/addresses.ts';

/* A pair's part of the model of a region: its instances, its load balancer, and how it is declared. */

export interface PairPlace {
  readonly pairId: string;
  readonly region: string;
  /** Of its load balancer, and the beginning of its target groups' names. */
  readonly balancer: string;
  readonly units: Readonly<Record<UnitName, UnitPlace>>;
}

export const launchUnits = (
  cloud: CloudRegion,
  { units }: PairPlace,
  { managed, spot }: { readonly managed: boolean; readonly spot: boolean },
): void => {
  for (const unit of UNIT_NAMES) {
    const { address, ...place } = units[unit];
    cloud.ec2.launch({
      ...place,
      privateIpAddress: address,
      tags: managed ? { [MANAGED_TAG]: 'true' } : {},
      alreadyRunning: true,
      ...(spot ? { spot: 'persistent' as const } : { disableApiTermination: true }),
    });
  }
};

/** A target group with both units for either listener. Returns their ARNs. */
export const addTargetGroups = (cloud: CloudRegion, { balancer, units }: PairPlace): readonly string[] => {
  const { vpcId } = units.first;
  const { loadBalancerArn } = cloud.elb.createLoadBalancer({
    name: balancer,
    vpcId,
    availabilityZones: UNIT_NAMES.map((unit) => ({
      zoneName: units[unit].availabilityZone,
      subnetId: units[unit].subnetId,
    })),
  });
  return [443, 80].map((port) => {
    const { targetGroupArn } = cloud.elb.createTargetGroup({
      name: `${balancer}-${port}`,
      port,
      vpcId,
      healthCheck: {
        protocol: 'HTTP',
        port: 8444,
        path: '/',
        intervalSeconds: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      attributes: { 'deregistration_delay.timeout_seconds': '60' },
    });
    cloud.elb.createListener({ loadBalancerArn, port, targetGroupArn });
    cloud.elb.registerTargets(
      targetGroupArn,
      UNIT_NAMES.map((unit) => ({ id: units[unit].instanceId })),
    );
    return targetGroupArn;
  });
};

/** As operators declare it who set nothing that has a default, but for the mode. */
export const declarePair = ({ pairId, region, units }: PairPlace, targetGroups: readonly string[]): Pair => {
  const appliance = (unit: UnitName) => ({
    instanceId: units[unit].instanceId,
    address: units[unit].address,
    management: `https://${units[unit].address}:8443`,
    certificateSha256: '0'.repeat(64),
    credentials: `understudy/${pairId}/${unit}`,
  });
  return {
    id: pairId,
    region,
    mode: 'enforce',
    units: { first: appliance('first'), second: appliance('second') },
    targetGroups,
    healthCheck: {
      port: 8444,
      handoverPort: 8445,
      intervalMs: 10 * SECOND_MS,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
    },
    preferred: 'none',
    failback: DEFAULT_POLICIES.failback,
    splitBrain: DEFAULT_POLICIES.splitBrain,
    drain: { onRebalance: 'drain', maintenanceLeadMs: 5 * MINUTE_MS, hookBudgetMs: 10 * MINUTE_MS },
  };
};
