import type { TargetState } from '#domain/pair/seen.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';
import type { TargetGroupAttributes } from '#rehearsal/cloud/elb/attributes.ts';
import type { LoadBalancerApi } from '#rehearsal/cloud/elb/load-balancer-types.ts';

/** Elastic Load Balancing v2 with Network Load Balancers, and targets by instance id or private address. */
export interface ElasticLoadBalancing extends LoadBalancerApi {
  /** @throws CloudError DuplicateTargetGroupName, ValidationError, InvalidConfigurationRequest */
  createTargetGroup(spec: TargetGroupSpec): TargetGroup;
  /** Oldest first. */
  describeTargetGroups(): readonly TargetGroup[];
  /**
   * Settings left out stay. Takes effect with each target's next check.
   * @throws CloudError TargetGroupNotFound, ValidationError, InvalidConfigurationRequest
   */
  modifyTargetGroup(targetGroupArn: string, healthCheck: Partial<HealthCheck>): TargetGroup;
  /** @throws CloudError TargetGroupNotFound */
  describeTargetGroupAttributes(targetGroupArn: string): TargetGroupAttributes;
  /** Attributes left out stay. @throws CloudError TargetGroupNotFound, ValidationError */
  modifyTargetGroupAttributes(
    targetGroupArn: string,
    attributes: Readonly<Record<string, string>>,
  ): TargetGroupAttributes;
  /** @throws CloudError ResourceInUse while a listener forwards to it */
  deleteTargetGroup(targetGroupArn: string): void;
  /**
   * All or none. A target that is registered already stays as it is; one that is draining begins anew.
   * @throws CloudError TargetGroupNotFound, ValidationError, InvalidTarget for an instance that is unknown
   * or not running, and for an address that no instance has: the model has no others
   */
  registerTargets(targetGroupArn: string, targets: readonly TargetDescription[]): void;
  /**
   * A target that is not registered is no error. Without a port, the target group's own port is meant.
   * @throws CloudError TargetGroupNotFound
   * @see Elastic Load Balancing API, DeregisterTargets
   */
  deregisterTargets(targetGroupArn: string, targets: readonly TargetDescription[]): void;
  /**
   * The registered and draining targets in order of registration; or those asked for, `unused` with
   * `Target.NotRegistered` where they are not.
   * @throws CloudError TargetGroupNotFound
   */
  describeTargetHealth(
    targetGroupArn: string,
    targets?: readonly TargetDescription[],
  ): readonly TargetHealthDescription[];

  /**
   * The instances to which the load balancer may send a new connection now. That is not what the API shows: routing
   * follows it late, and without a healthy target every registered one is used (fail-open).
   * @throws CloudError TargetGroupNotFound
   */
  routableTargets(targetGroupArn: string): readonly string[];
  /** Calls back after every change of a target group's {@link Routing}. The returned function ends it. */
  onRoutingChange(listener: (routing: Routing) => void): () => void;
  /** How long in all the group, while in use, had no target in state `healthy`, to this moment. @throws CloudError TargetGroupNotFound */
  withoutHealthyTargetMs(targetGroupArn: string): DurationMs;
  /** Makes the API show every target `unavailable`, with that reason, until it is called without one. Routing goes on. */
  setHealthUnavailable(targetGroupArn: string, reason: UnavailableReason | undefined): void;
}

/** How targets are checked, in AWS's own units. @see Elastic Load Balancing, Health checks for Network Load Balancer target groups */
export interface HealthCheck {
  readonly protocol: 'HTTP' | 'TCP';
  readonly port: number | 'traffic-port';
  /** For HTTP. */
  readonly path: string;
  /** 5 to 300. */
  readonly intervalSeconds: number;
  /** 2 to 120. */
  readonly timeoutSeconds: number;
  /** 2 to 10 consecutive successes. */
  readonly healthyThreshold: number;
  /** 2 to 10 consecutive failures. */
  readonly unhealthyThreshold: number;
  /** For HTTP: the codes that pass, such as `200-399` or `200,204`; between 200 and 599. */
  readonly matcher: string;
}

export type TargetType = 'instance' | 'ip';

/** HTTP is for Application Load Balancers, TCP for Network Load Balancers. */
export type GroupProtocol = 'TCP' | 'HTTP';

export interface TargetGroupSpec {
  /** At most 32 letters, digits and hyphens. */
  readonly name: string;
  /** `instance` when absent. */
  readonly targetType?: TargetType;
  /** `TCP` when absent. */
  readonly protocol?: GroupProtocol;
  readonly port: number;
  readonly vpcId: string;
  /** AWS's defaults where left out. */
  readonly healthCheck?: Partial<HealthCheck>;
  /** AWS's defaults where left out. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface TargetGroup {
  readonly targetGroupArn: string;
  readonly name: string;
  readonly protocol: GroupProtocol;
  readonly targetType: TargetType;
  readonly port: number;
  readonly vpcId: string;
  readonly healthCheck: HealthCheck;
  /** The load balancer whose listeners forward to it; none, or one. */
  readonly loadBalancerArns: readonly string[];
}

/** A target as callers name it. */
export interface TargetDescription {
  /** The instance's id, or its private address, as the group's target type has it. */
  readonly id: string;
  /** The target group's port when absent. */
  readonly port?: number;
  /** Refused at registration for targets by instance id; for addresses it is found out, all being in the VPC. */
  readonly availabilityZone?: string;
}

export type UnavailableReason = 'Target.HealthCheckDisabled' | 'Elb.InternalError';

/** @see Elastic Load Balancing API, TargetHealth */
export type TargetHealthReason =
  | 'Elb.RegistrationInProgress'
  | 'Elb.InitialHealthChecking'
  | 'Target.FailedHealthChecks'
  | 'Target.NotRegistered'
  | 'Target.NotInUse'
  | 'Target.DeregistrationInProgress'
  | 'Target.InvalidState'
  | UnavailableReason;

export interface TargetHealth {
  readonly state: TargetState;
  /** Absent when healthy. */
  readonly reason?: TargetHealthReason;
  readonly description?: string;
}

export interface TargetHealthDescription {
  /** The zone is there for registered targets by address. */
  readonly target: { readonly id: string; readonly port: number; readonly availabilityZone?: string };
  /** As AWS writes it: a number in a string. */
  readonly healthCheckPort: string;
  readonly health: TargetHealth;
}

/** Where new connections to a target group go from this moment on. */
export interface Routing {
  readonly targetGroupArn: string;
  readonly at: EpochMs;
  /** See {@link ElasticLoadBalancing.routableTargets}. */
  readonly routable: readonly string[];
  /** How many of them the load balancer holds to be healthy. */
  readonly healthy: number;
  /** Too few are healthy, so all are used. */
  readonly failOpen: boolean;
}
