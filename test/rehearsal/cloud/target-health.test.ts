import { describe, expect, it } from 'vitest';
import type { TargetGroupSpec } from '#rehearsal/cloud/elb/types.ts';
import { FIRST, MANUAL_CHECK, Rig, SECOND, steadyPair } from './rig.ts';

const checkedEvery = (
  intervalSeconds: number,
  healthyThreshold: number,
  unhealthyThreshold: number,
): Partial<TargetGroupSpec> => ({
  healthCheck: {
    ...MANUAL_CHECK,
    intervalSeconds,
    timeoutSeconds: Math.min(6, intervalSeconds),
    healthyThreshold,
    unhealthyThreshold,
  },
});

/** Steps to the moment of the next health check of the instance, which has then happened. */
const toNextCheckOf = (rig: Rig, address: string): void => {
  const isOfIt = (check: { readonly url: string } | undefined): boolean =>
    check?.url.includes(address) ?? false;
  const before = rig.checks.length;
  while (rig.checks.length === before || !isOfIt(rig.checks.at(-1))) rig.scheduler.advance(1);
};

/** Seconds until the first target's state is `state`. */
const secondsUntil = (rig: Rig, group: string, state: string): number => {
  const from = rig.elapsedMs;
  while (!rig.health(group)[0]?.startsWith(state)) rig.scheduler.advance(100);
  return (rig.elapsedMs - from) / 1_000;
};

describe('interval times threshold', () => {
  // LoadMaster HA for AWS, section 4: 20 s with 4 failures and 10 successes; section 6.1: 10 s and 2.
  it.each([
    { interval: 20, healthy: 10, unhealthy: 4, secondsOut: 80, secondsIn: 200 },
    { interval: 10, healthy: 2, unhealthy: 2, secondsOut: 20, secondsIn: 20 },
    { interval: 5, healthy: 2, unhealthy: 2, secondsOut: 10, secondsIn: 10 },
    { interval: 30, healthy: 5, unhealthy: 2, secondsOut: 60, secondsIn: 150 },
  ])('$interval s: out after $unhealthy in $secondsOut s, in after $healthy in $secondsIn s', (row) => {
    const { rig, group } = steadyPair({}, checkedEvery(row.interval, row.healthy, row.unhealthy));
    toNextCheckOf(rig, '10.0.1.10');
    rig.answer(FIRST, 503);
    expect(secondsUntil(rig, group, 'unhealthy')).toBeCloseTo(row.secondsOut, 0);
    rig.answer(FIRST, 200);
    expect(secondsUntil(rig, group, 'healthy')).toBeCloseTo(row.secondsIn, 0);
  });

  it('counts only consecutive answers', () => {
    const { rig, group } = steadyPair({}, checkedEvery(10, 3, 3));
    for (let round = 0; round < 10; round += 1) {
      rig.answer(FIRST, 503);
      toNextCheckOf(rig, '10.0.1.10');
      toNextCheckOf(rig, '10.0.1.10');
      rig.answer(FIRST, 200);
      toNextCheckOf(rig, '10.0.1.10');
    }
    expect(rig.health(group)[0]).toBe('healthy');
  });

  it('checks each target every interval on its own phase', () => {
    const { rig } = steadyPair();
    const phases = ['10.0.1.10', '10.0.2.10'].map((address) => {
      const times = rig.checks.filter(({ url }) => url === `http://${address}:8444/`).map(({ at }) => at);
      const gaps = new Set(times.slice(1).map((at, index) => Math.round(at - (times[index] ?? 0))));
      expect([...gaps]).toEqual([10_000]);
      return (times[0] ?? 0) % 10_000;
    });
    expect(phases[0]).not.toBe(phases[1]);
  });

  it('hears no answer to a check from before the instance was stopped', () => {
    const { rig, group } = steadyPair();
    rig.answer(FIRST, 'later');
    rig.seconds(10);
    rig.cloud.ec2.stop([FIRST]);
    rig.seconds(20);
    rig.cloud.ec2.start([FIRST]);
    rig.seconds(90);
    for (const answer of rig.unanswered) answer({ kind: 'status', status: 200 });
    expect(rig.health(group)[0]).toBe('initial Elb.InitialHealthChecking');
  });

  it('takes changed settings with the next check', () => {
    const { rig, group } = steadyPair();
    rig.cloud.elb.modifyTargetGroup(group, { matcher: '200-599' });
    rig.seconds(30);
    expect(rig.health(group)).toEqual(['healthy', 'healthy']);
    rig.cloud.elb.modifyTargetGroup(group, { matcher: '200,204', unhealthyThreshold: 3 });
    rig.seconds(40);
    expect(rig.health(group)).toEqual(['healthy', 'unhealthy Target.FailedHealthChecks']);
  });
});

describe('the seven states', () => {
  it('initial: registration, then the first checks; one success is enough, failures need the threshold', () => {
    const rig = new Rig();
    rig.launch(FIRST);
    rig.launch(SECOND);
    rig.answer(FIRST, 200);
    rig.answer(SECOND, 503);
    const group = rig.targetGroup({ healthCheck: { ...MANUAL_CHECK, unhealthyThreshold: 4 } });
    rig.loadBalancer(group);
    rig.register(group, FIRST, SECOND);
    rig.seconds(89);
    expect(rig.health(group)).toEqual([
      'initial Elb.RegistrationInProgress',
      'initial Elb.RegistrationInProgress',
    ]);
    expect(rig.checks).toEqual([]);
    rig.seconds(11);
    expect(rig.health(group)).toEqual(['healthy', 'initial Elb.InitialHealthChecking']);
    rig.seconds(30);
    expect(rig.health(group)[1]).toBe('unhealthy Target.FailedHealthChecks');
  });

  it('unused: no listener, then in use, then out of use again', () => {
    const rig = new Rig();
    rig.launch(FIRST);
    rig.answer(FIRST, 200);
    const group = rig.targetGroup();
    rig.register(group, FIRST);
    rig.seconds(300);
    expect(rig.health(group)).toEqual(['unused Target.NotInUse']);
    expect(rig.checks).toEqual([]);
    const [listener] = rig.cloud.elb.describeListeners(rig.loadBalancer(group));
    rig.seconds(300);
    expect(rig.health(group)).toEqual(['healthy']);
    rig.cloud.elb.deleteListener(listener?.listenerArn ?? '');
    const checked = rig.checks.length;
    rig.seconds(300);
    expect(rig.health(group)).toEqual(['unused Target.NotInUse']);
    expect(rig.routable(group)).toEqual([]);
    expect(rig.checks).toHaveLength(checked);
  });

  it('unused: a zone the load balancer is not in', () => {
    const rig = new Rig();
    rig.launch(FIRST);
    rig.launch(SECOND);
    const group = rig.targetGroup();
    rig.loadBalancer(group, ['eu-west-1b']);
    rig.register(group, FIRST, SECOND);
    rig.seconds(300);
    expect(rig.health(group)).toEqual(['unused Target.NotInUse', 'unhealthy Target.FailedHealthChecks']);
    expect(rig.routable(group)).toEqual([SECOND]);
  });

  it('unused: asked for by name and not registered', () => {
    const { rig, group } = steadyPair();
    const [stranger] = rig.cloud.elb.describeTargetHealth(group, [{ id: 'i-0aaaaaaaaaaaaaaa9' }]);
    expect(stranger).toEqual({
      target: { id: 'i-0aaaaaaaaaaaaaaa9', port: 443 },
      healthCheckPort: '8444',
      health: {
        state: 'unused',
        reason: 'Target.NotRegistered',
        description: 'Target is not registered to the target group',
      },
    });
  });

  it('unused: stopped; initial again once it runs', () => {
    const { rig, group } = steadyPair();
    rig.cloud.ec2.stop([FIRST]);
    rig.answer(FIRST, 'timeout');
    rig.seconds(19);
    expect(rig.health(group)[0]).not.toContain('unused');
    rig.seconds(1);
    expect(rig.cloud.elb.describeTargetHealth(group)[0]?.health).toEqual({
      state: 'unused',
      reason: 'Target.InvalidState',
      description: 'Target is in the stopped state',
    });
    rig.cloud.ec2.start([FIRST]);
    rig.answer(FIRST, 200);
    expect(rig.health(group)[0]).toBe('initial Elb.RegistrationInProgress');
    rig.seconds(120);
    expect(rig.health(group)[0]).toBe('healthy');
  });

  it('unused: terminated, and after a while taken out', () => {
    const { rig, group } = steadyPair();
    rig.cloud.ec2.terminate([FIRST]);
    rig.seconds(20);
    expect(rig.health(group)[0]).toBe('unused Target.InvalidState');
    rig.seconds(300);
    expect(rig.cloud.elb.describeTargetHealth(group).map(({ target }) => target.id)).toEqual([SECOND]);
  });

  it('unhealthy.draining for as long as the attribute says', () => {
    const { rig, group } = steadyPair();
    rig.cloud.elb.modifyTargetGroupAttributes(group, {
      'target_health_state.unhealthy.connection_termination.enabled': 'false',
      'target_health_state.unhealthy.draining_interval_seconds': '120',
    });
    toNextCheckOf(rig, '10.0.1.10');
    rig.answer(FIRST, 503);
    rig.seconds(20);
    expect(rig.health(group)[0]).toBe('unhealthy.draining Target.FailedHealthChecks');
    rig.seconds(119);
    expect(rig.health(group)[0]).toBe('unhealthy.draining Target.FailedHealthChecks');
    rig.seconds(1);
    expect(rig.health(group)[0]).toBe('unhealthy Target.FailedHealthChecks');
  });

  it('unhealthy.draining for the whole interval again when health came back in between', () => {
    const { rig, group } = steadyPair();
    rig.cloud.elb.modifyTargetGroupAttributes(group, {
      'target_health_state.unhealthy.connection_termination.enabled': 'false',
      'target_health_state.unhealthy.draining_interval_seconds': '120',
    });
    toNextCheckOf(rig, '10.0.1.10');
    for (const answer of [503, 200, 503]) {
      rig.answer(FIRST, answer);
      rig.seconds(20);
    }
    rig.seconds(119);
    expect(rig.health(group)[0]).toBe('unhealthy.draining Target.FailedHealthChecks');
    rig.seconds(1);
    expect(rig.health(group)[0]).toBe('unhealthy Target.FailedHealthChecks');
  });

  it('draining, whatever becomes of the instance meanwhile', () => {
    const { rig, group } = steadyPair();
    rig.deregister(group, FIRST);
    rig.cloud.ec2.terminate([FIRST]);
    rig.seconds(299);
    expect(rig.health(group)[0]).toBe('draining Target.DeregistrationInProgress');
  });

  it('draining for the deregistration delay, then no longer listed', () => {
    const { rig, group } = steadyPair({}, { attributes: { 'deregistration_delay.timeout_seconds': '60' } });
    rig.deregister(group, FIRST);
    expect(rig.health(group)[0]).toBe('draining Target.DeregistrationInProgress');
    rig.seconds(59);
    expect(rig.health(group)[0]).toBe('draining Target.DeregistrationInProgress');
    rig.seconds(1);
    expect(rig.health(group)).toEqual(['unhealthy Target.FailedHealthChecks']);
  });

  it.each(['Target.HealthCheckDisabled', 'Elb.InternalError'] as const)(
    'unavailable: %s, while routing goes on',
    (reason) => {
      const { rig, group } = steadyPair();
      rig.cloud.elb.setHealthUnavailable(group, reason);
      expect(rig.health(group)).toEqual([`unavailable ${reason}`, `unavailable ${reason}`]);
      expect(rig.routable(group)).toEqual([FIRST]);
      rig.cloud.elb.setHealthUnavailable(group, undefined);
      expect(rig.health(group)[0]).toBe('healthy');
    },
  );
});
