import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import { TARGET_GROUP } from '../../../docs/state-samples.ts';
import { withAws, withPair } from './broken.ts';
import { withAttributes, withLeastDelay } from './broken-aws-attributes.ts';
import { AUDITED_PAIR } from './clean-snapshot.ts';
import type { FixCase } from './fix-case.ts';

const HEALTH = 'target_group_health';

export const ATTRIBUTE_FIXES: readonly FixCase[] = [
  {
    words: 'at the target group, though it is the load balancer’s setting that is off',
    rule: 'cross-zone',
    snapshot: withAws('loadBalancerAttributes', () => ({ 'load_balancing.cross_zone.enabled': 'false' })),
    fixes: [
      'set load_balancing.cross_zone.enabled of lm-a to true',
      'set load_balancing.cross_zone.enabled of lm-b to true',
    ],
  },
  {
    words: 'what is wrong and nothing else',
    rule: 'fail-open',
    snapshot: withAttributes({
      [`${HEALTH}.unhealthy_state_routing.minimum_healthy_targets.percentage`]: '100',
      [`${HEALTH}.dns_failover.minimum_healthy_targets.count`]: '2',
    }),
    fixes: [
      `set ${HEALTH}.unhealthy_state_routing.minimum_healthy_targets.percentage of lm-a to off, ${HEALTH}.dns_failover.minimum_healthy_targets.count of lm-a to 1`,
    ],
  },
  {
    words: 'off',
    rule: 'stickiness',
    snapshot: withAttributes({ 'stickiness.enabled': 'true' }),
    fixes: ['set stickiness.enabled of lm-a to false'],
  },
  {
    words: 'down to the longest that may be',
    rule: 'deregistration-delay',
    snapshot: withAttributes({ 'deregistration_delay.timeout_seconds': '3600' }),
    fixes: ['set deregistration_delay.timeout_seconds of lm-a to 300'],
  },
  {
    words: 'up to the shortest that may be',
    rule: 'deregistration-delay',
    snapshot: withLeastDelay(withAttributes({ 'deregistration_delay.timeout_seconds': '0' })),
    fixes: ['set deregistration_delay.timeout_seconds of lm-a to 30'],
  },
  {
    words: 'connections are ended, and AWS is told not to wait for them',
    rule: 'connection-termination',
    snapshot: withAttributes({
      'target_health_state.unhealthy.connection_termination.enabled': 'false',
      'target_health_state.unhealthy.draining_interval_seconds': '600',
    }),
    fixes: [
      'set target_health_state.unhealthy.connection_termination.enabled of lm-a to true, target_health_state.unhealthy.draining_interval_seconds of lm-a to 0',
    ],
  },
  {
    words: 'connections run out: how long AWS waits for them is nobody’s business',
    rule: 'connection-termination',
    snapshot: withPair(
      {
        audit: { ...auditPolicyOf(AUDITED_PAIR), terminatesConnections: { whenUnhealthy: false } },
        targetGroups: [TARGET_GROUP],
      },
      withAttributes({ 'target_health_state.unhealthy.draining_interval_seconds': '600' }),
    ),
    fixes: ['set target_health_state.unhealthy.connection_termination.enabled of lm-a to false'],
  },
  {
    words: 'of deregistered targets alone',
    rule: 'connection-termination',
    snapshot: withAttributes({ 'deregistration_delay.connection_termination.enabled': 'true' }),
    fixes: ['set deregistration_delay.connection_termination.enabled of lm-a to false'],
  },
];
