import type { InstanceState } from '#domain/pair/seen.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';
import type { InstanceStatusApi } from '#rehearsal/cloud/ec2/instance-status.ts';
import type { SecurityGroupApi } from '#rehearsal/cloud/ec2/security-group-types.ts';
import type { SubnetApi } from '#rehearsal/cloud/ec2/subnets.ts';

/** The EC2 of the region. */
export interface Ec2 extends InstanceApi, InstanceStatusApi, SecurityGroupApi, SubnetApi {}

/** The instances of the region. API calls first, then what happens to instances without anybody calling. */
export interface InstanceApi {
  /**
   * RunInstances for one instance.
   * @throws CloudError InvalidInstanceID.Malformed for an id that is not one, InvalidGroup.NotFound; Error for an id or
   * address in use.
   */
  launch(spec: LaunchSpec): Instance;
  /**
   * DescribeInstances by id, in the order asked; all visible instances, oldest first, without ids.
   * @throws CloudError InvalidInstanceID.Malformed, InvalidInstanceID.NotFound
   */
  describe(instanceIds?: readonly string[]): readonly Instance[];
  /** The instance if EC2 still knows it. */
  find(instanceId: string): Instance | undefined;
  /**
   * TerminateInstances. A terminated instance stays so without an error. When some are protected, those in zones
   * without a protected one are terminated all the same, and the call fails.
   * @throws CloudError InvalidInstanceID.Malformed, InvalidInstanceID.NotFound, OperationNotPermitted
   * @see Amazon EC2 API Reference, TerminateInstances
   */
  terminate(instanceIds: readonly string[]): readonly InstanceStateChange[];
  /**
   * StopInstances; all or none.
   * @throws CloudError InvalidInstanceID.Malformed, InvalidInstanceID.NotFound, IncorrectInstanceState,
   * UnsupportedOperation for a one-time spot instance
   */
  stop(instanceIds: readonly string[]): readonly InstanceStateChange[];
  /** StartInstances; all or none. @throws CloudError as {@link InstanceApi.stop} */
  start(instanceIds: readonly string[]): readonly InstanceStateChange[];
  /**
   * RebootInstances: the power goes off and on; the state stays `running`.
   * @throws CloudError InvalidInstanceID.Malformed, InvalidInstanceID.NotFound, IncorrectInstanceState
   */
  reboot(instanceIds: readonly string[]): void;
  /**
   * ModifyInstanceAttribute, DisableApiTermination.
   * @throws CloudError InvalidInstanceID.Malformed, InvalidInstanceID.NotFound, UnsupportedOperation for spot
   */
  setDisableApiTermination(instanceId: string, disabled: boolean): void;
  /**
   * ModifyInstanceAttribute, GroupId.N: the groups of the first network interface from now on.
   * @throws CloudError InvalidInstanceID.Malformed, InvalidInstanceID.NotFound, InvalidGroup.NotFound
   */
  setSecurityGroups(instanceId: string, groupIds: readonly string[]): void;

  /** Sends the warning; after the notice AWS terminates or stops the instance whatever protects it. */
  interruptSpot(instanceId: string, action: InterruptionAction, noticeMs?: DurationMs): void;
  recommendRebalance(instanceId: string): void;
  /** As for spot, for an instance in a Capacity Reservation that AWS takes back. */
  interruptCapacityReservation(instanceId: string, action: InterruptionAction): void;
  /**
   * AWS Health announces the retirement of an EBS-backed instance; at `startAt` AWS stops it. Returns the event ARN.
   * @see AWS_EC2_PERSISTENT_INSTANCE_RETIREMENT_SCHEDULED
   */
  scheduleRetirement(instanceId: string, startAt: EpochMs): string;
  /** AWS Health closes the event; the instance stays. @throws Error for an event that is not open. */
  cancelRetirement(eventArn: string): void;
  /** The instance's scheduled events as EC2 shows them: those to come, and for a week those that are over. */
  describeScheduledEvents(instanceId: string): readonly ScheduledEvent[];
  /** The guest has shut itself down and is off; EC2 stops the instance, its shutdown behaviour being `stop`. */
  guestShutdown(instanceId: string): void;
  /** The machine dies while EC2 goes on calling it `running`. */
  crash(instanceId: string): void;
  /** Power for a crashed machine. */
  repair(instanceId: string): void;
}

export interface LaunchSpec {
  /** Generated when absent. */
  readonly instanceId?: string;
  readonly privateIpAddress: string;
  /** Such as `eu-west-1a`. */
  readonly availabilityZone: string;
  readonly subnetId: string;
  readonly vpcId: string;
  /** Of the first network interface. None when absent. */
  readonly securityGroups?: readonly string[];
  /** The network interfaces after the first. None when absent. */
  readonly furtherInterfaces?: readonly NetworkInterface[];
  readonly instanceType?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly spot?: SpotRequestType;
  readonly disableApiTermination?: boolean;
  /** The instance is found already running, with power: no `pending`, no event. */
  readonly alreadyRunning?: boolean;
}

/** A network interface in the instance's zone and VPC. */
export interface NetworkInterface {
  readonly privateIpAddress: string;
  readonly subnetId: string;
  readonly securityGroups: readonly string[];
}

/** Only instances of persistent requests can be stopped. @see Amazon EC2 User Guide, Stop a Spot Instance */
export type SpotRequestType = 'one-time' | 'persistent';

export type InterruptionAction = 'terminate' | 'stop' | 'hibernate';

/** One instance at one moment. */
export interface Instance {
  readonly instanceId: string;
  readonly state: InstanceState;
  /** AWS's code for why the state was last left by somebody's doing, such as `Client.UserInitiatedShutdown`. */
  readonly stateReason?: StateReason;
  readonly privateIpAddress: string;
  readonly availabilityZone: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly securityGroups: readonly string[];
  readonly furtherInterfaces: readonly NetworkInterface[];
  readonly instanceType: string;
  readonly launchedAt: EpochMs;
  readonly tags: Readonly<Record<string, string>>;
  readonly spot?: SpotRequestType;
  readonly disableApiTermination: boolean;
}

/** @see Amazon EC2 API Reference, InstanceStatusEvent */
export interface ScheduledEvent {
  readonly instanceEventId: string;
  readonly code: 'instance-retirement';
  /** Begins with `[Completed]` or `[Canceled]` once it is over. */
  readonly description: string;
  readonly notBefore: EpochMs;
}

/** @see Amazon EC2 API Reference, StateReason */
export interface StateReason {
  readonly code: string;
  readonly message: string;
}

export interface InstanceStateChange {
  readonly instanceId: string;
  readonly previousState: InstanceState;
  readonly currentState: InstanceState;
}
