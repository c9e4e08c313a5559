import type { HealthCheck } from '#rehearsal/cloud/elb/types.ts';
import type { Break, BreakPlace, Breaks } from '#rehearsal/scenarios/audit-break.ts';
import { balancerOf, withFurtherGroup } from '#rehearsal/scenarios/audit-breaks-load-balancer.ts';

/* What can be wrong about target groups: one of two is, as when somebody has forgotten it. */

export const firstGroup = ({ pair: { id, targetGroups } }: BreakPlace): string => {
  const [arn] = targetGroups;
  if (arn === undefined) throw new Error(`${id} has no target group`);
  return arn;
};

const otherCheck = (words: string, change: Partial<HealthCheck>): Break => ({
  words,
  happen: (place) => {
    const { elb } = place.cloud;
    const arn = firstGroup(place);
    const group = elb.describeTargetGroups().find(({ targetGroupArn }) => targetGroupArn === arn);
    elb.modifyTargetGroup(arn, change);
    return () => void elb.modifyTargetGroup(arn, group?.healthCheck ?? {});
  },
});

const otherAttributes = (words: string, change: Readonly<Record<string, string>>): Break => ({
  words,
  happen: (place) => {
    const { elb } = place.cloud;
    const arn = firstGroup(place);
    const before = elb.describeTargetGroupAttributes(arn);
    elb.modifyTargetGroupAttributes(arn, change);
    return () => void elb.modifyTargetGroupAttributes(arn, before);
  },
});

export const TARGET_GROUP_BREAKS: Breaks = {
  'cross-zone': otherAttributes('cross-zone load balancing is switched off', {
    'load_balancing.cross_zone.enabled': 'false',
  }),
  'health-check-protocol': otherCheck('health is checked by TCP', { protocol: 'TCP' }),
  'health-check-port': otherCheck('health is checked where clients come in', { port: 'traffic-port' }),
  'health-check-path': otherCheck('health is checked as of a web server', { path: '/healthz' }),
  matcher: otherCheck('every answer is taken for healthy', { matcher: '200-599' }),
  'health-check-timing': otherCheck('health is checked every half a minute', { intervalSeconds: 30 }),
  'target-type': {
    words: 'a target group of the units’ addresses, for one more listener',
    happen: (place) => {
      const { loadBalancerArn } = balancerOf(place);
      const { id, units } = place.pair;
      const attributes = { 'load_balancing.cross_zone.enabled': 'true' };
      return withFurtherGroup(
        place,
        { name: `${id}-by-address`, targetType: 'ip', attributes },
        [units.first.address, units.second.address],
        { loadBalancerArn, port: 9_090 },
      );
    },
  },
  registered: {
    words: 'the standby is taken out of one target group, and nobody brings it back',
    happen: (place) => {
      const targets = [{ id: place.pair.units.second.instanceId }];
      place.cloud.elb.deregisterTargets(firstGroup(place), targets);
      return () => place.cloud.elb.registerTargets(firstGroup(place), targets);
    },
  },
  'only-the-pair': {
    words: 'a LoadMaster that is no unit of the pair is registered',
    happen: (place) => {
      const stranger = place.one.region.standalones[0]?.standalone.instanceId;
      if (stranger === undefined) throw new Error('there is no standalone in the region');
      place.cloud.elb.registerTargets(firstGroup(place), [{ id: stranger }]);
      return () => place.cloud.elb.deregisterTargets(firstGroup(place), [{ id: stranger }]);
    },
  },
  'fail-open': otherAttributes('a zone with fewer than two healthy targets is to leave DNS', {
    'target_group_health.dns_failover.minimum_healthy_targets.count': '2',
  }),
  stickiness: otherAttributes('stickiness is switched on', { 'stickiness.enabled': 'true' }),
  'deregistration-delay': otherAttributes('a deregistration takes an hour', {
    'deregistration_delay.timeout_seconds': '3600',
  }),
  'connection-termination': otherAttributes('connections of an unhealthy target run out', {
    'target_health_state.unhealthy.connection_termination.enabled': 'false',
    'target_health_state.unhealthy.draining_interval_seconds': '600',
  }),
};
