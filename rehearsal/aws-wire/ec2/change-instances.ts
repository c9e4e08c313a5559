import {
  RebootInstances$,
  type RebootInstancesRequest,
  StartInstances$,
  type StartInstancesRequest,
  type StartInstancesResult,
  StopInstances$,
  type StopInstancesRequest,
  type StopInstancesResult,
  TerminateInstances$,
  type TerminateInstancesRequest,
  type TerminateInstancesResult,
  type InstanceStateChange as WireStateChange,
} from '@aws-sdk/client-ec2';
import { stopIfDryRun } from '#rehearsal/aws-wire/ec2/errors.ts';
import { stateToWire } from '#rehearsal/aws-wire/ec2/instance.ts';
import { type Operation, operation, type RegionWorld } from '#rehearsal/aws-wire/service.ts';
import type { Ec2, InstanceStateChange } from '#rehearsal/cloud/ec2/types.ts';

interface ChangeRequest {
  readonly InstanceIds: string[] | undefined;
  readonly DryRun?: boolean | undefined;
}

const toWire = ({ instanceId, previousState, currentState }: InstanceStateChange): WireStateChange => ({
  InstanceId: instanceId,
  CurrentState: stateToWire(currentState),
  PreviousState: stateToWire(previousState),
});

/** A dry run looks the instances up like the real call, and changes none. */
const change = <Result>(
  { InstanceIds = [], DryRun }: ChangeRequest,
  { cloud }: RegionWorld,
  perform: (ec2: Ec2, instanceIds: readonly string[]) => Result,
): Result => {
  cloud.ec2.describe(InstanceIds);
  stopIfDryRun(DryRun);
  return perform(cloud.ec2, InstanceIds);
};

const terminateInstances = operation(
  TerminateInstances$,
  (input: TerminateInstancesRequest, world): TerminateInstancesResult => ({
    TerminatingInstances: change(input, world, (ec2, ids) => ec2.terminate(ids)).map(toWire),
  }),
);

const stopInstances = operation(
  StopInstances$,
  (input: StopInstancesRequest, world): StopInstancesResult => ({
    StoppingInstances: change(input, world, (ec2, ids) => ec2.stop(ids)).map(toWire),
  }),
);

const startInstances = operation(
  StartInstances$,
  (input: StartInstancesRequest, world): StartInstancesResult => ({
    StartingInstances: change(input, world, (ec2, ids) => ec2.start(ids)).map(toWire),
  }),
);

const rebootInstances = operation(RebootInstances$, (input: RebootInstancesRequest, world): undefined => {
  change(input, world, (ec2, ids) => ec2.reboot(ids));
});

export const changeInstanceOperations: readonly Operation[] = [
  terminateInstances,
  stopInstances,
  startInstances,
  rebootInstances,
];
