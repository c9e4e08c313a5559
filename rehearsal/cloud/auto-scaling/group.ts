import type { EpochMs } from '#domain/time.ts';
import {
  type Termination,
  terminateLifecycleAction,
} from '#rehearsal/cloud/auto-scaling/auto-scaling-events.ts';
import { LifecycleAction } from '#rehearsal/cloud/auto-scaling/lifecycle-action.ts';
import { completeHook } from '#rehearsal/cloud/auto-scaling/lifecycle-hook.ts';
import type {
  AutoScalingGroup,
  AutoScalingGroupSpec,
  GroupInstance,
  LifecycleHookSpec,
  LifecycleResult,
  TerminateHook,
  TerminateHookAbandon,
} from '#rehearsal/cloud/auto-scaling/types.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';

/** An instance in the group, and how far its end has come. */
export interface Member {
  readonly instanceId: string;
  readonly availabilityZone: string;
  readonly subnetId: string;
  lifecycleState: GroupInstance['lifecycleState'];
  termination?: Termination;
  /** The hooks that still hold it, by name. */
  readonly actions: Map<string, LifecycleAction>;
}

/** One Auto Scaling group: leads its instances through the terminate hooks. */
export class GroupModel {
  readonly groupName: string;
  readonly groupArn: string;
  readonly hooks = new Map<string, TerminateHook>();
  readonly members = new Map<string, Member>();
  terminateHookAbandon: TerminateHookAbandon;
  readonly #context: CloudContext;
  readonly #onRelease: (member: Member) => void;
  readonly #createdAt: EpochMs;
  #desiredCapacity = 0;

  /** `onRelease`: the hooks let the instance go, and it is to be terminated. */
  constructor(context: CloudContext, spec: AutoScalingGroupSpec, onRelease: (member: Member) => void) {
    const { region, accountId, ids, scheduler } = context;
    this.groupName = spec.groupName;
    this.groupArn = `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:${ids.uuid()}:autoScalingGroupName/${spec.groupName}`;
    this.#context = context;
    this.#onRelease = onRelease;
    this.#createdAt = scheduler.now();
    this.terminateHookAbandon = spec.terminateHookAbandon ?? 'terminate';
  }

  describe(): AutoScalingGroup {
    return {
      groupName: this.groupName,
      groupArn: this.groupArn,
      terminateHookAbandon: this.terminateHookAbandon,
      desiredCapacity: this.#desiredCapacity,
      createdAt: this.#createdAt,
      instances: [...this.members.values()].map((member) => this.describeMember(member)),
    };
  }

  describeMember({ instanceId, availabilityZone, lifecycleState }: Member): GroupInstance {
    return { instanceId, groupName: this.groupName, availabilityZone, lifecycleState };
  }

  /** @throws CloudError ValidationError */
  putHook(spec: LifecycleHookSpec): void {
    this.hooks.set(spec.hookName, completeHook(this.groupName, spec));
  }

  attach({ instanceId, availabilityZone, subnetId }: Instance): void {
    this.#desiredCapacity += 1;
    this.members.set(instanceId, {
      instanceId,
      availabilityZone,
      subnetId,
      lifecycleState: 'InService',
      actions: new Map(),
    });
  }

  /** Starts the end of a member and gives the activity id; one that is on its way stays on it. */
  terminate(member: Member, cause: string, decrementDesiredCapacity: boolean): string {
    const isStarting = member.lifecycleState === 'InService';
    if (isStarting && decrementDesiredCapacity) this.#desiredCapacity -= 1;
    member.termination ??= {
      activityId: this.#context.ids.uuid(),
      startedAt: this.#context.scheduler.now(),
      cause,
    };
    if (member.lifecycleState === 'Terminating:Retained') this.#release(member);
    else if (isStarting) this.#holdByHooks(member);
    return member.termination.activityId;
  }

  #holdByHooks(member: Member): void {
    if (this.hooks.size === 0) {
      this.#release(member);
      return;
    }
    member.lifecycleState = 'Terminating:Wait';
    const { scheduler, ids } = this.#context;
    for (const hook of this.hooks.values()) {
      const action = { hook, instanceId: member.instanceId, token: ids.uuid() };
      member.actions.set(
        hook.hookName,
        new LifecycleAction(scheduler, action, (result) => this.#resulted(member, hook, result)),
      );
    }
    for (const action of [...member.actions.values()]) {
      this.#context.publish(terminateLifecycleAction(this.groupArn, action.hook, action));
    }
  }

  /** CONTINUE ends this hook's hold; ABANDON ends every hook's. */
  #resulted(member: Member, hook: TerminateHook, result: LifecycleResult): void {
    member.actions.delete(hook.hookName);
    if (result === 'ABANDON') {
      for (const action of member.actions.values()) action.drop();
      member.actions.clear();
    }
    if (member.actions.size > 0) return;
    if (result === 'ABANDON' && this.terminateHookAbandon === 'retain') {
      member.lifecycleState = 'Terminating:Retained';
    } else {
      this.#release(member);
    }
  }

  #release(member: Member): void {
    member.lifecycleState = 'Terminating';
    this.#onRelease(member);
  }
}
