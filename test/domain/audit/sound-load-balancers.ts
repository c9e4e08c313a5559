import { withAws } from './broken.ts';
import { withAttributes } from './broken-aws-attributes.ts';
import { GOOD_HOOK, inGroup } from './broken-aws-instances.ts';
import { AUDITED_PAIR, ZONES } from './clean-snapshot.ts';
import type { Sound } from './sound.ts';

const { second } = AUDITED_PAIR.units;
const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

const inOneZone = withAws('instances', (instance) => ({ ...instance, zone: ZONES.first }));

const { audit: _, ...UNDECLARED } = AUDITED_PAIR;

/** Load balancers, target groups and instances that are sound. */
export const SOUND_LOAD_BALANCERS: readonly Sound[] = [
  {
    words: 'an internal load balancer has no Elastic IP',
    rule: 'elastic-ips',
    snapshot: withAws('loadBalancers', (seen) => ({
      ...seen,
      scheme: 'internal',
      zones: seen.zones.map((zone) => ({ ...zone, elasticIp: false })),
    })),
  },
  {
    words: 'a third zone is enabled',
    rule: 'zones-enabled',
    snapshot: withAws('loadBalancers', (seen) => ({
      ...seen,
      zones: [...seen.zones, { zone: 'eu-west-1c', subnetId: 'subnet-0000000000000000c', elasticIp: true }],
    })),
  },
  {
    words: 'cross-zone is off and both units are in one zone',
    rule: 'cross-zone',
    snapshot: withAws('loadBalancerAttributes', () => ({ [CROSS_ZONE]: 'false' }), undefined, inOneZone),
  },
  {
    words: 'cross-zone is on at the target groups, whatever the load balancer says',
    rule: 'cross-zone',
    snapshot: withAws('loadBalancerAttributes', () => ({ [CROSS_ZONE]: 'false' }), undefined, {
      ...withAws('targetGroupAttributes', (attributes) => ({ ...attributes, [CROSS_ZONE]: 'true' })),
    }),
  },
  {
    words: 'no load balancer, so that there is nothing to cross',
    rule: 'cross-zone',
    snapshot: withAws('targetGroups', (group) => ({ ...group, loadBalancerArns: [] })),
  },
  {
    words: 'a check by a protocol without paths and codes',
    rule: 'health-check-path',
    snapshot: withAws('targetGroups', ({ healthCheckPath: _, ...group }) => group),
  },
  {
    words: 'a check by a protocol without codes',
    rule: 'matcher',
    snapshot: withAws('targetGroups', ({ matcher: _, ...group }) => group),
  },
  {
    words: 'AWS’s own success codes, which leave out 503',
    rule: 'matcher',
    snapshot: withAws('targetGroups', (group) => ({ ...group, matcher: '200-399' })),
  },
  {
    words: 'a target that nobody uses is registered all the same',
    rule: 'registered',
    snapshot: withAws('targets', (targets) =>
      targets.map((target) => ({ ...target, state: 'unused', reason: 'Target.InvalidState' }) as const),
    ),
  },
  {
    words: 'a unit is leaving on one port, and registered on another',
    rule: 'registered',
    snapshot: withAws('targets', (targets) => [
      { id: second.instanceId, port: 80, state: 'draining' as const },
      ...targets,
    ]),
  },
  {
    words: 'the units are not to be found in a group of addresses',
    rule: 'registered',
    snapshot: withAws('targets', () => [], undefined, {
      ...withAws('targetGroups', (group) => ({ ...group, targetType: 'ip' })),
    }),
  },
  {
    words: 'a stranger that is leaving',
    rule: 'only-the-pair',
    snapshot: withAws('targets', (targets) => [
      ...targets,
      { id: 'i-00000000000000010', state: 'draining' as const },
      { id: 'i-00000000000000011', state: 'unused' as const, reason: 'Target.NotRegistered' },
    ]),
  },
  {
    words: 'no zone leaves DNS for want of healthy targets',
    rule: 'fail-open',
    snapshot: withAttributes({ 'target_group_health.dns_failover.minimum_healthy_targets.count': 'off' }),
  },
  {
    words: 'as short a delay as may be',
    rule: 'deregistration-delay',
    snapshot: withAttributes({ 'deregistration_delay.timeout_seconds': '0' }),
  },
  {
    words: 'as long a delay as may be, by what holds for who declares nothing',
    rule: 'deregistration-delay',
    snapshot: {
      ...withAttributes({ 'deregistration_delay.timeout_seconds': '300' }),
      pair: UNDECLARED,
    },
  },
  {
    words: 'connections of deregistered targets are ended, where either will do',
    rule: 'connection-termination',
    snapshot: {
      ...withAttributes({ 'deregistration_delay.connection_termination.enabled': 'true' }),
      pair: UNDECLARED,
    },
  },
  {
    words: 'an instance that does not run has no status',
    rule: 'status-checks',
    snapshot: withAws('instanceHealth', (health) => ({
      ...health,
      system: 'not-applicable',
      instance: 'not-applicable',
    })),
  },
  {
    words: 'an Auto Scaling group with a hook that leaves time, where EC2 does not protect',
    rule: 'termination-guard',
    snapshot: inGroup([GOOD_HOOK]),
  },
  {
    words: 'of two hooks one leaves time',
    rule: 'termination-guard',
    snapshot: inGroup([{ ...GOOD_HOOK, name: 'log', heartbeatSeconds: 30 }, GOOD_HOOK]),
  },
  {
    words: 'a hook of just the least that will do',
    rule: 'termination-guard',
    snapshot: inGroup([{ ...GOOD_HOOK, heartbeatSeconds: 120, globalSeconds: 520 }]),
  },
  {
    words: 'a hook that AWS keeps open a hundred times its heartbeat',
    rule: 'termination-guard',
    snapshot: inGroup([{ name: 'drain', heartbeatSeconds: 120, defaultResult: 'ABANDON' }]),
  },
];
