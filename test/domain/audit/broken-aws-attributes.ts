import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { TARGET_GROUP } from '../../../docs/state-samples.ts';
import { type Broken, withAws, withPair } from './broken.ts';
import { AUDITED_PAIR } from './clean-snapshot.ts';

const HEALTH = 'target_group_health';

/** The clean snapshot with some attributes of one target group changed. */
export const withAttributes = (change: Readonly<Record<string, string>>): PairSnapshot =>
  withAws('targetGroupAttributes', (attributes) => ({ ...attributes, ...change }), TARGET_GROUP);

/** Held to at least half a minute; not to a fraction of a second that AWS does not know. */
export const withLeastDelay = (from: PairSnapshot): PairSnapshot =>
  withPair(
    { audit: { ...auditPolicyOf(AUDITED_PAIR), deregistrationDelayMs: { least: 29_400, most: 300_900 } } },
    from,
  );

/** How the rules on attributes of target groups are broken. */
export const BROKEN_ATTRIBUTES: Readonly<Record<string, readonly Broken[]>> = {
  'fail-open': [
    {
      words: 'two healthy targets are asked for, or clients go to all',
      snapshot: withAttributes({ [`${HEALTH}.unhealthy_state_routing.minimum_healthy_targets.count`]: '2' }),
      faults: ['lm-a: routing failover below 2, expected routing failover below 1'],
    },
    {
      words: 'three quarters are asked for, or clients go to all',
      snapshot: withAttributes({
        [`${HEALTH}.unhealthy_state_routing.minimum_healthy_targets.percentage`]: '75',
      }),
      faults: ['lm-a: routing failover percentage 75, expected routing failover percentage off'],
    },
    {
      words: 'two healthy targets are asked for, or the zone leaves DNS',
      snapshot: withAttributes({ [`${HEALTH}.dns_failover.minimum_healthy_targets.count`]: '2' }),
      faults: ['lm-a: DNS failover below 2, expected DNS failover below 1 or off'],
    },
    {
      words: 'all of these at once',
      snapshot: withAttributes({
        [`${HEALTH}.unhealthy_state_routing.minimum_healthy_targets.count`]: '2',
        [`${HEALTH}.dns_failover.minimum_healthy_targets.count`]: '2',
        [`${HEALTH}.dns_failover.minimum_healthy_targets.percentage`]: '100',
      }),
      faults: [
        'lm-a: routing failover below 2, DNS failover below 2, DNS failover percentage 100, expected routing failover below 1, DNS failover below 1 or off, DNS failover percentage off',
      ],
    },
  ],
  stickiness: [
    {
      words: 'on in one target group',
      snapshot: withAttributes({ 'stickiness.enabled': 'true' }),
      faults: ['lm-a: stickiness true, expected stickiness false'],
    },
  ],
  'deregistration-delay': [
    {
      words: 'longer than declared',
      snapshot: withAttributes({ 'deregistration_delay.timeout_seconds': '301' }),
      faults: ['lm-a: 301 s, expected 0 s to 300 s'],
    },
    {
      words: 'shorter than declared',
      snapshot: withLeastDelay(withAttributes({ 'deregistration_delay.timeout_seconds': '29' })),
      faults: ['lm-a: 29 s, expected 30 s to 300 s'],
    },
  ],
  'connection-termination': [
    {
      words: 'connections of an unhealthy target run out',
      snapshot: withAttributes({ 'target_health_state.unhealthy.connection_termination.enabled': 'false' }),
      faults: ['lm-a: when unhealthy false, expected when unhealthy true'],
    },
    {
      words: 'connections of a deregistered target are ended',
      snapshot: withAttributes({ 'deregistration_delay.connection_termination.enabled': 'true' }),
      faults: ['lm-a: when deregistered true, expected when deregistered false'],
    },
    {
      words: 'both, with an interval for connections to run out',
      snapshot: withAttributes({
        'target_health_state.unhealthy.connection_termination.enabled': 'false',
        'target_health_state.unhealthy.draining_interval_seconds': '600',
        'deregistration_delay.connection_termination.enabled': 'true',
      }),
      faults: [
        'lm-a: when unhealthy false, when deregistered true, expected when unhealthy true, when deregistered false',
      ],
    },
  ],
};
