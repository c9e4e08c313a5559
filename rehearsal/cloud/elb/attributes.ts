import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

interface AttributeRule {
  readonly initially: string;
  readonly allows: (value: string) => boolean;
}

const oneOf =
  (...values: readonly string[]) =>
  (value: string): boolean =>
    values.includes(value);

const between =
  (least: number, most: number, ...words: readonly string[]) =>
  (value: string): boolean =>
    words.includes(value) || (/^\d{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most);

const flag = oneOf('true', 'false');

/** No target group holds more targets than this. @see Elastic Load Balancing, Quotas for your Network Load Balancers */
const MOST_TARGETS = 1_000;

/** The attributes of a TCP target group of a Network Load Balancer. @see Elastic Load Balancing API, TargetGroupAttribute */
const RULES = {
  'deregistration_delay.timeout_seconds': { initially: '300', allows: between(0, 3_600) },
  'deregistration_delay.connection_termination.enabled': { initially: 'false', allows: flag },
  'stickiness.enabled': { initially: 'false', allows: flag },
  'stickiness.type': { initially: 'source_ip', allows: oneOf('source_ip') },
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

const isKey = (key: string): key is AttributeKey => Object.hasOwn(RULES, key);

/** AWS's defaults. */
export const DEFAULT_ATTRIBUTES: TargetGroupAttributes = Object.fromEntries(
  Object.entries(RULES).map(([key, rule]) => [key, rule.initially]),
  // `fromEntries` forgets the keys; they are those of RULES.
) as TargetGroupAttributes;

/** `current` with these changes. @throws CloudError ValidationError, InvalidConfigurationRequest */
export const changeAttributes = (
  current: TargetGroupAttributes,
  changes: Readonly<Record<string, string>>,
): TargetGroupAttributes => {
  for (const [key, value] of Object.entries(changes)) {
    if (!isKey(key)) {
      throw new CloudError('ValidationError', 400, `Target group attribute key '${key}' is not recognized`);
    }
    if (!RULES[key].allows(value)) {
      throw new CloudError('ValidationError', 400, `'${value}' is not a valid value for attribute '${key}'`);
    }
  }
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
