import type { ApiFaults, CallCounters } from '#rehearsal/cloud/api/types.ts';
import type { AutoScaling } from '#rehearsal/cloud/auto-scaling/types.ts';
import type { Ec2 } from '#rehearsal/cloud/ec2/types.ts';
import type { ElasticLoadBalancing } from '#rehearsal/cloud/elb/types.ts';
import type { SecurityHub } from '#rehearsal/cloud/security-hub/security-hub.ts';
import type { CloudTiming } from '#rehearsal/cloud/timing.ts';
import type { Probe } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/**
 * The model of one AWS region: EC2, Elastic Load Balancing and Auto Scaling as state machines on a scheduler. It is
 * synchronous throughout. What it returns are snapshots that later changes do not touch. What AWS would refuse it
 * refuses with a {@link CloudError}; misuse that AWS has no words for (a spot warning for an instance that is not
 * spot) is a plain Error.
 */
export interface CloudRegion {
  readonly region: string;
  readonly accountId: string;
  readonly ec2: Ec2;
  readonly elb: ElasticLoadBalancing;
  readonly autoScaling: AutoScaling;
  readonly securityHub: SecurityHub;
  /** Asked by the wire before it serves a call; calls made on the model directly are never refused by it. */
  readonly faults: ApiFaults;
  /** Kept by the wire, read by benchmarks. */
  readonly calls: CallCounters;
}

export interface CloudRegionOptions {
  /** Such as `eu-west-1`. */
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly scheduler: Scheduler;
  /** Uniform in [0, 1): gives ids, and the phase of each target's health checks. The same sequence gives the same history. */
  readonly random: () => number;
  /** Sends one health check to the instance's private address. */
  readonly probe: Probe;
  /** The machine gets or loses its power: on when EC2 runs it, off when it stops, terminates or crashes. */
  readonly onPower?: (instanceId: string, power: Power) => void;
  /** Receives what AWS would put on the region's default event bus. */
  readonly emit?: (event: CloudEvent) => void;
  /** Delays that differ from the defaults. */
  readonly timing?: Partial<CloudTiming>;
}

export type Power = 'on' | 'off';

/** An event as EventBridge delivers it. @see Amazon EventBridge User Guide, AWS service event metadata */
export interface CloudEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: 'aws.ec2' | 'aws.autoscaling' | 'aws.health';
  readonly account: string;
  /** RFC 3339 in UTC with whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}
