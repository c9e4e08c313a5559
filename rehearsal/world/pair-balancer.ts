import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import { CUSTOMARY_HEALTH_PORT } from '#rehearsal/load-master/pair.ts';
import { vpcOf, zonesOf } from '#rehearsal/world/addresses.ts';
import { DEFAULT_PAIR, type PairSpec, THRESHOLD } from '#rehearsal/world/estate-spec.ts';
import { LISTENER_PORTS, SERVICE_PORT } from '#rehearsal/world/ports.ts';

export interface BalancerSurroundings {
  readonly cloud: CloudRegion;
  readonly regionIndex: number;
  readonly pairIndex: number;
}

/**
 * A load balancer of its own in both zones, and a target group for each of its listeners. What a connection comes in by
 * must reach the active unit in whatever zone that is, so they balance across zones. Returns the ARNs of the groups.
 */
export const balance = (
  { cloud, regionIndex, pairIndex }: BalancerSurroundings,
  spec: PairSpec,
  securityGroup: string,
): readonly string[] => {
  const vpcId = vpcOf(regionIndex);
  const { loadBalancerArn } = cloud.elb.createLoadBalancer({
    name: spec.id,
    vpcId,
    availabilityZones: zonesOf(spec.region, regionIndex, pairIndex),
    securityGroups: [securityGroup],
  });
  const seconds = spec.healthCheckSeconds ?? DEFAULT_PAIR.healthCheckSeconds;
  return LISTENER_PORTS.map((port) => {
    const { targetGroupArn } = cloud.elb.createTargetGroup({
      name: `${spec.id}-${port}`,
      port: SERVICE_PORT,
      vpcId,
      healthCheck: {
        protocol: 'HTTP',
        port: CUSTOMARY_HEALTH_PORT,
        path: '/',
        matcher: '200',
        intervalSeconds: seconds,
        timeoutSeconds: Math.min(seconds, 6),
        healthyThreshold: THRESHOLD,
        unhealthyThreshold: THRESHOLD,
      },
      attributes: {
        'deregistration_delay.timeout_seconds': String(
          spec.deregistrationDelaySeconds ?? DEFAULT_PAIR.deregistrationDelaySeconds,
        ),
        'load_balancing.cross_zone.enabled': 'true',
      },
    });
    cloud.elb.createListener({ loadBalancerArn, port, targetGroupArn });
    return targetGroupArn;
  });
};
