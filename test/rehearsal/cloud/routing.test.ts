import { describe, expect, it } from 'vitest';
import type { TargetGroupSpec } from '#rehearsal/cloud/elb/types.ts';
import { FIRST, Rig, SECOND, steadyPair } from './rig.ts';

const secondsUntilNotRoutable = (rig: Rig, group: string, instanceId: string): number => {
  const from = rig.elapsedMs;
  while (rig.routable(group).includes(instanceId)) rig.scheduler.advance(100);
  return (rig.elapsedMs - from) / 1_000;
};

/** 10 s from the moment the fault begins: the phase of the checks is not known to the test. */
const ONE_INTERVAL = 10;

describe('when new connections stop', () => {
  it('after failing health: the threshold, then the propagation', () => {
    const { rig, group } = steadyPair();
    rig.answer(SECOND, 200);
    rig.seconds(300);
    rig.answer(FIRST, 503);
    const seconds = secondsUntilNotRoutable(rig, group, FIRST);
    expect(seconds).toBeGreaterThan(20 + 35 - ONE_INTERVAL - 0.2);
    expect(seconds).toBeLessThanOrEqual(20 + 35 + 0.2);
  });

  it.each(['0', '30', '300'])('after a bare deregistration with delay %s: 120 s', (delay) => {
    const { rig, group } = steadyPair({}, { attributes: { 'deregistration_delay.timeout_seconds': delay } });
    rig.answer(SECOND, 200);
    rig.seconds(300);
    rig.deregister(group, FIRST);
    expect(secondsUntilNotRoutable(rig, group, FIRST)).toBeCloseTo(120, 0);
    expect(rig.routable(group)).toEqual([SECOND]);
  });

  it('after failing health first and deregistering then: nothing is left to wait for', () => {
    const { rig, group } = steadyPair();
    rig.answer(SECOND, 200);
    rig.answer(FIRST, 503);
    rig.seconds(120);
    rig.deregister(group, FIRST);
    expect(rig.routable(group)).toEqual([SECOND]);
  });

  it('the delays can be set', () => {
    const { rig, group } = steadyPair({ deregistrationToRoutingMs: 7_000, healthToRoutingMs: 0 });
    rig.answer(SECOND, 200);
    rig.seconds(25);
    expect(rig.routable(group)).toEqual([FIRST, SECOND]);
    rig.deregister(group, FIRST);
    expect(secondsUntilNotRoutable(rig, group, FIRST)).toBeCloseTo(7, 0);
  });

  it('a new target gets connections only when it is healthy and that has been spread', () => {
    const { rig, group } = steadyPair();
    const third = 'i-0aaaaaaaaaaaaaaa3';
    rig.launch(third, { privateIpAddress: '10.0.2.11' });
    rig.answer(third, 200);
    rig.register(group, third);
    rig.seconds(90 + 34);
    expect(rig.routable(group)).toEqual([FIRST]);
    rig.seconds(12);
    expect(rig.routable(group)).toEqual([FIRST, third]);
  });
});

describe('fail-open', () => {
  const routing = (count: string, percentage: string): Partial<TargetGroupSpec> => ({
    attributes: {
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': count,
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': percentage,
    },
  });

  it.each([
    { first: 200, second: 503, count: '1', percentage: 'off', routable: [FIRST] },
    { first: 503, second: 200, count: '1', percentage: 'off', routable: [SECOND] },
    { first: 200, second: 200, count: '1', percentage: 'off', routable: [FIRST, SECOND] },
    { first: 503, second: 503, count: '1', percentage: 'off', routable: [FIRST, SECOND] },
    { first: 'refused', second: 'timeout', count: '1', percentage: 'off', routable: [FIRST, SECOND] },
    { first: 200, second: 503, count: '2', percentage: 'off', routable: [FIRST, SECOND] },
    { first: 200, second: 503, count: '1', percentage: '51', routable: [FIRST, SECOND] },
    { first: 200, second: 503, count: '1', percentage: '50', routable: [FIRST] },
  ] as const)('first $first, second $second, minimum $count / $percentage %: $routable', (row) => {
    const { rig, group } = steadyPair({}, routing(row.count, row.percentage));
    rig.answer(FIRST, row.first);
    rig.answer(SECOND, row.second);
    rig.seconds(300);
    expect(rig.routable(group)).toEqual(row.routable);
  });

  it('does not reach targets that are gone, and with none registered nothing is routable', () => {
    const { rig, group } = steadyPair();
    rig.answer(FIRST, 'timeout');
    rig.cloud.ec2.terminate([FIRST]);
    rig.seconds(300);
    expect(rig.routable(group)).toEqual([SECOND]);
    rig.deregister(group, SECOND);
    rig.seconds(120);
    expect(rig.routable(group)).toEqual([]);
  });

  it('ends with the last listener, for draining targets too', () => {
    const { rig, group } = steadyPair();
    rig.deregister(group, FIRST);
    expect(rig.routable(group)).toEqual([FIRST]);
    const [loadBalancer] = rig.cloud.elb.describeLoadBalancers();
    for (const listener of rig.cloud.elb.describeListeners(loadBalancer?.loadBalancerArn ?? '')) {
      rig.cloud.elb.deleteListener(listener.listenerArn);
    }
    expect(rig.routable(group)).toEqual([]);
  });

  it('follows the attribute at once', () => {
    const { rig, group } = steadyPair();
    rig.cloud.elb.modifyTargetGroupAttributes(group, routing('2', 'off').attributes ?? {});
    expect(rig.routable(group)).toEqual([FIRST, SECOND]);
  });
});

describe('figures', () => {
  it('tells of every change of routing until told to stop', () => {
    const { rig } = steadyPair();
    const seen: string[] = [];
    const end = rig.cloud.elb.onRoutingChange(({ routable, healthy, failOpen }) => {
      seen.push(`${routable.length} ${healthy} ${failOpen}`);
    });
    rig.answer(FIRST, 503);
    rig.seconds(300);
    rig.answer(SECOND, 200);
    rig.seconds(300);
    expect(seen).toEqual(['2 0 true', '1 1 false']);
    end();
    rig.answer(FIRST, 200);
    rig.seconds(300);
    expect(seen).toHaveLength(2);
  });

  it('counts the time without a healthy target while the group is in use', () => {
    const rig = new Rig();
    rig.launch(FIRST);
    rig.answer(FIRST, 200);
    const group = rig.targetGroup();
    rig.register(group, FIRST);
    const without = (): number => rig.cloud.elb.withoutHealthyTargetMs(group);
    rig.seconds(500);
    expect(without()).toBe(0);
    rig.loadBalancer(group);
    rig.seconds(90);
    expect(without()).toBe(90_000);
    rig.seconds(10);
    const untilServed = without();
    expect(untilServed).toBeLessThan(100_000);
    rig.seconds(500);
    expect(without()).toBe(untilServed);
    rig.deregister(group, FIRST);
    rig.seconds(60);
    expect(without()).toBe(untilServed + 60_000);
  });
});
