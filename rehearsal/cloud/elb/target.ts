import type { InstanceState } from '#domain/pair/seen.ts';
import type { DurationMs } from '#domain/time.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';
import type { CheckPlan } from '#rehearsal/cloud/elb/health-check.ts';
import { HealthChecker, type Verdict } from '#rehearsal/cloud/elb/health-checker.ts';
import type { Route, RouteTable } from '#rehearsal/cloud/elb/routing.ts';
import { TARGET_HEALTH } from '#rehearsal/cloud/elb/target-health.ts';
import type { TargetHealth, TargetType } from '#rehearsal/cloud/elb/types.ts';

/** Whether the load balancer can use targets in the instance's zone. */
export type Use = 'in-use' | 'notInUse' | 'zoneNotEnabled';

/** What a target asks of its group. */
export interface TargetSurroundings {
  readonly routes: RouteTable;
  plan(): CheckPlan;
  /** How long an unhealthy target is `unhealthy.draining` first. */
  unhealthyDrainingMs(): DurationMs;
  use(zone: string): Use;
  /** After every change of {@link Target.health}. */
  changed(): void;
}

/** What is registered. */
export interface TargetPlace {
  /** The instance's id, or its address. */
  readonly id: string;
  readonly instanceId: string;
  readonly address: string;
  readonly availabilityZone: string;
  readonly port: number;
  readonly targetType: TargetType;
}

export const placeOf = (
  targetType: TargetType,
  { instanceId, privateIpAddress, availabilityZone }: Instance,
  { id, port }: Pick<TargetPlace, 'id' | 'port'>,
): TargetPlace => ({
  id,
  instanceId,
  address: targetType === 'ip' ? id : privateIpAddress,
  availabilityZone,
  port,
  targetType,
});

/** One registration of an instance in a target group, from RegisterTargets to the end of its draining. */
export class Target {
  readonly place: TargetPlace;
  readonly #context: CloudContext;
  readonly #group: TargetSurroundings;
  readonly #checker: HealthChecker;
  /** Of one that is registered by its address Elastic Load Balancing does not learn it, and this stays. */
  #instanceState: InstanceState = 'running';
  #standing: Standing = 'idle';
  /** While the load balancer knows the target. */
  #route: Route | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(context: CloudContext, group: TargetSurroundings, place: TargetPlace) {
    this.place = place;
    this.#context = context;
    this.#group = group;
    this.#checker = new HealthChecker(
      context,
      { address: place.address, trafficPort: place.port },
      () => group.plan(),
      (verdict) => this.#judged(verdict),
    );
    this.attend();
  }

  /** The API shows the zones of addresses. */
  get shownZone(): Pick<TargetPlace, 'availabilityZone'> | undefined {
    const { targetType, availabilityZone } = this.place;
    return targetType === 'ip' ? { availabilityZone } : undefined;
  }

  get isDraining(): boolean {
    return this.#standing === 'draining';
  }

  get health(): TargetHealth {
    if (this.#standing === 'idle') return this.#whyIdle();
    return TARGET_HEALTH[this.#standing === 'checked' ? this.#checker.verdict : this.#standing];
  }

  instanceChanged(state: InstanceState): void {
    this.#instanceState = state;
    this.attend();
  }

  /** Starts or ends what follows from the instance's state and from the group being in use. */
  attend(): void {
    if (this.#standing === 'draining') return;
    const isGone = isOut(this.#instanceState);
    const shouldServe = !isGone && this.#use() === 'in-use';
    if (shouldServe === (this.#standing !== 'idle')) return;
    if (shouldServe) this.#register();
    else this.#leave('idle', isGone ? this.#context.timing.healthToRoutingMs : 0);
  }

  /** Deregistered: `draining` for `delayMs`, then `done`. At once for a target that got no traffic anyway. */
  drain(delayMs: DurationMs, done: () => void): void {
    if (this.#standing === 'idle' || delayMs === 0) {
      this.remove();
      done();
      return;
    }
    this.#leave('draining', this.#context.timing.deregistrationToRoutingMs);
    this.#later(delayMs, done);
  }

  /** Ends everything but the connections that routing still lets through. */
  remove(): void {
    this.#leave('idle', this.#context.timing.deregistrationToRoutingMs);
  }

  #use(): Use {
    return this.#group.use(this.place.availabilityZone);
  }

  #whyIdle(): TargetHealth {
    const use = this.#use();
    if (use !== 'in-use') return TARGET_HEALTH[use];
    return this.#instanceState === 'terminated' ? TARGET_HEALTH.terminated : TARGET_HEALTH.stopped;
  }

  #register(): void {
    this.#stand('registering');
    this.#later(this.#context.timing.registrationMs, () => {
      this.#route = this.#group.routes.open(this.place.instanceId);
      this.#checker.start();
      this.#stand('checked');
    });
  }

  #leave(standing: 'idle' | 'draining', lastConnectionMs: DurationMs): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#checker.stop();
    this.#route?.close(lastConnectionMs);
    this.#route = undefined;
    this.#stand(standing);
  }

  #judged(verdict: Verdict): void {
    this.#cancelTimer?.();
    this.#route?.setHealthy(verdict === 'healthy');
    const drainingMs = verdict === 'unhealthy' ? this.#group.unhealthyDrainingMs() : 0;
    if (drainingMs > 0) this.#later(drainingMs, () => this.#stand('checked'));
    this.#stand(drainingMs > 0 ? 'unhealthyDraining' : 'checked');
  }

  #stand(standing: Standing): void {
    this.#standing = standing;
    this.#group.changed();
  }

  #later(delayMs: DurationMs, task: () => void): void {
    this.#cancelTimer = this.#context.scheduler.after(delayMs, task);
  }
}

/** `idle`: the load balancer does not check it. `checked`: what it is, the checks say. */
type Standing = 'idle' | 'registering' | 'checked' | 'unhealthyDraining' | 'draining';

const isOut = (state: InstanceState): boolean => state === 'stopped' || state === 'terminated';
