import type { InstanceState, Reading, TargetSeen } from '#domain/pair/seen.ts';
import type { EpochMs } from '#domain/time.ts';

/*
 * What AWS says of a pair, in AWS's own words and units, and no more of it than rules judge. Plain data, without
 * undefined: it can be written down and read again. What a declared thing of the pair was not read for, its Reading says.
 */

/** @see Elastic Load Balancing API, TargetGroup */
export interface TargetGroupSeen {
  /** `HTTP`, `HTTPS`, `TCP`, … */
  readonly healthCheckProtocol: string;
  /** A number as text, or `traffic-port`. */
  readonly healthCheckPort: string;
  /** Absent where the protocol has none. */
  readonly healthCheckPath?: string;
  readonly healthCheckIntervalSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** Codes that pass, for example `200` or `200-399`; absent where the protocol has none. */
  readonly matcher?: string;
  /** `instance`, `ip`, `lambda` or `alb`. */
  readonly targetType: string;
  /** Port on which targets are registered that name none. */
  readonly port?: number;
  /** The load balancers whose listeners forward to it; without listeners there is none. */
  readonly loadBalancerArns: readonly string[];
}

/** A target as it is registered. */
export interface RegisteredTarget extends TargetSeen {
  /** Instance id, or an address where the group's targets are such. */
  readonly id: string;
  readonly port?: number;
}

/** @see Elastic Load Balancing API, LoadBalancer */
export interface LoadBalancerSeen {
  readonly name: string;
  /** `network`, `application` or `gateway`. */
  readonly type: string;
  /** `active`, `provisioning`, `active_impaired` or `failed`. */
  readonly state: string;
  /** `internet-facing` or `internal`. */
  readonly scheme: string;
  /** The enabled zones. */
  readonly zones: readonly LoadBalancerZone[];
  /** Empty where it has none, which a Network Load Balancer may. */
  readonly securityGroups: readonly string[];
}

export interface LoadBalancerZone {
  /** Such as `eu-west-1a`. */
  readonly zone: string;
  readonly subnetId: string;
  /** Has an Elastic IP there. */
  readonly elasticIp: boolean;
}

/** @see Amazon EC2 API, Instance */
export interface InstanceAudited {
  readonly state: InstanceState;
  /** Spot capacity, which cannot be protected from termination. */
  readonly spot: boolean;
  readonly zone: string;
  readonly subnetId: string;
  /** Of its network interfaces. */
  readonly privateAddresses: readonly string[];
  readonly securityGroups: readonly string[];
}

/** @see Amazon EC2 API, InstanceStatus */
export interface InstanceHealthSeen {
  /** `ok`, `impaired`, `initializing`, `insufficient-data` or `not-applicable`. */
  readonly system: string;
  readonly instance: string;
  /** Scheduled events that are neither completed nor cancelled. */
  readonly events: readonly ScheduledEvent[];
}

export interface ScheduledEvent {
  /** Such as `instance-retirement`. */
  readonly code: string;
  readonly notBefore?: EpochMs;
}

/** The Auto Scaling group that an instance is in. @see Amazon EC2 Auto Scaling API, AutoScalingGroup */
export interface AutoScalingSeen {
  readonly groupName: string;
  readonly terminateHooks: readonly TerminateHookSeen[];
  /** An instance whose hook is abandoned is kept instead of being terminated. @see InstanceLifecyclePolicy, RetentionTriggers */
  readonly retainsOnAbandon: boolean;
}

export interface TerminateHookSeen {
  readonly name: string;
  readonly heartbeatSeconds: number;
  /** The most that heartbeats can make of it. */
  readonly globalSeconds?: number;
  /** `CONTINUE` or `ABANDON`. */
  readonly defaultResult: string;
}

/** @see Amazon EC2 API, SecurityGroup */
export interface SecurityGroupSeen {
  readonly name: string;
  readonly ingress: readonly IngressPermission[];
}

export interface IngressPermission {
  /** `tcp`, `udp`, `icmp`, … or `-1` for every one. */
  readonly protocol: string;
  /** Absent with a protocol that has no ports, and with `-1`. */
  readonly fromPort?: number;
  readonly toPort?: number;
  /** IPv4 and IPv6. */
  readonly cidrs: readonly string[];
  readonly groups: readonly string[];
  /** Prefix lists: whom they let in is not read. */
  readonly prefixLists: readonly string[];
}

export interface SubnetSeen {
  /** IPv4 and IPv6. */
  readonly cidrs: readonly string[];
}

type ById<T> = Readonly<Record<string, Reading<T>>>;

/** Everything of one pair. By ARN or id. */
export interface AwsSeen {
  /** Every declared target group. */
  readonly targetGroups: ById<TargetGroupSeen>;
  /** Likewise. */
  readonly targets: ById<readonly RegisteredTarget[]>;
  /** Likewise, the attributes by AWS's keys. */
  readonly targetGroupAttributes: ById<Readonly<Record<string, string>>>;
  /** Every load balancer that forwards to one of them. */
  readonly loadBalancers: ById<LoadBalancerSeen>;
  /** Likewise, by AWS's keys; `not-asked` where no target group leaves it to the load balancer. */
  readonly loadBalancerAttributes: ById<Readonly<Record<string, string>>>;
  /** Both units' instances, as are the next three. */
  readonly instances: ById<InstanceAudited>;
  readonly instanceHealth: ById<InstanceHealthSeen>;
  readonly terminationProtection: ById<boolean>;
  readonly autoScaling: ById<AutoScalingSeen | 'none'>;
  /** Of the instances and of the load balancers. */
  readonly securityGroups: ById<SecurityGroupSeen>;
  /** The load balancers' subnets. */
  readonly subnets: ById<SubnetSeen>;
}
