import {
  type AvailabilityZone,
  DescribeListeners$,
  type DescribeListenersInput,
  type DescribeListenersOutput,
  DescribeLoadBalancerAttributes$,
  type DescribeLoadBalancerAttributesInput,
  type DescribeLoadBalancerAttributesOutput,
  DescribeLoadBalancers$,
  type DescribeLoadBalancersInput,
  type DescribeLoadBalancersOutput,
  type LoadBalancerAttribute,
  ModifyLoadBalancerAttributes$,
  type ModifyLoadBalancerAttributesInput,
  type ModifyLoadBalancerAttributesOutput,
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
import type { LoadBalancerAttributes } from '#rehearsal/cloud/elb/load-balancer-attributes.ts';
import type { EnabledZone, Listener, LoadBalancer } from '#rehearsal/cloud/elb/load-balancer-types.ts';

/** The addresses that AWS chooses are not shown; an Elastic IP address is. */
const zoneToWire = ({ zoneName, subnetId, elasticIp }: EnabledZone): AvailabilityZone => ({
  ZoneName: zoneName,
  SubnetId: subnetId,
  LoadBalancerAddresses:
    elasticIp === undefined ? [] : [{ AllocationId: elasticIp.allocationId, IpAddress: elasticIp.ipAddress }],
});

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
  AvailabilityZones: balancer.availabilityZones.map(zoneToWire),
  ...(balancer.securityGroups.length > 0 && { SecurityGroups: [...balancer.securityGroups] }),
  IpAddressType: 'ipv4',
});

/** @see Elastic Load Balancing API, DescribeLoadBalancers: LoadBalancerArns */
const MAX_ARNS = 20;

const describeLoadBalancers = operation(
  DescribeLoadBalancers$,
  (input: DescribeLoadBalancersInput, { cloud }): DescribeLoadBalancersOutput => {
    const { LoadBalancerArns = [], Names = [] } = input;
    if (LoadBalancerArns.length > 0 && Names.length > 0) {
      throw validationError('Specify either load balancer ARNs or load balancer names');
    }
    if (LoadBalancerArns.length > MAX_ARNS) {
      throw validationError(`Up to ${MAX_ARNS} load balancers can be described in a single call`);
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

const attributesToWire = (attributes: LoadBalancerAttributes): LoadBalancerAttribute[] =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

const describeLoadBalancerAttributes = operation(
  DescribeLoadBalancerAttributes$,
  (
    { LoadBalancerArn = '' }: DescribeLoadBalancerAttributesInput,
    { cloud },
  ): DescribeLoadBalancerAttributesOutput => {
    checkArn('load balancer', LoadBalancerArn);
    return { Attributes: attributesToWire(cloud.elb.describeLoadBalancerAttributes(LoadBalancerArn)) };
  },
);

const modifyLoadBalancerAttributes = operation(
  ModifyLoadBalancerAttributes$,
  (
    { LoadBalancerArn = '', Attributes = [] }: ModifyLoadBalancerAttributesInput,
    { cloud },
  ): ModifyLoadBalancerAttributesOutput => {
    checkArn('load balancer', LoadBalancerArn);
    const changes = Object.fromEntries(Attributes.map(({ Key = '', Value = '' }) => [Key, Value]));
    return { Attributes: attributesToWire(cloud.elb.modifyLoadBalancerAttributes(LoadBalancerArn, changes)) };
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
  modifyLoadBalancerAttributes,
  describeListeners,
];
