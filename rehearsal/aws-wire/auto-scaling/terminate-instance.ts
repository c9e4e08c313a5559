import {
  type ActivityType,
  TerminateInstanceInAutoScalingGroup$,
  type TerminateInstanceInAutoScalingGroupType,
} from '@aws-sdk/client-auto-scaling';
import { validationError } from '#rehearsal/aws-wire/auto-scaling/validation.ts';
import { type Operation, operation } from '#rehearsal/aws-wire/service.ts';

const terminateInstanceInAutoScalingGroup = operation(
  TerminateInstanceInAutoScalingGroup$,
  (input: TerminateInstanceInAutoScalingGroupType, { cloud, now }): ActivityType => {
    const { InstanceId, ShouldDecrementDesiredCapacity = false } = input;
    if (InstanceId === undefined) throw validationError('An instance id must be specified');
    const [member] = cloud.autoScaling.describeInstances([InstanceId]);
    const startedAt = new Date(now());
    const activityId = cloud.autoScaling.terminateInstanceInGroup(InstanceId, ShouldDecrementDesiredCapacity);
    return {
      Activity: {
        ActivityId: activityId,
        AutoScalingGroupName: member?.groupName,
        Description: `Terminating EC2 instance: ${InstanceId}`,
        Cause: `At ${startedAt.toISOString()} instance ${InstanceId} was taken out of service in response to a user request.`,
        StartTime: startedAt,
        StatusCode: 'InProgress',
        Progress: 0,
      },
    };
  },
);

export const terminateInstanceOperations: readonly Operation[] = [terminateInstanceInAutoScalingGroup];
