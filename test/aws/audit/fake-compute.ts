import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeLifecycleHooksCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DescribeInstanceAttributeCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { filtered, paged, refuse, refuseMoreThan } from './limits.ts';
import { isScaled, nthOfInstance } from './sample-pairs.ts';

export const ec2 = mockClient(EC2Client);
export const autoScaling = mockClient(AutoScalingClient);

export const answerCompute = (): void => {
  ec2.on(DescribeInstancesCommand).callsFake(({ Filters, NextToken }) => {
    const { items, next } = paged(filtered(Filters, 100), NextToken, '');
    return { Reservations: items.map((id) => ({ Instances: [instance(id)] })), NextToken: next };
  });
  ec2.on(DescribeInstanceStatusCommand).callsFake(({ InstanceIds, NextToken }) => {
    refuse(InstanceIds, 100, 'InvalidInstanceID.NotFound');
    const { items, next } = paged<string>(InstanceIds, NextToken, '');
    return { InstanceStatuses: items.map(status), NextToken: next };
  });
  ec2.on(DescribeInstanceAttributeCommand).callsFake(({ InstanceId }) => {
    refuse([InstanceId], 1, 'InvalidInstanceID.NotFound');
    return { InstanceId, DisableApiTermination: { Value: true } };
  });
  ec2.on(DescribeSecurityGroupsCommand).callsFake(({ Filters, NextToken }) => {
    const { items, next } = paged(filtered(Filters, 200), NextToken, '');
    return { SecurityGroups: items.map(securityGroup), NextToken: next };
  });
  ec2.on(DescribeSubnetsCommand).callsFake(({ Filters, NextToken }) => {
    const { items, next } = paged(filtered(Filters, 200), NextToken, '');
    const Subnets = items.map((SubnetId) => ({ SubnetId, CidrBlock: '10.0.1.0/24' }));
    return { Subnets, NextToken: next };
  });
};

const status = (InstanceId: string) => ({
  InstanceId,
  SystemStatus: { Status: 'ok' },
  InstanceStatus: { Status: 'impaired' },
  Events: [],
});

const securityGroup = (GroupId: string) => ({
  GroupId,
  GroupName: `name of ${GroupId}`,
  IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] }],
});

const instance = (InstanceId: string) => ({
  InstanceId,
  State: { Name: 'running' },
  Placement: { AvailabilityZone: 'eu-west-1a' },
  SubnetId: 'subnet-units',
  SecurityGroups: [{ GroupId: `sg-units-${nthOfInstance(InstanceId)}` }],
  NetworkInterfaces: [{ PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.5' }] }],
});

export const answerScaling = (): void => {
  autoScaling.on(DescribeAutoScalingInstancesCommand).callsFake(({ InstanceIds, NextToken }) => {
    refuseMoreThan(50, InstanceIds);
    const scaled = InstanceIds.filter((id: string) => isScaled(nthOfInstance(id)));
    const { items, next } = paged<string>(scaled, NextToken);
    const AutoScalingInstances = items.map((InstanceId) => ({
      InstanceId,
      AutoScalingGroupName: `group-${nthOfInstance(InstanceId)}`,
    }));
    return { AutoScalingInstances, NextToken: next };
  });
  autoScaling.on(DescribeAutoScalingGroupsCommand).callsFake(({ AutoScalingGroupNames, NextToken }) => {
    refuseMoreThan(50, AutoScalingGroupNames);
    const { items, next } = paged<string>(AutoScalingGroupNames, NextToken);
    const AutoScalingGroups = items.map((AutoScalingGroupName) => ({
      AutoScalingGroupName,
      InstanceLifecyclePolicy: { RetentionTriggers: { TerminateHookAbandon: 'retain' } },
    }));
    return { AutoScalingGroups, NextToken: next };
  });
  autoScaling.on(DescribeLifecycleHooksCommand).resolves({
    LifecycleHooks: [
      {
        LifecycleHookName: 'drain',
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        HeartbeatTimeout: 900,
        GlobalTimeout: 90_000,
        DefaultResult: 'ABANDON',
      },
      {
        LifecycleHookName: 'launched',
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
        HeartbeatTimeout: 60,
        DefaultResult: 'CONTINUE',
      },
    ],
  });
};
