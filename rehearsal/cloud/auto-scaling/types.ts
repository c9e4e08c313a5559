import type { EpochMs } from '#domain/time.ts';

/** Auto Scaling groups as far as they end instances. Nothing is launched: the rehearsal launches and attaches. */
export interface AutoScaling {
  /** @throws CloudError AlreadyExists */
  createGroup(spec: AutoScalingGroupSpec): AutoScalingGroup;
  /** Oldest first. */
  describeGroups(): readonly AutoScalingGroup[];
  /** UpdateAutoScalingGroup, InstanceLifecyclePolicy: from the next abandoned hook on. @throws CloudError ValidationError */
  setTerminateHookAbandon(groupName: string, action: TerminateHookAbandon): void;
  /** @throws CloudError ValidationError for an unknown group, or an instance that does not run or is in a group */
  attachInstances(groupName: string, instanceIds: readonly string[]): void;
  /** DescribeAutoScalingInstances: those that are in a group, all without ids. */
  describeInstances(instanceIds?: readonly string[]): readonly GroupInstance[];
  /** Creates or replaces the hook. @throws CloudError ValidationError */
  putLifecycleHook(groupName: string, hook: LifecycleHookSpec): void;
  /** @throws CloudError ValidationError for an unknown group */
  describeLifecycleHooks(groupName: string): readonly TerminateHook[];
  /**
   * TerminateInstanceInAutoScalingGroup: starts the hooks, or terminates at once where there are none. Termination
   * protection of the instance does not hold it back. An instance that is on its way already stays on it; one that
   * was retained is terminated. Returns the activity id.
   * @throws CloudError ValidationError for an instance in no group
   */
  terminateInstanceInGroup(instanceId: string, shouldDecrementDesiredCapacity: boolean): string;
  /** RecordLifecycleActionHeartbeat: the heartbeat timeout starts anew, within the global one. @throws CloudError ValidationError */
  recordHeartbeat(action: LifecycleActionRef): void;
  /** CompleteLifecycleAction. @throws CloudError ValidationError "No active Lifecycle Action found ..." */
  completeAction(action: LifecycleActionRef, result: LifecycleResult): void;
}

export type LifecycleResult = 'CONTINUE' | 'ABANDON';

/**
 * `retain`: an abandoned terminate hook leaves the instance running as `Terminating:Retained`.
 * @see Amazon EC2 Auto Scaling API, RetentionTriggers
 */
export type TerminateHookAbandon = 'retain' | 'terminate';

export interface AutoScalingGroupSpec {
  readonly groupName: string;
  /** `terminate` when absent. */
  readonly terminateHookAbandon?: TerminateHookAbandon;
}

export interface AutoScalingGroup {
  readonly groupName: string;
  readonly groupArn: string;
  readonly terminateHookAbandon: TerminateHookAbandon;
  readonly desiredCapacity: number;
  readonly createdAt: EpochMs;
  readonly instances: readonly GroupInstance[];
}

export interface GroupInstance {
  readonly instanceId: string;
  readonly groupName: string;
  readonly availabilityZone: string;
  readonly lifecycleState: 'InService' | 'Terminating:Wait' | 'Terminating:Retained' | 'Terminating';
}

/** A terminate hook (`autoscaling:EC2_INSTANCE_TERMINATING`). @see Amazon EC2 Auto Scaling API, PutLifecycleHook */
export interface LifecycleHookSpec {
  readonly hookName: string;
  /** 30 to 7200; 3600 when absent. */
  readonly heartbeatTimeoutSeconds?: number;
  /** `ABANDON` when absent. */
  readonly defaultResult?: LifecycleResult;
  readonly notificationMetadata?: string;
}

export interface TerminateHook {
  readonly groupName: string;
  readonly hookName: string;
  readonly heartbeatTimeoutSeconds: number;
  /** 48 hours or 100 times the heartbeat timeout, whichever is less. */
  readonly globalTimeoutSeconds: number;
  readonly defaultResult: LifecycleResult;
  readonly notificationMetadata?: string;
}

/** Names a running lifecycle action by its token or by the instance. */
export interface LifecycleActionRef {
  readonly groupName: string;
  readonly hookName: string;
  readonly token?: string;
  readonly instanceId?: string;
}
