import { terminateSuccessful } from '#rehearsal/cloud/auto-scaling/auto-scaling-events.ts';
import { GroupModel, type Member } from '#rehearsal/cloud/auto-scaling/group.ts';
import type { LifecycleAction } from '#rehearsal/cloud/auto-scaling/lifecycle-action.ts';
import { validationError } from '#rehearsal/cloud/auto-scaling/lifecycle-hook.ts';
import type { AutoScaling, LifecycleActionRef } from '#rehearsal/cloud/auto-scaling/types.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import { BY_USER } from '#rehearsal/cloud/ec2/instance-api.ts';
import type { InstanceMachine } from '#rehearsal/cloud/ec2/instance-machine.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';

interface Membership {
  readonly group: GroupModel;
  readonly member: Member;
}

/** The groups of the region by name, and which group an instance is in. */
class Groups {
  readonly byName = new Map<string, GroupModel>();
  readonly #groupOf = new Map<string, GroupModel>();
  readonly #context: CloudContext;
  readonly #instances: InstanceMachine;

  constructor(context: CloudContext, instances: InstanceMachine) {
    this.#context = context;
    this.#instances = instances;
    instances.onTransition((instance) => this.#instanceChanged(instance));
  }

  /** @throws CloudError AlreadyExists */
  add(group: GroupModel): void {
    if (this.byName.has(group.groupName)) {
      throw new CloudError(
        'AlreadyExists',
        400,
        `AutoScalingGroup by this name already exists - A group with the name ${group.groupName} already exists`,
      );
    }
    this.byName.set(group.groupName, group);
  }

  /** @throws CloudError ValidationError */
  require(groupName: string): GroupModel {
    const group = this.byName.get(groupName);
    if (group === undefined) throw validationError(`AutoScalingGroup name not found - ${groupName}`);
    return group;
  }

  /** @throws CloudError ValidationError */
  attach(groupName: string, instanceIds: readonly string[]): void {
    const group = this.require(groupName);
    const instances = instanceIds.map((instanceId) => {
      const instance = this.#instances.find(instanceId);
      if (instance?.state !== 'running') throw validationError(`Invalid Instance ID(s): [${instanceId}]`);
      if (this.#groupOf.has(instanceId)) {
        throw validationError(`Instance ${instanceId} is already part of an AutoScalingGroup`);
      }
      return instance;
    });
    for (const instance of instances) {
      group.attach(instance);
      this.#groupOf.set(instance.instanceId, group);
    }
  }

  find(instanceId: string): Membership | undefined {
    const group = this.#groupOf.get(instanceId);
    const member = group?.members.get(instanceId);
    return group === undefined || member === undefined ? undefined : { group, member };
  }

  memberIds(): readonly string[] {
    return [...this.#groupOf.keys()];
  }

  /** The hooks let it go. Termination protection does not hold back Auto Scaling. */
  release(member: Member): void {
    const instance = this.#instances.find(member.instanceId);
    if (instance === undefined || instance.state === 'terminated') this.#ended(member.instanceId);
    else this.#instances.terminate(member.instanceId, BY_USER);
  }

  #instanceChanged({ instanceId, state }: Instance): void {
    if (state !== 'terminated') return;
    const found = this.find(instanceId);
    if (found === undefined) return;
    // An instance that others terminated still goes through the hooks: its group only learns of the end by its checks.
    if (found.member.lifecycleState === 'InService') {
      found.group.terminate(found.member, 'an EC2 health check indicating it has been terminated', false);
    } else if (found.member.lifecycleState !== 'Terminating:Wait') {
      this.#ended(instanceId);
    }
  }

  #ended(instanceId: string): void {
    const found = this.find(instanceId);
    if (found === undefined) return;
    const { group, member } = found;
    group.members.delete(instanceId);
    this.#groupOf.delete(instanceId);
    if (member.termination === undefined) return;
    this.#context.publish(terminateSuccessful(this.#context, group, member, member.termination));
  }
}

export const makeAutoScaling = (context: CloudContext, instances: InstanceMachine): AutoScaling => {
  const groups = new Groups(context, instances);
  return {
    createGroup: (spec) => {
      const group = new GroupModel(context, spec, (member) => groups.release(member));
      groups.add(group);
      return group.describe();
    },
    describeGroups: () => [...groups.byName.values()].map((group) => group.describe()),
    setTerminateHookAbandon: (groupName, action) => {
      groups.require(groupName).terminateHookAbandon = action;
    },
    attachInstances: (groupName, instanceIds) => groups.attach(groupName, instanceIds),
    describeInstances: (instanceIds) =>
      (instanceIds ?? groups.memberIds()).flatMap((instanceId) => {
        const found = groups.find(instanceId);
        return found === undefined ? [] : [found.group.describeMember(found.member)];
      }),
    putLifecycleHook: (groupName, hook) => groups.require(groupName).putHook(hook),
    describeLifecycleHooks: (groupName) => [...groups.require(groupName).hooks.values()],
    terminateInstanceInGroup: (instanceId, shouldDecrementDesiredCapacity) => {
      const found = groups.find(instanceId);
      if (found === undefined) {
        throw validationError(
          `Instance Id not found - No managed instance found for instance ID: ${instanceId}`,
        );
      }
      return found.group.terminate(found.member, 'a user request', shouldDecrementDesiredCapacity);
    },
    recordHeartbeat: (ref) => requireAction(groups, ref).heartbeat(),
    completeAction: (ref, result) => requireAction(groups, ref).complete(result),
  };
};

/** @throws CloudError ValidationError */
const requireAction = (groups: Groups, ref: LifecycleActionRef): LifecycleAction => {
  const { hooks, members } = groups.require(ref.groupName);
  if (!hooks.has(ref.hookName)) throw validationError(`Lifecycle hook not found with name ${ref.hookName}`);
  if (ref.token === undefined && ref.instanceId === undefined) {
    throw validationError('Either the lifecycle action token or the instance ID must be given');
  }
  const candidates = ref.instanceId === undefined ? members.values() : [members.get(ref.instanceId)];
  for (const member of candidates) {
    const action = member?.actions.get(ref.hookName);
    if (action?.isMeantBy(ref)) return action;
  }
  const named = ref.token === undefined ? `instance ID ${ref.instanceId}` : `token ${ref.token}`;
  throw validationError(`No active Lifecycle Action found with ${named}`);
};
