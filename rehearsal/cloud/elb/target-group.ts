import { type DurationMs, type EpochMs, SECOND_MS } from '#domain/time.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';
import {
  changeAttributes,
  DEFAULT_ATTRIBUTES,
  minimumHealthyTargets,
  type TargetGroupAttributes,
} from '#rehearsal/cloud/elb/attributes.ts';
import { type CheckPlan, completeHealthCheck, planHealthCheck } from '#rehearsal/cloud/elb/health-check.ts';
import { RouteTable } from '#rehearsal/cloud/elb/routing.ts';
import { Target, type TargetSurroundings, type Use } from '#rehearsal/cloud/elb/target.ts';
import { TARGET_HEALTH, unavailable } from '#rehearsal/cloud/elb/target-health.ts';
import type {
  HealthCheck,
  LoadBalancer,
  Routing,
  TargetDescription,
  TargetGroup,
  TargetGroupSpec,
  TargetHealth,
  TargetHealthDescription,
  UnavailableReason,
} from '#rehearsal/cloud/elb/types.ts';

type Identity = Pick<TargetGroup, 'targetGroupArn' | 'name' | 'port' | 'vpcId'>;

/** One target group with its targets. */
export class TargetGroupModel implements TargetSurroundings {
  readonly routes: RouteTable;
  readonly #context: CloudContext;
  readonly #identity: Identity;
  readonly #targets = new Map<string, Target>();
  #healthCheck: HealthCheck;
  #plan: CheckPlan;
  #attributes: TargetGroupAttributes;
  #loadBalancer: LoadBalancer | undefined;
  #unavailable: UnavailableReason | undefined;
  /** The time without a healthy target up to `#starvedSince`, and since when there is none now. */
  #starvedMs: DurationMs = 0;
  #starvedSince: EpochMs | undefined;

  /** @throws CloudError ValidationError, InvalidConfigurationRequest */
  constructor(
    context: CloudContext,
    targetGroupArn: string,
    spec: TargetGroupSpec,
    onRoutingChange: (routing: Routing) => void,
  ) {
    this.#context = context;
    this.#identity = { targetGroupArn, name: spec.name, port: spec.port, vpcId: spec.vpcId };
    this.#healthCheck = completeHealthCheck(spec.healthCheck ?? {});
    this.#plan = planHealthCheck(this.#healthCheck);
    this.#attributes = changeAttributes(DEFAULT_ATTRIBUTES, spec.attributes ?? {});
    this.routes = new RouteTable(
      context,
      targetGroupArn,
      (total) => minimumHealthyTargets(this.#attributes, total),
      onRoutingChange,
    );
  }

  get attributes(): TargetGroupAttributes {
    return this.#attributes;
  }

  get isInUse(): boolean {
    return this.#loadBalancer !== undefined;
  }

  get withoutHealthyTargetMs(): DurationMs {
    const now = this.#context.scheduler.now();
    return this.#starvedMs + (this.#starvedSince === undefined ? 0 : now - this.#starvedSince);
  }

  describe(): TargetGroup {
    return {
      ...this.#identity,
      protocol: 'TCP',
      targetType: 'instance',
      healthCheck: this.#healthCheck,
      loadBalancerArns: this.#loadBalancer === undefined ? [] : [this.#loadBalancer.loadBalancerArn],
    };
  }

  describeHealth(asked: readonly TargetDescription[] | undefined): readonly TargetHealthDescription[] {
    const targets =
      asked?.map(({ id, port = this.#identity.port }) => ({ id, port })) ??
      Array.from(this.#targets.values());
    return targets.map(({ id, port }) => ({
      target: { id, port },
      healthCheckPort: String(this.#plan.port ?? port),
      health: this.#healthOf(this.#targets.get(key(id, port))),
    }));
  }

  /** @throws CloudError ValidationError */
  modify(healthCheck: Partial<HealthCheck>): void {
    this.#healthCheck = completeHealthCheck({ ...this.#healthCheck, ...healthCheck });
    this.#plan = planHealthCheck(this.#healthCheck);
  }

  /** @throws CloudError ValidationError, InvalidConfigurationRequest */
  modifyAttributes(changes: Readonly<Record<string, string>>): void {
    this.#attributes = changeAttributes(this.#attributes, changes);
    this.routes.refresh();
  }

  setHealthUnavailable(reason: UnavailableReason | undefined): void {
    this.#unavailable = reason;
  }

  /** The load balancer that forwards to the group, or none any more. */
  setLoadBalancer(loadBalancer: LoadBalancer | undefined): void {
    this.#loadBalancer = loadBalancer;
    for (const target of this.#targets.values()) target.attend();
    if (loadBalancer === undefined) this.routes.clear();
    this.changed();
  }

  register(instance: Instance, port: number = this.#identity.port): void {
    const targetKey = key(instance.instanceId, port);
    const known = this.#targets.get(targetKey);
    if (known !== undefined && !known.isDraining) return;
    known?.remove();
    this.#targets.delete(targetKey);
    this.#targets.set(targetKey, new Target(this.#context, this, instance, port));
  }

  deregister({ id, port = this.#identity.port }: TargetDescription): void {
    const targetKey = key(id, port);
    const target = this.#targets.get(targetKey);
    if (target === undefined || target.isDraining) return;
    const delayMs = Number(this.#attributes['deregistration_delay.timeout_seconds']) * SECOND_MS;
    target.drain(delayMs, () => this.#targets.delete(targetKey));
    this.changed();
  }

  /** Whatever follows for the instance's targets, on any port. */
  instanceChanged(instance: Instance): void {
    for (const target of this.#targets.values()) {
      if (target.id === instance.instanceId) target.instanceChanged(instance);
    }
  }

  /** The instance's targets are gone, without draining. */
  forget(instanceId: string): void {
    for (const [targetKey, target] of this.#targets) {
      if (target.id !== instanceId) continue;
      target.remove();
      this.#targets.delete(targetKey);
    }
  }

  /** The group is deleted. */
  clear(): void {
    for (const target of this.#targets.values()) target.remove();
    this.#targets.clear();
  }

  plan(): CheckPlan {
    return this.#plan;
  }

  unhealthyDrainingMs(): DurationMs {
    return Number(this.#attributes['target_health_state.unhealthy.draining_interval_seconds']) * SECOND_MS;
  }

  use(zone: string): Use {
    if (this.#loadBalancer === undefined) return 'notInUse';
    const isEnabled = this.#loadBalancer.availabilityZones.some(({ zoneName }) => zoneName === zone);
    return isEnabled ? 'in-use' : 'zoneNotEnabled';
  }

  changed(): void {
    const now = this.#context.scheduler.now();
    const isStarved = this.isInUse && !Array.from(this.#targets.values()).some(isHealthy);
    if (isStarved === (this.#starvedSince !== undefined)) return;
    this.#starvedMs = this.withoutHealthyTargetMs;
    this.#starvedSince = isStarved ? now : undefined;
  }

  #healthOf(target: Target | undefined): TargetHealth {
    if (target === undefined) return TARGET_HEALTH.notRegistered;
    return this.#unavailable === undefined ? target.health : unavailable(this.#unavailable);
  }
}

const key = (id: string, port: number): string => `${id}:${port}`;

const isHealthy = (target: Target): boolean => target.health.state === 'healthy';
