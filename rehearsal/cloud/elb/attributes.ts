import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import {
  type AttributeRule,
  between,
  checkAttributes,
  flag,
  initialValues,
  oneOf,
} from '#rehearsal/cloud/elb/attribute-rules.ts';
import type { GroupProtocol, TargetType } from '#rehearsal/cloud/elb/types.ts';

/** No target group holds more targets than this. @see Elastic Load Balancing, Quotas for your Network Load Balancers */
const MOST_TARGETS = 1_000;

/**
 * The attributes of a TCP target group of a Network Load Balancer; an HTTP group has fewer of them, see
 * {@link shownAttributes}. Cross-zone load balancing is there to be read: which
 * zone a connection comes in by is not modelled.
 * @see Elastic Load Balancing API, TargetGroupAttribute
 */
const RULES = {
  'deregistration_delay.timeout_seconds': { initially: '300', allows: between(0, 3_600) },
  'deregistration_delay.connection_termination.enabled': { initially: 'false', allows: flag },
  'stickiness.enabled': { initially: 'false', allows: flag },
  'stickiness.type': { initially: 'source_ip', allows: oneOf('source_ip', 'lb_cookie') },
  'load_balancing.cross_zone.enabled': {
    initially: 'use_load_balancer_configuration',
    allows: oneOf('true', 'false', 'use_load_balancer_configuration'),
  },
  'preserve_client_ip.enabled': { initially: 'true', allows: flag },
  'proxy_protocol_v2.enabled': { initially: 'false', allows: flag },
  'target_group_health.dns_failover.minimum_healthy_targets.count': {
    initially: '1',
    allows: between(1, MOST_TARGETS, 'off'),
  },
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': {
    initially: 'off',
    allows: between(1, 100, 'off'),
  },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': {
    initially: '1',
    allows: between(1, MOST_TARGETS),
  },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': {
    initially: 'off',
    allows: between(1, 100, 'off'),
  },
  'target_health_state.unhealthy.connection_termination.enabled': { initially: 'true', allows: flag },
  'target_health_state.unhealthy.draining_interval_seconds': { initially: '0', allows: between(0, 360_000) },
} as const satisfies Record<string, AttributeRule>;

export type AttributeKey = keyof typeof RULES;

/** Every attribute with its value, as strings like on the wire. */
export type TargetGroupAttributes = Readonly<Record<AttributeKey, string>>;

/** AWS's defaults for instances. */
export const DEFAULT_ATTRIBUTES: TargetGroupAttributes = initialValues(RULES);

/**
 * Targets by address see the load balancer where those by instance see the client.
 * @see Elastic Load Balancing, Client IP preservation
 */
export const initialAttributes = (
  targetType: TargetType,
  protocol: GroupProtocol,
): TargetGroupAttributes => ({
  ...DEFAULT_ATTRIBUTES,
  'preserve_client_ip.enabled': String(targetType === 'instance'),
  ...(protocol === 'HTTP' && { 'stickiness.type': 'lb_cookie' }),
});

/** "The following attributes are supported only by Network Load Balancers". */
const OF_NETWORK_LOAD_BALANCERS: ReadonlySet<string> = new Set<AttributeKey>([
  'deregistration_delay.connection_termination.enabled',
  'preserve_client_ip.enabled',
  'proxy_protocol_v2.enabled',
  'target_health_state.unhealthy.connection_termination.enabled',
  'target_health_state.unhealthy.draining_interval_seconds',
]);

/** Those that the API shows, by key. What only a group of an Application Load Balancer has is not modelled. */
export const shownAttributes = (
  protocol: GroupProtocol,
  attributes: TargetGroupAttributes,
): readonly (readonly [key: string, value: string])[] =>
  Object.entries(attributes).filter(([key]) => protocol === 'TCP' || !OF_NETWORK_LOAD_BALANCERS.has(key));

/** `current` with these changes. @throws CloudError ValidationError, InvalidConfigurationRequest */
export const changeAttributes = (
  current: TargetGroupAttributes,
  changes: Readonly<Record<string, string>>,
): TargetGroupAttributes => {
  checkAttributes('Target group', RULES, changes);
  const next = { ...current, ...changes };
  if (
    next['target_health_state.unhealthy.connection_termination.enabled'] === 'true' &&
    next['target_health_state.unhealthy.draining_interval_seconds'] !== '0'
  ) {
    throw new CloudError(
      'InvalidConfigurationRequest',
      400,
      'The unhealthy draining interval requires connection termination for unhealthy targets to be disabled',
    );
  }
  return next;
};

/** Below this many healthy targets of `total`, all of them get traffic. */
export const minimumHealthyTargets = (attributes: TargetGroupAttributes, total: number): number => {
  const share = attributes['target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage'];
  return Math.max(
    Number(attributes['target_group_health.unhealthy_state_routing.minimum_healthy_targets.count']),
    share === 'off' ? 0 : Math.ceil((total * Number(share)) / 100),
  );
};
