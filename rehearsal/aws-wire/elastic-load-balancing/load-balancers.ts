import {
  DescribeListeners$,
  type DescribeListenersInput,
  type DescribeListenersOutput,
  DescribeLoadBalancerAttributes$,
  type DescribeLoadBalancerAttributesInput,
  type DescribeLoadBalancerAttributesOutput,
  DescribeLoadBalancers$,
  type DescribeLoadBalancersInput,
  type DescribeLoadBalancersOutput,
  type Listener as WireListener,
  type LoadBalancer as WireLoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  checkArn,
  markedPage,
  pick,
  validationError,
} from '#rehearsal/aws-wire/elastic-load-balancing/validation.ts';
import { type Operation, operation, type RegionWorld } from '#rehearsal/aws-wire/service.ts';
import type { Listener, LoadBalancer } from '#rehearsal/cloud/elb/types.ts';

const toWire = (balancer: LoadBalancer): WireLoadBalancer => ({
  LoadBalancerArn: balancer.loadBalancerArn,
  DNSName: balancer.dnsName,
  CanonicalHostedZoneId: balancer.canonicalHostedZoneId,
  CreatedTime: new Date(balancer.createdAt),
  LoadBalancerName: balancer.name,
  Scheme: balancer.scheme,
  VpcId: balancer.vpcId,
  State: { Code: balancer.state },
  Type: balancer.type,
  AvailabilityZones: balancer.availabilityZones.map(({ zoneName, subnetId }) => ({
    ZoneName: zoneName,
    SubnetId: subnetId,
    LoadBalancerAddresses: [],
  })),
  IpAddressType: 'ipv4',
});

const describeLoadBalancers = operation(
  DescribeLoadBalancers$,
  (input: DescribeLoadBalancersInput, { cloud }): DescribeLoadBalancersOutput => {
    const { LoadBalancerArns = [], Names = [] } = input;
    if (LoadBalancerArns.length > 0 && Names.length > 0) {
      throw validationError('Specify either load balancer ARNs or load balancer names');
    }
    for (const arn of LoadBalancerArns) checkArn('load balancer', arn);
    let balancers = cloud.elb.describeLoadBalancers();
    if (LoadBalancerArns.length > 0) {
      balancers = pick('load balancer', balancers, (each) => each.loadBalancerArn, LoadBalancerArns);
    }
    if (Names.length > 0) balancers = pick('load balancer', balancers, (each) => each.name, Names);
    const page = markedPage(balancers, (each) => each.loadBalancerArn, input);
    return { LoadBalancers: page.items.map(toWire), NextMarker: page.nextToken };
  },
);

/**
 * What a Network Load Balancer has when nobody changed anything; the model knows no attributes of load balancers.
 * @see Elastic Load Balancing API, LoadBalancerAttribute
 */
const DEFAULT_ATTRIBUTES: Readonly<Record<string, string>> = {
  'access_logs.s3.enabled': 'false',
  'access_logs.s3.bucket': '',
  'access_logs.s3.prefix': '',
  'deletion_protection.enabled': 'false',
  'load_balancing.cross_zone.enabled': 'false',
  'dns_record.client_routing_policy': 'any_availability_zone',
  'zonal_shift.config.enabled': 'false',
};

const describeLoadBalancerAttributes = operation(
  DescribeLoadBalancerAttributes$,
  (
    { LoadBalancerArn = '' }: DescribeLoadBalancerAttributesInput,
    { cloud },
  ): DescribeLoadBalancerAttributesOutput => {
    checkArn('load balancer', LoadBalancerArn);
    pick('load balancer', cloud.elb.describeLoadBalancers(), (each) => each.loadBalancerArn, [
      LoadBalancerArn,
    ]);
    return { Attributes: Object.entries(DEFAULT_ATTRIBUTES).map(([Key, Value]) => ({ Key, Value })) };
  },
);

const listenerToWire = (listener: Listener): WireListener => ({
  ListenerArn: listener.listenerArn,
  LoadBalancerArn: listener.loadBalancerArn,
  Port: listener.port,
  Protocol: listener.protocol,
  DefaultActions: [
    {
      Type: 'forward',
      TargetGroupArn: listener.targetGroupArn,
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: listener.targetGroupArn }] },
    },
  ],
});

/** Every listener of the region, for ARNs that do not say whose they are. */
export const allListeners = ({ cloud }: RegionWorld): readonly Listener[] =>
  cloud.elb.describeLoadBalancers().flatMap((each) => cloud.elb.describeListeners(each.loadBalancerArn));

const describeListeners = operation(
  DescribeListeners$,
  (input: DescribeListenersInput, world): DescribeListenersOutput => {
    const { LoadBalancerArn, ListenerArns = [] } = input;
    if ((LoadBalancerArn === undefined) === (ListenerArns.length === 0)) {
      throw validationError('You must specify either listener ARNs or a load balancer ARN');
    }
    if (LoadBalancerArn !== undefined) checkArn('load balancer', LoadBalancerArn);
    for (const arn of ListenerArns) checkArn('listener', arn);
    const listeners =
      LoadBalancerArn === undefined
        ? pick('listener', allListeners(world), (each) => each.listenerArn, ListenerArns)
        : world.cloud.elb.describeListeners(LoadBalancerArn);
    const page = markedPage(listeners, (each) => each.listenerArn, input);
    return { Listeners: page.items.map(listenerToWire), NextMarker: page.nextToken };
  },
);

export const loadBalancerOperations: readonly Operation[] = [
  describeLoadBalancers,
  describeLoadBalancerAttributes,
  describeListeners,
];
