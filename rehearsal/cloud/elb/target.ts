import type { DurationMs } from '#domain/time.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import type { Instance } from '#rehearsal/cloud/ec2/types.ts';
import type { CheckPlan } from '#rehearsal/cloud/elb/health-check.ts';
import { HealthChecker, type Verdict } from '#rehearsal/cloud/elb/health-checker.ts';
import type { Route, RouteTable } from '#rehearsal/cloud/elb/routing.ts';
import { TARGET_HEALTH } from '#rehearsal/cloud/elb/target-health.ts';
import type { TargetHealth } from '#rehearsal/cloud/elb/types.ts';

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

/** One registration of an instance in a target group, from RegisterTargets to the end of its draining. */
export class Target {
  readonly id: string;
  readonly port: number;
  readonly #context: CloudContext;
  readonly #group: TargetSurroundings;
  readonly #checker: HealthChecker;
  #instance: Instance;
  #standing: Standing = 'idle';
  /** While the load balancer knows the target. */
  #route: Route | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(context: CloudContext, group: TargetSurroundings, instance: Instance, port: number) {
    this.id = instance.instanceId;
    this.port = port;
    this.#context = context;
    this.#group = group;
    this.#instance = instance;
    this.#checker = new HealthChecker(
      context,
      { address: instance.privateIpAddress, trafficPort: port },
      () => group.plan(),
      (verdict) => this.#judged(verdict),
    );
    this.attend();
  }

  get isDraining(): boolean {
    return this.#standing === 'draining';
  }

  get health(): TargetHealth {
    if (this.#standing === 'idle') return this.#whyIdle();
    return TARGET_HEALTH[this.#standing === 'checked' ? this.#checker.verdict : this.#standing];
  }

  instanceChanged(instance: Instance): void {
    this.#instance = instance;
    this.attend();
  }

  /** Starts or ends what follows from the instance's state and from the group being in use. */
  attend(): void {
    if (this.#standing === 'draining') return;
    const isGone = isOut(this.#instance);
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
    return this.#group.use(this.#instance.availabilityZone);
  }

  #whyIdle(): TargetHealth {
    const use = this.#use();
    if (use !== 'in-use') return TARGET_HEALTH[use];
    return this.#instance.state === 'terminated' ? TARGET_HEALTH.terminated : TARGET_HEALTH.stopped;
  }

  #register(): void {
    this.#stand('registering');
    this.#later(this.#context.timing.registrationMs, () => {
      this.#route = this.#group.routes.open(this.id);
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

const isOut = (instance: Instance): boolean =>
  instance.state === 'stopped' || instance.state === 'terminated';
