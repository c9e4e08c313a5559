import {
  type AutoScalingGroupNamesType,
  type AutoScalingGroupsType,
  type AutoScalingInstanceDetails,
  type AutoScalingInstancesType,
  DescribeAutoScalingGroups$,
  DescribeAutoScalingInstances$,
  type DescribeAutoScalingInstancesType,
  type Filter,
  type AutoScalingGroup as WireGroup,
  type Instance as WireInstance,
} from '@aws-sdk/client-auto-scaling';
import {
  checkNamed,
  mostNamed,
  recordsPage,
  validationError,
} from '#rehearsal/aws-wire/auto-scaling/validation.ts';
import { type Operation, operation } from '#rehearsal/aws-wire/service.ts';
import type { AutoScalingGroup, GroupInstance } from '#rehearsal/cloud/auto-scaling/types.ts';

/** What holds for every instance of a group, in both ways of describing it. */
const MEMBER = { HealthStatus: 'Healthy', ProtectedFromScaleIn: false };

const memberToWire = ({ instanceId, availabilityZone, lifecycleState }: GroupInstance): WireInstance => ({
  ...MEMBER,
  InstanceId: instanceId,
  AvailabilityZone: availabilityZone,
  LifecycleState: lifecycleState,
});

const detailsToWire = (instance: GroupInstance): AutoScalingInstanceDetails => ({
  ...MEMBER,
  InstanceId: instance.instanceId,
  AutoScalingGroupName: instance.groupName,
  AvailabilityZone: instance.availabilityZone,
  LifecycleState: instance.lifecycleState,
  HealthStatus: 'HEALTHY',
});

/** The model launches nothing, so sizes beyond the desired one are those that keep it so. */
const groupToWire = (group: AutoScalingGroup, includeInstances: boolean): WireGroup => ({
  AutoScalingGroupName: group.groupName,
  AutoScalingGroupARN: group.groupArn,
  MinSize: 0,
  MaxSize: group.desiredCapacity,
  DesiredCapacity: group.desiredCapacity,
  DefaultCooldown: 300,
  AvailabilityZones: [...new Set(group.instances.map(({ availabilityZone }) => availabilityZone))],
  LoadBalancerNames: [],
  TargetGroupARNs: [],
  HealthCheckType: 'EC2',
  HealthCheckGracePeriod: 0,
  ...(includeInstances && { Instances: group.instances.map(memberToWire) }),
  CreatedTime: new Date(group.createdAt),
  SuspendedProcesses: [],
  VPCZoneIdentifier: '',
  EnabledMetrics: [],
  Tags: [],
  TerminationPolicies: ['Default'],
  NewInstancesProtectedFromScaleIn: false,
  InstanceLifecyclePolicy: { RetentionTriggers: { TerminateHookAbandon: group.terminateHookAbandon } },
});

const GROUP_FILTER = /^(tag-key|tag-value|tag:.+)$/;

/** Groups of the model have no tags, so a filter leaves none over. @throws CloudError ValidationError */
const matchesFilters = (filters: readonly Filter[]): boolean => {
  for (const { Name = '' } of filters) {
    if (!GROUP_FILTER.test(Name)) throw validationError(`Filter type ${Name} is not correct`);
  }
  return filters.length === 0;
};

const describeAutoScalingGroups = operation(
  DescribeAutoScalingGroups$,
  (input: AutoScalingGroupNamesType, { cloud }): AutoScalingGroupsType => {
    const { AutoScalingGroupNames: names = [], Filters = [], IncludeInstances = true } = input;
    checkNamed('AutoScalingGroupNames', names, mostNamed(input.MaxRecords));
    const isMatching = matchesFilters(Filters);
    const groups = cloud.autoScaling
      .describeGroups()
      .filter(({ groupName }) => isMatching && (names.length === 0 || names.includes(groupName)));
    const page = recordsPage(groups, (each) => each.groupName, input, { usual: 50, most: 100 });
    return {
      AutoScalingGroups: page.items.map((group) => groupToWire(group, IncludeInstances)),
      NextToken: page.nextToken,
    };
  },
);

const describeAutoScalingInstances = operation(
  DescribeAutoScalingInstances$,
  (input: DescribeAutoScalingInstancesType, { cloud }): AutoScalingInstancesType => {
    const { InstanceIds = [] } = input;
    checkNamed('InstanceIds', InstanceIds);
    const instances =
      InstanceIds.length > 0
        ? cloud.autoScaling.describeInstances([...new Set(InstanceIds)])
        : cloud.autoScaling.describeInstances();
    const page = recordsPage(instances, (each) => each.instanceId, input, { usual: 50, most: 50 });
    return { AutoScalingInstances: page.items.map(detailsToWire), NextToken: page.nextToken };
  },
);

export const groupOperations: readonly Operation[] = [
  describeAutoScalingGroups,
  describeAutoScalingInstances,
];
