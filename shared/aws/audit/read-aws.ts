import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { isLeftToLoadBalancer } from '#aws/audit/attributes.ts';
import { type AutoScaling, readAutoScaling } from '#aws/audit/auto-scaling.ts';
import { makeLanes, makeLanesWithin } from '#aws/audit/calls.ts';
import { readInstanceHealth } from '#aws/audit/instance-health.ts';
import { type Ec2, readInstances, readProtection } from '#aws/audit/instances.ts';
import {
  balancersOf,
  instancesOf,
  type ReadOfAws,
  securityGroupsOf,
  seenOf,
  subnetsOf,
} from '#aws/audit/links.ts';
import { readLoadBalancerAttributes, readLoadBalancers } from '#aws/audit/load-balancers.ts';
import { readSecurityGroups, readSubnets } from '#aws/audit/network.ts';
import { ifRead } from '#aws/audit/readings.ts';
import {
  type LoadBalancing,
  readTargetGroupAttributes,
  readTargetGroups,
  readTargets,
} from '#aws/audit/target-groups.ts';
import { CONCURRENT_READS } from '#aws/target-groups.ts';
import type { CallBudget } from '#control/budget.ts';
import type { AwsAudit } from '#control/ports.ts';

export interface AwsAuditParts {
  readonly elb: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
  readonly autoScaling: AutoScalingClient;
  /** Our share of the account's Describe calls of Elastic Load Balancing. */
  readonly readBudget: CallBudget;
  /**
   * Likewise of EC2's, of which the account has 100 at once and 20 a second.
   * @see Amazon EC2 Developer Guide, Request throttling
   */
  readonly ec2Budget: CallBudget;
}

/** What an audit needs of one region's AWS. Nothing of it changes anything. */
export const makeAwsAudit = ({ elb, ec2, autoScaling, readBudget, ec2Budget }: AwsAuditParts): AwsAudit => {
  const loadBalancing = { client: elb, inTurn: makeLanesWithin(CONCURRENT_READS, readBudget) };
  const compute = { client: ec2, inTurn: makeLanesWithin(CONCURRENT_READS, ec2Budget) };
  const scaling = { client: autoScaling, inTurn: makeLanes(CONCURRENT_READS) };
  return {
    async readAws(pairs) {
      const [balancing, units] = await Promise.all([
        readBalancing(loadBalancing, [...new Set(pairs.flatMap(({ targetGroups }) => targetGroups))]),
        readUnits(compute, scaling, [...new Set(pairs.flatMap(instancesOf))]),
      ]);
      const all = { ...balancing, ...units, ...(await readNetwork(compute, { ...balancing, ...units })) };
      return new Map(pairs.map((pair) => [pair.id, seenOf(pair, all)]));
    },
  };
};

const readBalancing = async (elb: LoadBalancing, arns: readonly string[]) => {
  const [targetGroups, targets, targetGroupAttributes] = await Promise.all([
    readTargetGroups(elb, arns),
    readTargets(elb, arns),
    readTargetGroupAttributes(elb, arns),
  ]);
  const leaving = arns.filter((arn) => {
    const attributes = ifRead(targetGroupAttributes.get(arn));
    return attributes !== undefined && isLeftToLoadBalancer(attributes);
  });
  const [loadBalancers, loadBalancerAttributes] = await Promise.all([
    readLoadBalancers(elb, balancersOf(arns, { targetGroups })),
    readLoadBalancerAttributes(elb, balancersOf(leaving, { targetGroups })),
  ]);
  return { targetGroups, targets, targetGroupAttributes, loadBalancers, loadBalancerAttributes };
};

const readUnits = async (ec2: Ec2, scaling: AutoScaling, ids: readonly string[]) => {
  const [instances, autoScaling] = await Promise.all([
    readInstances(ec2, ids),
    readAutoScaling(scaling, ids),
  ]);
  // Auto Scaling terminates whatever the attribute says, and spot capacity does not have it.
  const protectable = ids.filter(
    (id) => ifRead(autoScaling.get(id)) === 'none' && ifRead(instances.get(id))?.spot !== true,
  );
  const [instanceHealth, terminationProtection] = await Promise.all([
    readInstanceHealth(ec2, instances),
    readProtection(ec2, protectable),
  ]);
  return { instances, instanceHealth, terminationProtection, autoScaling };
};

/** What units and load balancers are reached through. */
const readNetwork = async (ec2: Ec2, read: Pick<ReadOfAws, 'loadBalancers' | 'instances'>) => {
  const balancers = [...read.loadBalancers.keys()];
  const [securityGroups, subnets] = await Promise.all([
    readSecurityGroups(ec2, securityGroupsOf([...read.instances.keys()], balancers, read)),
    readSubnets(ec2, subnetsOf(balancers, read)),
  ]);
  return { securityGroups, subnets };
};
