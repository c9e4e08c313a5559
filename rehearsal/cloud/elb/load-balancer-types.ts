import type { EpochMs } from '#domain/time.ts';
import type { LoadBalancerAttributes } from '#rehearsal/cloud/elb/load-balancer-attributes.ts';
import type { GroupProtocol } from '#rehearsal/cloud/elb/types.ts';

/** Load balancers and their listeners. */
export interface LoadBalancerApi {
  /**
   * CreateLoadBalancer, active at once.
   * @throws CloudError DuplicateLoadBalancerName, ValidationError, InvalidConfigurationRequest, InvalidSecurityGroup
   */
  createLoadBalancer(spec: LoadBalancerSpec): LoadBalancer;
  /** Oldest first. */
  describeLoadBalancers(): readonly LoadBalancer[];
  /** @throws CloudError LoadBalancerNotFound */
  describeLoadBalancerAttributes(loadBalancerArn: string): LoadBalancerAttributes;
  /** Attributes left out stay. @throws CloudError LoadBalancerNotFound, ValidationError, InvalidConfigurationRequest */
  modifyLoadBalancerAttributes(
    loadBalancerArn: string,
    attributes: Readonly<Record<string, string>>,
  ): LoadBalancerAttributes;
  /**
   * The enabled zones from now on, with their subnets and addresses. Targets in other zones are out of use.
   * @throws CloudError LoadBalancerNotFound, ValidationError, InvalidConfigurationRequest
   */
  setSubnets(loadBalancerArn: string, zones: readonly EnabledZone[]): LoadBalancer;
  /**
   * @throws CloudError LoadBalancerNotFound, InvalidSecurityGroup, InvalidConfigurationRequest for a Network Load
   * Balancer that was created without a group, and for taking away the last one
   * @see Elastic Load Balancing, Update the security groups for your Network Load Balancer
   */
  setSecurityGroups(loadBalancerArn: string, groupIds: readonly string[]): LoadBalancer;
  /** What the API says of its state from now on; traffic goes on. @throws CloudError LoadBalancerNotFound */
  setLoadBalancerState(loadBalancerArn: string, state: LoadBalancerState): void;

  /**
   * CreateListener, by the protocol of its target group.
   * @throws CloudError LoadBalancerNotFound, TargetGroupNotFound, DuplicateListener, TargetGroupAssociationLimit,
   * IncompatibleProtocols for a group that is not for this type of load balancer
   */
  createListener(spec: ListenerSpec): Listener;
  /** @throws CloudError LoadBalancerNotFound */
  describeListeners(loadBalancerArn: string): readonly Listener[];
  /** The target group is out of use when it was the last one. @throws CloudError ListenerNotFound */
  deleteListener(listenerArn: string): void;
}

/** An `application` one is there to be described, and checks its targets; no client gets anywhere by it. */
export type LoadBalancerType = 'network' | 'application';

/** @see Elastic Load Balancing API, LoadBalancerState */
export type LoadBalancerState = 'provisioning' | 'active' | 'active_impaired' | 'failed';

export interface LoadBalancerSpec {
  /** At most 32 letters, digits and hyphens. */
  readonly name: string;
  /** `network` when absent. */
  readonly type?: LoadBalancerType;
  readonly scheme?: LoadBalancer['scheme'];
  readonly vpcId: string;
  /** The enabled zones, each with a subnet. */
  readonly availabilityZones: readonly EnabledZone[];
  /** None when absent: a Network Load Balancer then never has any. */
  readonly securityGroups?: readonly string[];
}

export interface EnabledZone {
  readonly zoneName: string;
  readonly subnetId: string;
  /** The static address of an internet-facing Network Load Balancer; AWS gives it one that may change when absent. */
  readonly elasticIp?: ElasticIp;
}

export interface ElasticIp {
  readonly allocationId: string;
  readonly ipAddress: string;
}

export interface LoadBalancer {
  readonly loadBalancerArn: string;
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  readonly name: string;
  readonly type: LoadBalancerType;
  readonly scheme: 'internet-facing' | 'internal';
  readonly state: LoadBalancerState;
  readonly vpcId: string;
  readonly availabilityZones: readonly EnabledZone[];
  readonly securityGroups: readonly string[];
  readonly createdAt: EpochMs;
}

export interface ListenerSpec {
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly targetGroupArn: string;
}

export interface Listener extends ListenerSpec {
  readonly listenerArn: string;
  readonly protocol: GroupProtocol;
}
