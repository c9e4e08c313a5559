import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import type {
  EnabledZone,
  LoadBalancer,
  LoadBalancerSpec,
  LoadBalancerType,
} from '#rehearsal/cloud/elb/load-balancer-types.ts';
import { checkName } from '#rehearsal/cloud/elb/names.ts';

const refused = (code: string, message: string): CloudError => new CloudError(code, 400, message);

/** How many zones a load balancer must have. @see Elastic Load Balancing API, SetSubnets */
const LEAST_ZONES: Readonly<Record<LoadBalancerType, number>> = { network: 1, application: 2 };

/** As they are in ARNs. */
const PATHS: Readonly<Record<LoadBalancerType, string>> = { network: 'net', application: 'app' };

/** The codes for zones and addresses that do not fit are not published. @throws CloudError ValidationError, InvalidConfigurationRequest */
export const checkZones = (
  { type, scheme }: Pick<LoadBalancer, 'type' | 'scheme'>,
  zones: readonly EnabledZone[],
): void => {
  if (zones.length < LEAST_ZONES[type]) {
    throw refused(
      'ValidationError',
      type === 'network'
        ? 'At least one subnet must be specified'
        : 'At least two subnets in two different Availability Zones must be specified',
    );
  }
  if (new Set(zones.map(({ zoneName }) => zoneName)).size < zones.length) {
    throw refused(
      'InvalidConfigurationRequest',
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  }
  const mayHaveElasticIps = type === 'network' && scheme === 'internet-facing';
  if (!mayHaveElasticIps && zones.some(({ elasticIp }) => elasticIp !== undefined)) {
    throw refused(
      'InvalidConfigurationRequest',
      'Elastic IP addresses are for internet-facing Network Load Balancers',
    );
  }
};

/** The part of an ARN after the kind of resource. */
export const pathOf = ({ loadBalancerArn }: Pick<LoadBalancer, 'loadBalancerArn'>): string =>
  loadBalancerArn.slice(loadBalancerArn.indexOf('loadbalancer/') + 'loadbalancer/'.length);

export const elbArn = (
  { region, accountId }: Pick<CloudContext, 'region' | 'accountId'>,
  kind: 'loadbalancer' | 'listener',
  path: string,
): string => `arn:aws:elasticloadbalancing:${region}:${accountId}:${kind}/${path}`;

/** @throws CloudError ValidationError, InvalidConfigurationRequest */
export const makeLoadBalancer = (context: CloudContext, spec: LoadBalancerSpec): LoadBalancer => {
  const { name, type = 'network', scheme = 'internet-facing', vpcId, availabilityZones } = spec;
  checkName('Load balancer', name);
  checkZones({ type, scheme }, availabilityZones);
  const { region, ids, scheduler } = context;
  const id = ids.hex(16);
  return {
    loadBalancerArn: elbArn(context, 'loadbalancer', `${PATHS[type]}/${name}/${id}`),
    dnsName: `${name}-${id}.elb.${region}.amazonaws.com`,
    canonicalHostedZoneId: `Z${ids.hex(13).toUpperCase()}`,
    name,
    type,
    scheme,
    state: 'active',
    vpcId,
    availabilityZones,
    securityGroups: spec.securityGroups ?? [],
    createdAt: scheduler.now(),
  };
};
