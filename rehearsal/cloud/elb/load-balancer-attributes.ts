import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import {
  type AttributeRule,
  between,
  checkAttributes,
  flag,
  initialValues,
  oneOf,
} from '#rehearsal/cloud/elb/attribute-rules.ts';
import type { LoadBalancerType } from '#rehearsal/cloud/elb/load-balancer-types.ts';

const anything = (): boolean => true;

const COMMON = {
  'access_logs.s3.enabled': { initially: 'false', allows: flag },
  'access_logs.s3.bucket': { initially: '', allows: anything },
  'access_logs.s3.prefix': { initially: '', allows: anything },
  'deletion_protection.enabled': { initially: 'false', allows: flag },
  'zonal_shift.config.enabled': { initially: 'false', allows: flag },
} as const satisfies Record<string, AttributeRule>;

/**
 * The attributes of load balancers. Those for IPv6 and secondary addresses are left out, and those for HTTP: the model
 * has neither.
 * @see Elastic Load Balancing API, LoadBalancerAttribute
 */
const RULES: Readonly<Record<LoadBalancerType, Readonly<Record<string, AttributeRule>>>> = {
  network: {
    ...COMMON,
    'load_balancing.cross_zone.enabled': { initially: 'false', allows: flag },
    'dns_record.client_routing_policy': {
      initially: 'any_availability_zone',
      allows: oneOf(
        'any_availability_zone',
        'partial_availability_zone_affinity',
        'availability_zone_affinity',
      ),
    },
  },
  application: {
    ...COMMON,
    'load_balancing.cross_zone.enabled': { initially: 'true', allows: oneOf('true') },
    'idle_timeout.timeout_seconds': { initially: '60', allows: between(1, 4_000) },
  },
};

/** Every attribute with its value, as strings like on the wire. */
export type LoadBalancerAttributes = Readonly<Record<string, string>>;

/** AWS's defaults. */
export const initialLoadBalancerAttributes = (type: LoadBalancerType): LoadBalancerAttributes =>
  initialValues(RULES[type]);

/** `current` with these changes. @throws CloudError ValidationError, InvalidConfigurationRequest */
export const changeLoadBalancerAttributes = (
  type: LoadBalancerType,
  current: LoadBalancerAttributes,
  changes: Readonly<Record<string, string>>,
): LoadBalancerAttributes => {
  checkAttributes('Load balancer', RULES[type], changes);
  const next = { ...current, ...changes };
  if (next['access_logs.s3.enabled'] === 'true' && next['access_logs.s3.bucket'] === '') {
    throw new CloudError('InvalidConfigurationRequest', 400, 'Access logs require an S3 bucket');
  }
  return next;
};
