import {
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { paged, refuse } from './limits.ts';
import { balancerArn, instanceId, leaves, nthOfArn } from './sample-pairs.ts';

export const elb = mockClient(ElasticLoadBalancingV2Client);

export const answerBalancing = (): void => {
  elb.on(DescribeTargetGroupsCommand).callsFake(({ TargetGroupArns, Marker }) => {
    refuse(TargetGroupArns, 20, 'TargetGroupNotFoundException');
    const { items, next } = paged<string>(TargetGroupArns, Marker);
    return {
      NextMarker: next,
      TargetGroups: items.map((TargetGroupArn) => ({
        TargetGroupArn,
        Protocol: 'TCP',
        Port: 443,
        HealthCheckProtocol: 'HTTP',
        HealthCheckPort: '8444',
        HealthCheckPath: '/',
        HealthCheckIntervalSeconds: 10,
        HealthyThresholdCount: 2,
        UnhealthyThresholdCount: 3,
        Matcher: { HttpCode: '200' },
        TargetType: 'instance',
        LoadBalancerArns: [balancerArn(nthOfArn(TargetGroupArn))],
      })),
    };
  });
  elb.on(DescribeTargetHealthCommand).callsFake(({ TargetGroupArn }) => {
    refuse([TargetGroupArn], 1, 'TargetGroupNotFoundException');
    const nth = nthOfArn(TargetGroupArn);
    const target = (unit: number, TargetHealth: object) => ({
      Target: { Id: instanceId(nth, unit), Port: 443 },
      TargetHealth,
    });
    const fails = { State: 'unhealthy', Reason: 'Target.ResponseCodeMismatch' };
    return { TargetHealthDescriptions: [target(0, { State: 'healthy' }), target(1, fails)] };
  });
  elb.on(DescribeTargetGroupAttributesCommand).callsFake(({ TargetGroupArn }) => {
    refuse([TargetGroupArn], 1, 'TargetGroupNotFoundException');
    const Value = leaves(nthOfArn(TargetGroupArn)) ? 'use_load_balancer_configuration' : 'true';
    return { Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value }] };
  });
  elb.on(DescribeLoadBalancersCommand).callsFake(({ LoadBalancerArns, Marker }) => {
    refuse(LoadBalancerArns, 20, 'LoadBalancerNotFoundException');
    const { items, next } = paged<string>(LoadBalancerArns, Marker);
    return { LoadBalancers: items.map(balancer), NextMarker: next };
  });
  elb.on(DescribeLoadBalancerAttributesCommand).resolves({
    Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'false' }],
  });
};

const balancer = (LoadBalancerArn: string) => {
  const nth = nthOfArn(LoadBalancerArn);
  const zone = (letter: string, LoadBalancerAddresses: readonly object[]) => ({
    ZoneName: `eu-west-1${letter}`,
    SubnetId: `subnet-${nth}${letter}`,
    LoadBalancerAddresses,
  });
  return {
    LoadBalancerArn,
    LoadBalancerName: `lm-${nth}`,
    Type: 'network',
    State: { Code: 'active' },
    Scheme: 'internet-facing',
    AvailabilityZones: [zone('a', [{ AllocationId: 'eipalloc-1' }]), zone('b', [{}])],
    SecurityGroups: [`sg-balancer-${nth}`],
  };
};
