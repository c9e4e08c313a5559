import {
  CompleteLifecycleAction$,
  type CompleteLifecycleActionAnswer,
  type CompleteLifecycleActionType,
  DescribeLifecycleHooks$,
  type DescribeLifecycleHooksAnswer,
  type DescribeLifecycleHooksType,
  type LifecycleHook,
  RecordLifecycleActionHeartbeat$,
  type RecordLifecycleActionHeartbeatAnswer,
  type RecordLifecycleActionHeartbeatType,
} from '@aws-sdk/client-auto-scaling';
import { checkNamed, validationError } from '#rehearsal/aws-wire/auto-scaling/validation.ts';
import { type Operation, operation } from '#rehearsal/aws-wire/service.ts';
import type {
  LifecycleActionRef,
  LifecycleResult,
  TerminateHook,
} from '#rehearsal/cloud/auto-scaling/types.ts';

const hookToWire = (hook: TerminateHook): LifecycleHook => ({
  LifecycleHookName: hook.hookName,
  AutoScalingGroupName: hook.groupName,
  LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  NotificationMetadata: hook.notificationMetadata,
  HeartbeatTimeout: hook.heartbeatTimeoutSeconds,
  GlobalTimeout: hook.globalTimeoutSeconds,
  DefaultResult: hook.defaultResult,
});

const describeLifecycleHooks = operation(
  DescribeLifecycleHooks$,
  (
    { AutoScalingGroupName = '', LifecycleHookNames = [] }: DescribeLifecycleHooksType,
    { cloud },
  ): DescribeLifecycleHooksAnswer => {
    checkNamed('LifecycleHookNames', LifecycleHookNames);
    const hooks = cloud.autoScaling.describeLifecycleHooks(AutoScalingGroupName);
    const isAsked = ({ hookName }: TerminateHook): boolean =>
      LifecycleHookNames.length === 0 || LifecycleHookNames.includes(hookName);
    return { LifecycleHooks: hooks.filter(isAsked).map(hookToWire) };
  },
);

const actionOf = (input: RecordLifecycleActionHeartbeatType): LifecycleActionRef => ({
  groupName: input.AutoScalingGroupName ?? '',
  hookName: input.LifecycleHookName ?? '',
  ...(input.LifecycleActionToken !== undefined && { token: input.LifecycleActionToken }),
  ...(input.InstanceId !== undefined && { instanceId: input.InstanceId }),
});

const recordLifecycleActionHeartbeat = operation(
  RecordLifecycleActionHeartbeat$,
  (input: RecordLifecycleActionHeartbeatType, { cloud }): RecordLifecycleActionHeartbeatAnswer => {
    cloud.autoScaling.recordHeartbeat(actionOf(input));
    return {};
  },
);

const resultOf = (result: string): LifecycleResult => {
  if (result === 'CONTINUE' || result === 'ABANDON') return result;
  throw validationError(`Lifecycle action result must be CONTINUE or ABANDON, not '${result}'`);
};

const completeLifecycleAction = operation(
  CompleteLifecycleAction$,
  (input: CompleteLifecycleActionType, { cloud }): CompleteLifecycleActionAnswer => {
    const result = resultOf(input.LifecycleActionResult ?? '');
    cloud.autoScaling.completeAction(actionOf(input), result);
    return {};
  },
);

export const lifecycleHookOperations: readonly Operation[] = [
  describeLifecycleHooks,
  recordLifecycleActionHeartbeat,
  completeLifecycleAction,
];
