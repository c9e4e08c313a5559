import { DescribeAutoScalingInstancesCommand } from '@aws-sdk/client-auto-scaling';
import {
  DescribeInstanceAttributeCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  type Instance,
} from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import pMap from 'p-map';
import { inCallsOf } from '#aws/in-calls-of.ts';
import { CONCURRENT_READS } from '#aws/target-groups.ts';
import { type Pair, UNIT_NAMES } from '#domain/estate/estate.ts';
import type { AuditClients } from './audit-control-plane.ts';

/** Of Elastic Load Balancing, in one call. */
const ARNS_PER_CALL = 20;

const LEFT_TO_LOAD_BALANCER = 'use_load_balancer_configuration';

/** Side by side, as many as the audit has under way. */
const inLanes = (calls: readonly (() => Promise<unknown>)[]): Promise<unknown> =>
  pMap(calls, (call) => call(), { concurrency: CONCURRENT_READS });

const describeBalancing = async (
  { loadBalancing: elb }: AuditClients,
  arns: readonly string[],
): Promise<readonly LoadBalancer[]> => {
  const balancerOf = new Map<string, string>();
  const leaving: string[] = [];
  await inLanes([
    ...inCallsOf(ARNS_PER_CALL, arns).map((TargetGroupArns) => async () => {
      const { TargetGroups = [] } = await elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns }));
      for (const { TargetGroupArn = '', LoadBalancerArns: [balancer = ''] = [] } of TargetGroups)
        balancerOf.set(TargetGroupArn, balancer);
    }),
    ...arns.map((TargetGroupArn) => () => elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }))),
    ...arns.map((TargetGroupArn) => async () => {
      const { Attributes = [] } = await elb.send(
        new DescribeTargetGroupAttributesCommand({ TargetGroupArn }),
      );
      if (Attributes.some(({ Value }) => Value === LEFT_TO_LOAD_BALANCER)) leaving.push(TargetGroupArn);
    }),
  ]);
  const balancers: LoadBalancer[] = [];
  const asked = new Set(leaving.map((arn) => balancerOf.get(arn) ?? ''));
  await inLanes([
    ...inCallsOf(ARNS_PER_CALL, [...balancerOf.values()]).map((LoadBalancerArns) => async () => {
      const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns }));
      balancers.push(...LoadBalancers);
    }),
    ...Array.from(
      asked,
      (LoadBalancerArn) => () => elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn })),
    ),
  ]);
  return balancers;
};

const describeUnits = async (
  { ec2, autoScaling }: AuditClients,
  ids: string[],
): Promise<readonly Instance[]> => {
  const [{ Reservations = [] }] = await Promise.all([
    ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'instance-id', Values: ids }] })),
    autoScaling.send(new DescribeAutoScalingInstancesCommand({ InstanceIds: ids })),
  ]);
  await inLanes([
    () => ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: ids, IncludeAllInstances: true })),
    ...ids.map(
      (InstanceId) => () =>
        ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'disableApiTermination' })),
    ),
  ]);
  return Reservations.flatMap(({ Instances = [] }) => Instances);
};

const named = (Name: string, ids: readonly (string | undefined)[]) => ({
  Filters: [{ Name, Values: [...new Set(ids.filter((id) => id !== undefined))] }],
});

/** What an audit asks AWS of some pairs: no more of the answers is read than the next question needs. */
export const bareAuditAws = async (clients: AuditClients, pairs: readonly Pair[]): Promise<void> => {
  const [balancers, instances] = await Promise.all([
    describeBalancing(
      clients,
      pairs.flatMap(({ targetGroups }) => targetGroups),
    ),
    describeUnits(
      clients,
      pairs.flatMap(({ units }) => UNIT_NAMES.map((unit) => units[unit].instanceId)),
    ),
  ]);
  const groups = [
    ...instances.flatMap(({ SecurityGroups = [] }) => SecurityGroups.map(({ GroupId }) => GroupId)),
    ...balancers.flatMap(({ SecurityGroups = [] }) => SecurityGroups),
  ];
  const subnets = balancers.flatMap(({ AvailabilityZones = [] }) =>
    AvailabilityZones.map(({ SubnetId }) => SubnetId),
  );
  await Promise.all([
    clients.ec2.send(new DescribeSecurityGroupsCommand(named('group-id', groups))),
    clients.ec2.send(new DescribeSubnetsCommand(named('subnet-id', subnets))),
  ]);
};
