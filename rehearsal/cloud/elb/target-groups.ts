import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import { addressesOf } from '#rehearsal/cloud/ec2/instance-api.ts';
import type { InstanceMachine } from '#rehearsal/cloud/ec2/instance-machine.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';
import { checkName } from '#rehearsal/cloud/elb/names.ts';
import { TargetGroupModel } from '#rehearsal/cloud/elb/target-group.ts';
import type { Routing, TargetDescription, TargetGroupSpec } from '#rehearsal/cloud/elb/types.ts';

/** The target groups of the region, and what the life of instances means for their targets. */
export class TargetGroups {
  readonly #context: CloudContext;
  readonly #instances: InstanceMachine;
  readonly #groups = new Map<string, TargetGroupModel>();
  readonly #names = new Set<string>();
  /** The groups an instance was ever registered with by its id: EC2 tells of its end only for those. */
  readonly #groupsOf = new Map<string, Set<TargetGroupModel>>();
  readonly #listeners = new Set<(routing: Routing) => void>();

  constructor(context: CloudContext, instances: InstanceMachine) {
    this.#context = context;
    this.#instances = instances;
    instances.onTransition((instance) => this.#instanceChanged(instance));
  }

  all(): readonly TargetGroupModel[] {
    return [...this.#groups.values()];
  }

  /** @throws CloudError TargetGroupNotFound */
  require(targetGroupArn: string): TargetGroupModel {
    const group = this.#groups.get(targetGroupArn);
    if (group === undefined) {
      throw new CloudError('TargetGroupNotFound', 400, `Target groups '${targetGroupArn}' not found`);
    }
    return group;
  }

  /** @throws CloudError DuplicateTargetGroupName, ValidationError, InvalidConfigurationRequest */
  create(spec: TargetGroupSpec): TargetGroupModel {
    checkName('Target group', spec.name);
    if (this.#names.has(spec.name)) {
      throw new CloudError(
        'DuplicateTargetGroupName',
        400,
        `A target group with the same name '${spec.name}' exists, but with different settings`,
      );
    }
    const { region, accountId, ids } = this.#context;
    const arn = `arn:aws:elasticloadbalancing:${region}:${accountId}:targetgroup/${spec.name}/${ids.hex(16)}`;
    const group = new TargetGroupModel(this.#context, arn, spec, (routing) => {
      for (const listener of this.#listeners) listener(routing);
    });
    this.#groups.set(arn, group);
    this.#names.add(spec.name);
    return group;
  }

  /** @throws CloudError ResourceInUse */
  delete(targetGroupArn: string): void {
    const group = this.#groups.get(targetGroupArn);
    if (group === undefined) return;
    if (group.isInUse) {
      throw new CloudError(
        'ResourceInUse',
        400,
        `Target group '${targetGroupArn}' is currently in use by a listener or a rule`,
      );
    }
    group.clear();
    this.#groups.delete(targetGroupArn);
    this.#names.delete(group.describe().name);
  }

  /** @throws CloudError TargetGroupNotFound, ValidationError, InvalidTarget */
  register(targetGroupArn: string, targets: readonly TargetDescription[]): void {
    const group = this.require(targetGroupArn);
    const isByInstance = group.describe().targetType === 'instance';
    if (isByInstance) checkNoZones(targets);
    const found = targets.map((target) => ({
      target,
      instance: isByInstance ? this.#requireInstance(target.id) : this.#requireAddress(target.id),
    }));
    if (isByInstance) checkRunning(found.map(({ instance }) => instance));
    for (const { target, instance } of found) {
      group.register(instance, target);
      if (isByInstance) this.#remember(instance, group);
    }
  }

  onRoutingChange(listener: (routing: Routing) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #remember({ instanceId }: Instance, group: TargetGroupModel): void {
    const groups = this.#groupsOf.get(instanceId) ?? new Set();
    this.#groupsOf.set(instanceId, groups.add(group));
  }

  #requireInstance(instanceId: string): Instance {
    const instance = this.#instances.find(instanceId);
    if (instance === undefined) {
      throw new CloudError('InvalidTarget', 400, `Instance ID '${instanceId}' is not valid`);
    }
    return instance;
  }

  #requireAddress(address: string): Instance {
    const has = (instance: Instance): boolean =>
      instance.state !== 'terminated' && addressesOf(instance).includes(address);
    const instance = this.#instances.all().find(has);
    if (instance === undefined) {
      throw new CloudError('InvalidTarget', 400, `The IP address '${address}' is not valid`);
    }
    return instance;
  }

  #instanceChanged(instance: Instance): void {
    const groups = this.#groupsOf.get(instance.instanceId);
    if (groups === undefined) return;
    for (const group of groups) group.instanceChanged(instance);
    if (instance.state !== 'terminated') return;
    this.#context.scheduler.after(this.#context.timing.terminatedTargetMs, () => {
      for (const group of groups) group.forget(instance.instanceId);
      this.#groupsOf.delete(instance.instanceId);
    });
  }
}

/** @throws CloudError ValidationError */
const checkNoZones = (targets: readonly TargetDescription[]): void => {
  if (targets.every((target) => target.availabilityZone === undefined)) return;
  throw new CloudError(
    'ValidationError',
    400,
    "You cannot specify an Availability Zone for a target of type 'instance'",
  );
};

/** @throws CloudError InvalidTarget */
const checkRunning = (instances: readonly Instance[]): void => {
  const idle = instances.filter(({ state }) => state !== 'running');
  if (idle.length === 0) return;
  const names = idle.map(({ instanceId }) => `'${instanceId}'`).join(', ');
  throw new CloudError(
    'InvalidTarget',
    400,
    `The following targets are not in a running state and cannot be registered: ${names}`,
  );
};
