import type { InstanceState } from '#domain/pair/seen.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import { checkInstanceId, requireInstances } from '#rehearsal/cloud/ec2/instance-ids.ts';
import type { InstanceMachine } from '#rehearsal/cloud/ec2/instance-machine.ts';
import type {
  Ec2,
  Instance,
  InstanceStateChange,
  LaunchSpec,
  StateReason,
} from '#rehearsal/cloud/ec2/types.ts';

type InstanceCalls = Pick<
  Ec2,
  | 'launch'
  | 'describe'
  | 'find'
  | 'terminate'
  | 'stop'
  | 'start'
  | 'reboot'
  | 'setDisableApiTermination'
  | 'setSecurityGroups'
>;

type RequireGroups = (groupIds: readonly string[]) => unknown;

/** Ended through the EC2 API. @see Amazon EC2 API Reference, StateReason */
export const BY_USER: StateReason = {
  code: 'Client.UserInitiatedShutdown',
  message: 'Client.UserInitiatedShutdown: User initiated shutdown',
};

const unsupported = (message: string): CloudError => new CloudError('UnsupportedOperation', 400, message);

/** The EC2 API for instances: who may do what in which state. `requireGroups` throws for an unknown security group. */
export const makeInstanceApi = (
  context: CloudContext,
  machine: InstanceMachine,
  requireGroups: RequireGroups,
): InstanceCalls => {
  const require = (instanceIds: readonly string[]): readonly Instance[] =>
    requireInstances((instanceId) => machine.find(instanceId), instanceIds);
  return {
    find: (instanceId) => machine.find(instanceId),
    launch: (spec) => {
      requireGroups([spec, ...(spec.furtherInterfaces ?? [])].flatMap((each) => each.securityGroups ?? []));
      return launch(context, machine, spec);
    },
    describe: (instanceIds) => (instanceIds === undefined ? machine.all() : require(instanceIds)),
    terminate: (instanceIds) => terminate(machine, require(instanceIds)),
    stop: (instanceIds) => {
      const instances = require(instanceIds);
      instances.forEach(checkStoppable);
      return changeAll(machine, instances, (instanceId) => machine.stop(instanceId, BY_USER));
    },
    start: (instanceIds) => {
      const instances = require(instanceIds);
      for (const instance of instances) checkState(instance, ['stopped', 'pending', 'running'], 'started');
      return changeAll(machine, instances, (instanceId) => machine.start(instanceId));
    },
    reboot: (instanceIds) => {
      const instances = require(instanceIds);
      for (const instance of instances) checkState(instance, ['running'], 'rebooted');
      for (const { instanceId } of instances) machine.reboot(instanceId);
    },
    setDisableApiTermination: (instanceId, disableApiTermination) => {
      const [instance] = require([instanceId]);
      if (instance?.spot !== undefined && disableApiTermination) {
        throw unsupported('Termination protection is not supported for Spot Instances.');
      }
      machine.change(instanceId, { disableApiTermination });
    },
    setSecurityGroups: (instanceId, groupIds) => {
      require([instanceId]);
      requireGroups(groupIds);
      machine.change(instanceId, { securityGroups: groupIds });
    },
  };
};

/** @throws CloudError OperationNotPermitted, after the instances in zones without a protected one were terminated */
const terminate = (
  machine: InstanceMachine,
  instances: readonly Instance[],
): readonly InstanceStateChange[] => {
  const kept = instances.filter(
    (instance) => instance.disableApiTermination && instance.state !== 'terminated',
  );
  const keptZones = new Set(kept.map((instance) => instance.availabilityZone));
  const changes = changeAll(
    machine,
    instances.filter((instance) => !keptZones.has(instance.availabilityZone)),
    (instanceId) => machine.terminate(instanceId, BY_USER),
  );
  if (kept[0] !== undefined) throw terminationProtected(kept[0].instanceId);
  return changes;
};

const changeAll = (
  machine: InstanceMachine,
  instances: readonly Instance[],
  change: (instanceId: string) => void,
): readonly InstanceStateChange[] =>
  instances.map(({ instanceId, state: previousState }) => {
    change(instanceId);
    return { instanceId, previousState, currentState: machine.find(instanceId)?.state ?? previousState };
  });

/** @throws CloudError UnsupportedOperation, IncorrectInstanceState */
const checkStoppable = (instance: Instance): void => {
  if (instance.spot === 'one-time') {
    throw unsupported(
      `You can't stop the Spot Instance '${instance.instanceId}' because it is associated with a one-time Spot Instance request.`,
    );
  }
  checkState(instance, ['running', 'stopping', 'stopped'], 'stopped');
};

/** @throws CloudError IncorrectInstanceState */
const checkState = (
  { instanceId, state }: Instance,
  allowed: readonly InstanceState[],
  verb: 'stopped' | 'started' | 'rebooted',
): void => {
  if (allowed.includes(state)) return;
  throw new CloudError(
    'IncorrectInstanceState',
    400,
    `The instance '${instanceId}' is not in a state from which it can be ${verb}.`,
  );
};

const terminationProtected = (instanceId: string): CloudError =>
  new CloudError(
    'OperationNotPermitted',
    400,
    `The instance '${instanceId}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
  );

/** The private addresses, that of the first network interface first. */
export const addressesOf = ({
  privateIpAddress,
  furtherInterfaces,
}: Pick<Instance, 'privateIpAddress' | 'furtherInterfaces'>): readonly string[] => [
  privateIpAddress,
  ...furtherInterfaces.map((each) => each.privateIpAddress),
];

const launch = (context: CloudContext, machine: InstanceMachine, spec: LaunchSpec): Instance => {
  const { instanceId = `i-0${context.ids.hex(16)}`, alreadyRunning = false, spot, ...rest } = spec;
  checkInstanceId(instanceId);
  if (machine.find(instanceId) !== undefined) throw new Error(`${instanceId} exists`);
  const wanted = addressesOf({ furtherInterfaces: [], ...spec });
  const isTaken = (other: Instance): boolean =>
    other.state !== 'terminated' && addressesOf(other).some((address) => wanted.includes(address));
  if (machine.all().some(isTaken)) throw new Error(`${wanted.join(', ')} is in use`);
  const instance: Instance = {
    instanceType: 'm5.large',
    tags: {},
    disableApiTermination: false,
    securityGroups: [],
    furtherInterfaces: [],
    ...rest,
    ...(spot !== undefined && { spot }),
    instanceId,
    state: alreadyRunning ? 'running' : 'pending',
    launchedAt: context.scheduler.now(),
  };
  machine.add(instance);
  return instance;
};
