import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';
import { addressesOf } from '#rehearsal/cloud/ec2/instance-api.ts';
import type { CloudRegion } from '#rehearsal/cloud/types.ts';
import { type Flow, startRelay, type Way } from '#rehearsal/data-path/relay.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** The data path of one listener of a Network Load Balancer. */
export interface LoadBalancerPath {
  /** Where clients connect, on 127.0.0.1. */
  readonly port: number;
  /** Connections that are led through at this moment, by instance. */
  established(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export interface LoadBalancerPathOptions {
  readonly cloud: CloudRegion;
  readonly targetGroupArn: string;
  readonly scheduler: Scheduler;
  /** Uniform in [0, 1): stands for the flow hash over addresses and ports. */
  readonly random: () => number;
  /** How the instance's service port is reached now. */
  readonly reach: (instanceId: string) => Way;
}

type TargetWay = Way & { readonly instanceId: string };

/** No registered target: the load balancer itself resets the connection. */
const NOWHERE: TargetWay = { kind: 'refused', instanceId: '' };

/** How often it is looked whether the draining of a target is over. */
const REVIEW_EVERY_MS: DurationMs = SECOND_MS;

/**
 * Younger connections are left alone: setting one up takes next to no time in AWS, but a good part of a simulated
 * second when time runs faster.
 */
const SETTING_UP_MS: DurationMs = SECOND_MS;

/** The connections that a listener has led to targets. */
class Flows {
  readonly #options: LoadBalancerPathOptions;
  readonly #flows = new Map<Flow, { readonly instanceId: string; readonly since: EpochMs }>();
  readonly #stopFollowing: () => void;
  #cancelReview: (() => void) | undefined;

  constructor(options: LoadBalancerPathOptions) {
    this.#options = options;
    const { cloud, targetGroupArn } = options;
    this.#stopFollowing = cloud.elb.onRoutingChange((routing) => {
      if (routing.targetGroupArn === targetGroupArn) this.#routesChanged(routing.routable);
    });
  }

  add(flow: Flow, instanceId: string): void {
    this.#flows.set(flow, { instanceId, since: this.#options.scheduler.now() });
    flow.onEnd(() => this.#flows.delete(flow));
    this.#cancelReview ??= this.#options.scheduler.after(REVIEW_EVERY_MS, () => this.#review());
  }

  count(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { instanceId } of this.#flows.values())
      counts.set(instanceId, (counts.get(instanceId) ?? 0) + 1);
    return counts;
  }

  stop(): void {
    this.#stopFollowing();
    this.#cancelReview?.();
  }

  /** The data path has learnt that a target is unhealthy: its connections end now, once, unless the attribute says no. */
  #routesChanged(routable: readonly string[]): void {
    if (!this.#isOn('target_health_state.unhealthy.connection_termination.enabled')) return;
    for (const instanceId of this.count().keys())
      if (!routable.includes(instanceId) && this.#statesOf(instanceId).includes('unhealthy'))
        this.#reset(instanceId);
  }

  /** Draining is over: connections go on, unless the attribute says that they end. */
  #review(): void {
    if (this.#isOn('deregistration_delay.connection_termination.enabled'))
      for (const instanceId of this.count().keys())
        if (this.#statesOf(instanceId).length === 0) this.#reset(instanceId);
    this.#cancelReview =
      this.#flows.size === 0
        ? undefined
        : this.#options.scheduler.after(REVIEW_EVERY_MS, () => this.#review());
  }

  #reset(instanceId: string): void {
    const before = this.#options.scheduler.now() - SETTING_UP_MS;
    for (const [flow, { instanceId: target, since }] of this.#flows)
      if (target === instanceId && since < before) flow.reset();
  }

  #isOn(
    attribute:
      | 'target_health_state.unhealthy.connection_termination.enabled'
      | 'deregistration_delay.connection_termination.enabled',
  ): boolean {
    const { cloud, targetGroupArn } = this.#options;
    return cloud.elb.describeTargetGroupAttributes(targetGroupArn)[attribute] === 'true';
  }

  #statesOf(instanceId: string): readonly string[] {
    const { cloud, targetGroupArn } = this.#options;
    const instance = cloud.ec2.find(instanceId);
    const ids = instance === undefined ? [instanceId] : [instanceId, ...addressesOf(instance)];
    return cloud.elb
      .describeTargetHealth(targetGroupArn)
      .filter(({ target }) => ids.includes(target.id))
      .map(({ health }) => health.state);
  }
}

/**
 * Opens a real listener. Each new connection goes to one of the targets that the model routes to at that moment and
 * stays with it, whatever becomes of the target's health, unless the group's attributes say that such connections end.
 * @see Elastic Load Balancing, Edit target group attributes for your Network Load Balancer: connection termination for
 * unhealthy targets, and on deregistration
 */
export const startLoadBalancerPath = async (options: LoadBalancerPathOptions): Promise<LoadBalancerPath> => {
  const { cloud, targetGroupArn, random, reach } = options;
  const flows = new Flows(options);
  const choose = (): TargetWay => {
    const targets = cloud.elb.routableTargets(targetGroupArn);
    const instanceId = targets[Math.floor(random() * targets.length)];
    return instanceId === undefined ? NOWHERE : { ...reach(instanceId), instanceId };
  };
  const relay = await startRelay(choose, (flow, { instanceId }) => flows.add(flow, instanceId));
  return {
    port: relay.port,
    established: () => flows.count(),
    close: async () => {
      flows.stop();
      await relay.close();
    },
  };
};
