import type { EpochMs } from '#domain/time.ts';
import type { TerminateHook } from '#rehearsal/cloud/auto-scaling/types.ts';
import type { CloudContext, EventBody } from '#rehearsal/cloud/context.ts';
import { instanceArn } from '#rehearsal/cloud/ec2/instance-events.ts';

/*
 * @see Amazon EC2 Auto Scaling User Guide, Amazon EC2 Auto Scaling events reference
 */

export const terminateLifecycleAction = (
  groupArn: string,
  hook: TerminateHook,
  action: { readonly instanceId: string; readonly token: string },
): EventBody => ({
  'detail-type': 'EC2 Instance-terminate Lifecycle Action',
  source: 'aws.autoscaling',
  resources: [groupArn],
  detail: {
    LifecycleActionToken: action.token,
    AutoScalingGroupName: hook.groupName,
    LifecycleHookName: hook.hookName,
    EC2InstanceId: action.instanceId,
    LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
    ...(hook.notificationMetadata !== undefined && { NotificationMetadata: hook.notificationMetadata }),
    Origin: 'AutoScalingGroup',
    Destination: 'EC2',
  },
});

/** The end of an instance as its group saw it. */
export interface Termination {
  readonly activityId: string;
  readonly startedAt: EpochMs;
  /** Completes the sentence "the instance was taken out of service in response to ...". */
  readonly cause: string;
}

export const terminateSuccessful = (
  context: CloudContext,
  group: { readonly groupName: string; readonly groupArn: string },
  instance: { readonly instanceId: string; readonly availabilityZone: string; readonly subnetId: string },
  { activityId, startedAt, cause }: Termination,
): EventBody => ({
  'detail-type': 'EC2 Instance Terminate Successful',
  source: 'aws.autoscaling',
  resources: [group.groupArn, instanceArn(context, instance.instanceId)],
  detail: {
    StatusCode: 'InProgress',
    Description: `Terminating EC2 instance: ${instance.instanceId}`,
    AutoScalingGroupName: group.groupName,
    ActivityId: activityId,
    Details: { 'Availability Zone': instance.availabilityZone, 'Subnet ID': instance.subnetId },
    RequestId: activityId,
    StatusMessage: '',
    StartTime: new Date(startedAt).toISOString(),
    EndTime: new Date(context.scheduler.now()).toISOString(),
    EC2InstanceId: instance.instanceId,
    Cause: `At ${new Date(startedAt).toISOString().slice(0, 19)}Z instance ${instance.instanceId} was taken out of service in response to ${cause}.`,
  },
});
