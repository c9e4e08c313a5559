import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';
import {
  changeAttributes,
  initialAttributes,
  minimumHealthyTargets,
  type TargetGroupAttributes,
} from '#rehearsal/cloud/elb/attributes.ts';
import {
  type CheckPlan,
  changeHealthCheck,
  completeHealthCheck,
  planHealthCheck,
} from '#rehearsal/cloud/elb/health-check.ts';
import type { LoadBalancer } from '#rehearsal/cloud/elb/load-balancer-types.ts';
import { RouteTable } from '#rehearsal/cloud/elb/routing.ts';
import { placeOf, Target, type TargetSurroundings, type Use } from '#rehearsal/cloud/elb/target.ts';
import { TARGET_HEALTH, unavailable } from '#rehearsal/cloud/elb/target-health.ts';
import { TotalTime } from '#rehearsal/cloud/elb/total-time.ts';
import type {
  HealthCheck,
  Routing,
  TargetDescription,
  TargetGroup,
  TargetGroupSpec,
  TargetHealth,
  TargetHealthDescription,
  UnavailableReason,
} from '#rehearsal/cloud/elb/types.ts';

type Identity = Pick<TargetGroup, 'targetGroupArn' | 'name' | 'targetType' | 'protocol' | 'port' | 'vpcId'>;

/** One target group with its targets. */
export class TargetGroupModel implements TargetSurroundings {
  readonly routes: RouteTable;
  readonly #context: CloudContext;
  readonly #identity: Identity;
  readonly #targets = new Map<string, Target>();
  /** In use, without a healthy target. */
  readonly #starved: TotalTime;
  #healthCheck: HealthCheck;
  #plan: CheckPlan;
  #attributes: TargetGroupAttributes;
  #loadBalancer: LoadBalancer | undefined;
  #unavailable: UnavailableReason | undefined;

  /** @throws CloudError ValidationError, InvalidConfigurationRequest */
  constructor(
    context: CloudContext,
    targetGroupArn: string,
    spec: TargetGroupSpec,
    onRoutingChange: (routing: Routing) => void,
  ) {
    this.#context = context;
    this.#starved = new TotalTime(() => context.scheduler.now());
    const { name, targetType = 'instance', protocol = 'TCP', port, vpcId } = spec;
    this.#identity = { targetGroupArn, name, targetType, protocol, port, vpcId };
    this.#healthCheck = completeHealthCheck(spec.healthCheck ?? {}, protocol);
    this.#plan = planHealthCheck(this.#healthCheck);
    this.#attributes = changeAttributes(initialAttributes(targetType, protocol), spec.attributes ?? {});
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
    return this.#starved.ms;
  }

  describe(): TargetGroup {
    return {
      ...this.#identity,
      healthCheck: this.#healthCheck,
      loadBalancerArns: this.#loadBalancer === undefined ? [] : [this.#loadBalancer.loadBalancerArn],
    };
  }

  describeHealth(asked: readonly TargetDescription[] | undefined): readonly TargetHealthDescription[] {
    const targets =
      asked?.map(({ id, port = this.#identity.port }) => ({ id, port })) ??
      Array.from(this.#targets.values(), ({ place: { id, port } }) => ({ id, port }));
    return targets.map(({ id, port }) => {
      const target = this.#targets.get(key(id, port));
      return {
        target: { id, port, ...target?.shownZone },
        healthCheckPort: String(this.#plan.port ?? port),
        health: this.#healthOf(target),
      };
    });
  }

  /** @throws CloudError ValidationError, InvalidConfigurationRequest */
  modify(changes: Partial<HealthCheck>): void {
    this.#healthCheck = changeHealthCheck(this.#healthCheck, changes);
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

  /** Registers the instance under this id: its own, or one of its addresses. */
  register(instance: Instance, description: TargetDescription): void {
    const { id, port = this.#identity.port } = description;
    const targetKey = key(id, port);
    const known = this.#targets.get(targetKey);
    if (known !== undefined && !known.isDraining) return;
    known?.remove();
    this.#targets.delete(targetKey);
    const place = placeOf(this.#identity.targetType, instance, { id, port });
    this.#targets.set(targetKey, new Target(this.#context, this, place));
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
  instanceChanged({ instanceId, state }: Instance): void {
    for (const target of this.#targets.values()) {
      if (target.place.instanceId === instanceId) target.instanceChanged(state);
    }
  }

  /** The instance's targets are gone, without draining. */
  forget(instanceId: string): void {
    for (const [targetKey, target] of this.#targets) {
      if (target.place.instanceId !== instanceId) continue;
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
    this.#starved.set(this.isInUse && !Array.from(this.#targets.values()).some(isHealthy));
  }

  #healthOf(target: Target | undefined): TargetHealth {
    if (target === undefined) return TARGET_HEALTH.notRegistered;
    return this.#unavailable === undefined ? target.health : unavailable(this.#unavailable);
  }
}

const key = (id: string, port: number): string => `${id}:${port}`;

const isHealthy = (target: Target): boolean => target.health.state === 'healthy';
