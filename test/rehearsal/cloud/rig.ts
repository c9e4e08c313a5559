import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import { makeCloudRegion } from '#rehearsal/cloud/cloud-region.ts';
import type { LaunchSpec } from '#rehearsal/cloud/ec2/types.ts';
import type { HealthCheck, TargetGroupSpec } from '#rehearsal/cloud/elb/types.ts';
import type { CloudTiming } from '#rehearsal/cloud/timing.ts';
import type { CloudEvent, CloudRegion, Power } from '#rehearsal/cloud/types.ts';
import type { ProbeAnswer } from '#rehearsal/network.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';

export const STARTED_AT: EpochMs = Date.parse('2026-05-01T10:00:00Z');
export const FIRST = 'i-0aaaaaaaaaaaaaaa1';
export const SECOND = 'i-0aaaaaaaaaaaaaaa2';

/** What the LoadMaster manual recommends: port 8444, path /, every 10 s, healthy after 2. */
export const MANUAL_CHECK: Partial<HealthCheck> = {
  protocol: 'HTTP',
  port: 8444,
  path: '/',
  intervalSeconds: 10,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
};

/** mulberry32: small, and the same everywhere. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
};

/** A region in virtual time whose machines answer health checks as the test says. */
export class Rig {
  readonly scheduler = new VirtualScheduler(STARTED_AT);
  readonly events: CloudEvent[] = [];
  readonly power: string[] = [];
  /** Every health check: when and where. */
  readonly checks: { readonly at: EpochMs; readonly url: string }[] = [];
  /** The health checks of machines told to answer `later`: the test calls them. */
  readonly unanswered: ((answer: ProbeAnswer) => void)[] = [];
  readonly #answers = new Map<string, ProbeAnswer | 'later'>();
  readonly cloud: CloudRegion;

  constructor(timing: Partial<CloudTiming> = {}, seed = 1) {
    this.cloud = makeCloudRegion({
      region: 'eu-west-1',
      accountId: '111122223333',
      scheduler: this.scheduler,
      random: seededRandom(seed),
      probe: ({ address, port, path }, done) => {
        this.checks.push({ at: this.scheduler.now(), url: `http://${address}:${port}${path}` });
        const answer = this.#answers.get(address) ?? { kind: 'refused' };
        if (answer === 'later') this.unanswered.push(done);
        else done(answer);
      },
      onPower: (instanceId: string, power: Power) => this.power.push(`${instanceId} ${power}`),
      emit: (event) => this.events.push(event),
      timing,
    });
  }

  get elapsedMs(): number {
    return this.scheduler.now() - STARTED_AT;
  }

  seconds(seconds: number): void {
    this.scheduler.advance(seconds * SECOND_MS);
  }

  answer(instanceId: string, answer: number | 'refused' | 'timeout' | 'later'): void {
    const address = this.cloud.ec2.find(instanceId)?.privateIpAddress ?? '';
    if (answer === 'later') this.#answers.set(address, answer);
    else if (typeof answer === 'number') this.#answers.set(address, { kind: 'status', status: answer });
    else this.#answers.set(address, { kind: answer });
  }

  launch(instanceId: string, spec: Partial<LaunchSpec> = {}): void {
    const isFirst = instanceId === FIRST;
    this.cloud.ec2.launch({
      instanceId,
      privateIpAddress: isFirst ? '10.0.1.10' : '10.0.2.10',
      availabilityZone: isFirst ? 'eu-west-1a' : 'eu-west-1b',
      subnetId: isFirst ? 'subnet-a' : 'subnet-b',
      vpcId: 'vpc-1',
      alreadyRunning: true,
      ...spec,
    });
  }

  targetGroup(spec: Partial<TargetGroupSpec> = {}): string {
    return this.cloud.elb.createTargetGroup({
      name: 'lm-a',
      port: 443,
      vpcId: 'vpc-1',
      healthCheck: MANUAL_CHECK,
      ...spec,
    }).targetGroupArn;
  }

  /** A load balancer in these zones with a listener for the group; its ARN. */
  loadBalancer(targetGroupArn: string, zones: readonly string[] = ['eu-west-1a', 'eu-west-1b']): string {
    const { loadBalancerArn } = this.cloud.elb.createLoadBalancer({
      name: 'lm',
      vpcId: 'vpc-1',
      availabilityZones: zones.map((zoneName) => ({ zoneName, subnetId: `subnet-${zoneName}` })),
    });
    this.cloud.elb.createListener({ loadBalancerArn, port: 443, targetGroupArn });
    return loadBalancerArn;
  }

  register(targetGroupArn: string, ...instanceIds: readonly string[]): void {
    this.cloud.elb.registerTargets(
      targetGroupArn,
      instanceIds.map((id) => ({ id })),
    );
  }

  deregister(targetGroupArn: string, instanceId: string): void {
    this.cloud.elb.deregisterTargets(targetGroupArn, [{ id: instanceId }]);
  }

  /** `state` or `state reason` of every listed target. */
  health(targetGroupArn: string): readonly string[] {
    return this.cloud.elb
      .describeTargetHealth(targetGroupArn)
      .map(({ health }) => [health.state, health.reason].filter((word) => word !== undefined).join(' '));
  }

  routable(targetGroupArn: string): readonly string[] {
    return this.cloud.elb.routableTargets(targetGroupArn);
  }

  eventsOf(detailType: string): readonly CloudEvent[] {
    return this.events.filter((event) => event['detail-type'] === detailType);
  }
}

/** A pair behind a load balancer, first active and second standby, long enough for everything to have settled. */
export const steadyPair = (
  timing: Partial<CloudTiming> = {},
  groupSpec: Partial<TargetGroupSpec> = {},
): { readonly rig: Rig; readonly group: string } => {
  const rig = new Rig(timing);
  rig.launch(FIRST);
  rig.launch(SECOND);
  rig.answer(FIRST, 200);
  rig.answer(SECOND, 503);
  const group = rig.targetGroup(groupSpec);
  rig.loadBalancer(group);
  rig.register(group, FIRST, SECOND);
  rig.seconds(1_800);
  return { rig, group };
};

/** The AWS code of the error that `call` throws. */
export const refusalOf = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return 'no refusal';
};
