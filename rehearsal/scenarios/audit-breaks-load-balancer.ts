import { SECOND_MS } from '#domain/time.ts';
import type { LoadBalancer } from '#rehearsal/cloud/elb/load-balancer-types.ts';
import type { HealthCheck, TargetGroupSpec } from '#rehearsal/cloud/elb/types.ts';
import type { Break, BreakPlace, Breaks, Mend } from '#rehearsal/scenarios/audit-break.ts';
import { declareOtherwise } from '#rehearsal/scenarios/audit-course.ts';

/* What can be wrong about a load balancer and what it forwards to. */

export const balancerOf = ({ cloud, pair }: BreakPlace): LoadBalancer => {
  const found = cloud.elb.describeLoadBalancers().find(({ name }) => name === pair.id);
  if (found === undefined) throw new Error(`${pair.id} has no load balancer`);
  return found;
};

const withoutAddresses = ({ availabilityZones }: LoadBalancer) =>
  availabilityZones.map(({ elasticIp: _, ...zone }) => zone);

/** The health check that is declared of the pair's target groups. */
const declaredCheck = ({ pair: { healthCheck } }: BreakPlace): Partial<HealthCheck> => ({
  protocol: 'HTTP',
  port: healthCheck.port,
  path: '/',
  matcher: '200',
  intervalSeconds: healthCheck.intervalMs / SECOND_MS,
  timeoutSeconds: 6,
  healthyThreshold: healthCheck.healthyThreshold,
  unhealthyThreshold: healthCheck.unhealthyThreshold,
});

/** One more target group of the pair, declared as such. It is taken away again once it is declared no more. */
export const withFurtherGroup = async (
  place: BreakPlace,
  spec: Pick<TargetGroupSpec, 'name' | 'targetType' | 'protocol' | 'attributes'>,
  targets: readonly string[],
  listener: { readonly loadBalancerArn: string; readonly port: number },
): Promise<Mend> => {
  const { cloud, stage, pair } = place;
  const { vpcId } = balancerOf(place);
  const healthCheck = declaredCheck(place);
  const { targetGroupArn } = cloud.elb.createTargetGroup({ ...spec, port: 443, vpcId, healthCheck });
  cloud.elb.registerTargets(
    targetGroupArn,
    targets.map((id) => ({ id })),
  );
  const { listenerArn } = cloud.elb.createListener({ ...listener, targetGroupArn });
  await declareOtherwise(stage, pair.id, (declared) => ({
    ...declared,
    targetGroups: [...declared.targetGroups, targetGroupArn],
  }));
  return async () => {
    await declareOtherwise(stage, pair.id, (declared) => declared);
    cloud.elb.deleteListener(listenerArn);
    cloud.elb.deleteTargetGroup(targetGroupArn);
  };
};

const withSubnets = (
  words: string,
  zones: (balancer: LoadBalancer) => LoadBalancer['availabilityZones'],
): Break => ({
  words,
  happen: (place) => {
    const balancer = balancerOf(place);
    place.cloud.elb.setSubnets(balancer.loadBalancerArn, zones(balancer));
    return () => void place.cloud.elb.setSubnets(balancer.loadBalancerArn, balancer.availabilityZones);
  },
});

export const LOAD_BALANCER_BREAKS: Breaks = {
  'load-balancer-type': {
    words: 'an Application Load Balancer in front of the units as well, for some of the clients',
    happen: (place) => {
      const { cloud, pair } = place;
      const balancer = balancerOf(place);
      const { loadBalancerArn } = cloud.elb.createLoadBalancer({
        name: `${pair.id}-web`,
        type: 'application',
        scheme: 'internal',
        vpcId: balancer.vpcId,
        availabilityZones: withoutAddresses(balancer),
        securityGroups: balancer.securityGroups,
      });
      const { first, second } = pair.units;
      return withFurtherGroup(
        place,
        { name: `${pair.id}-web`, protocol: 'HTTP' },
        [first.instanceId, second.instanceId],
        { loadBalancerArn, port: 80 },
      );
    },
  },
  'load-balancer-active': {
    words: 'the load balancer cannot grow any more: its subnets have no address left',
    happen: (place) => {
      const { loadBalancerArn } = balancerOf(place);
      place.cloud.elb.setLoadBalancerState(loadBalancerArn, 'active_impaired');
      return () => place.cloud.elb.setLoadBalancerState(loadBalancerArn, 'active');
    },
  },
  listeners: {
    words: 'the second listener is deleted',
    happen: (place) => {
      const { elb } = place.cloud;
      const { loadBalancerArn } = balancerOf(place);
      const listener = elb.describeListeners(loadBalancerArn).at(-1);
      if (listener === undefined) throw new Error(`${place.pair.id} has no listener`);
      elb.deleteListener(listener.listenerArn);
      const { port, targetGroupArn } = listener;
      return () => void elb.createListener({ loadBalancerArn, port, targetGroupArn });
    },
  },
  'elastic-ips': withSubnets('the zones are enabled anew, without their Elastic IPs', withoutAddresses),
  'zones-enabled': withSubnets('the zone of the second unit is switched off', ({ availabilityZones }) =>
    availabilityZones.slice(0, 1),
  ),
};
