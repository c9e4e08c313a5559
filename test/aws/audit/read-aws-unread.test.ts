import {
  DescribeAutoScalingGroupsCommand,
  DescribeLifecycleHooksCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DescribeInstanceAttributeCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, describe, expect, it } from 'vitest';
import { callCounts, resetAws, sampleAudit, seenOf, unreadOf } from './fake-aws.ts';
import { elb } from './fake-balancing.ts';
import { autoScaling, ec2 } from './fake-compute.ts';
import { failure, gone } from './limits.ts';
import { balancerArn, idsOf, samplePair, samplePairs } from './sample-pairs.ts';

beforeEach(resetAws);

const BALANCER = balancerArn(0);

describe('what is gone', () => {
  it('is one target group among many, and the others are read with few calls more', async () => {
    const pairs = samplePairs(100);
    const pair = samplePair(37);
    const [deleted = '', other = ''] = pair.targetGroups;
    gone.add(deleted);
    const seen = await sampleAudit().readAws(pairs);
    const own = seen.get(pair.id);
    const notFound = { kind: 'unread', code: 'target-group-not-found' };
    expect(own?.targetGroups[deleted]).toEqual(notFound);
    expect(own?.targets[deleted]).toEqual(notFound);
    expect(own?.targetGroupAttributes[deleted]).toEqual(notFound);
    expect(own?.targetGroups[other]).toMatchObject({ kind: 'read' });
    const others = [...seen].filter(([id]) => id !== pair.id).flatMap(([, each]) => unreadOf(each));
    expect(others.filter((line) => !line.endsWith('not-asked'))).toEqual([]);
    // 20 ARNs in halves: 10, 5, 3 or 2, 2 or 1, and 1, each with its other half.
    expect(callCounts().DescribeTargetGroups).toBeLessThanOrEqual(10 + 2 * 5);
    expect(callCounts().DescribeTargetHealth).toBe(200);
  });

  it('is every target group of a call', async () => {
    const pairs = samplePairs(10);
    for (const arn of pairs.flatMap(({ targetGroups }) => targetGroups)) gone.add(arn);
    const seen = await sampleAudit().readAws(pairs);
    const groups = [...seen.values()].flatMap(({ targetGroups }) => Object.values(targetGroups));
    expect(groups).toEqual(Array(20).fill({ kind: 'unread', code: 'target-group-not-found' }));
    expect(callCounts().DescribeLoadBalancers).toBeUndefined();
  });

  it('is a load balancer that was deleted meanwhile', async () => {
    gone.add(BALANCER);
    const pairs = samplePairs(20);
    const seen = await sampleAudit().readAws(pairs);
    expect(seen.get('pair-0')?.loadBalancers).toEqual({ [BALANCER]: { kind: 'unread', code: 'aws-error' } });
    expect(seen.get('pair-0')?.subnets).toEqual({});
    expect(Object.values(seen.get('pair-1')?.loadBalancers ?? {})).toMatchObject([{ kind: 'read' }]);
  });

  it('is an instance that EC2 has forgotten: neither it nor the others cost calls for status', async () => {
    const pairs = samplePairs(60);
    const pair = samplePair(1);
    const [forgotten, other] = idsOf(pair);
    gone.add(forgotten);
    const seen = (await sampleAudit().readAws(pairs)).get(pair.id);
    const unread = { kind: 'unread', code: 'aws-error' };
    expect(seen?.instances[forgotten]).toEqual(unread);
    expect(seen?.instanceHealth[forgotten]).toEqual(unread);
    expect(seen?.terminationProtection[forgotten]).toEqual(unread);
    expect(seen?.instances[other]).toMatchObject({ kind: 'read' });
    expect(seen?.instanceHealth[other]).toMatchObject({ kind: 'read' });
    expect(callCounts().DescribeInstanceStatus).toBe(2);
    expect(ec2.commandCalls(DescribeInstanceStatusCommand)[0]?.args[0].input.InstanceIds).toHaveLength(100);
  });

  it('is an instance that is forgotten between two calls', async () => {
    const pairs = samplePairs(2);
    const [forgotten, other] = idsOf(samplePair(1));
    ec2.on(DescribeInstanceStatusCommand).callsFake(({ InstanceIds }) => {
      if (InstanceIds.includes(forgotten)) throw failure('InvalidInstanceID.NotFound');
      const ok = { Status: 'ok' };
      return {
        InstanceStatuses: InstanceIds.map((InstanceId: string) => ({
          InstanceId,
          SystemStatus: ok,
          InstanceStatus: ok,
        })),
      };
    });
    const seen = (await sampleAudit().readAws(pairs)).get('pair-1');
    expect(seen?.instanceHealth).toEqual({
      [forgotten]: { kind: 'unread', code: 'aws-error' },
      [other]: { kind: 'read', value: { system: 'ok', instance: 'ok', events: [] } },
    });
  });

  it('is a security group', async () => {
    gone.add('sg-units-0');
    const seen = await seenOf(samplePair(0), samplePairs(3));
    expect(seen.securityGroups['sg-units-0']).toEqual({ kind: 'unread', code: 'aws-error' });
    expect(seen.securityGroups['sg-balancer-0']).toMatchObject({ kind: 'read' });
  });

  it('is an Auto Scaling group', async () => {
    autoScaling.on(DescribeAutoScalingGroupsCommand).resolves({});
    const seen = await seenOf(samplePair(0));
    expect(Object.values(seen.autoScaling)).toEqual(Array(2).fill({ kind: 'unread', code: 'aws-error' }));
    expect(Object.values(seen.terminationProtection)).toEqual(
      Array(2).fill({ kind: 'unread', code: 'not-asked' }),
    );
  });
});

describe('what does not answer', () => {
  it.each([
    { error: 'ThrottlingException', code: 'throttled' },
    { error: 'RequestLimitExceeded', code: 'throttled' },
    { error: 'AccessDenied', code: 'aws-error' },
    { error: 'TimeoutError', code: 'aws-error' },
  ])('is unread with $code after $error, and what depends on it is not made up', async ({ error, code }) => {
    elb.reset().onAnyCommand().rejects(failure(error));
    ec2.reset().onAnyCommand().rejects(failure(error));
    autoScaling.reset().onAnyCommand().rejects(failure(error));
    const pair = samplePair(1);
    const [first, second] = idsOf(pair);
    const seen = await seenOf(pair);
    const unread = { kind: 'unread', code };
    const inBoth = Object.fromEntries(pair.targetGroups.map((arn) => [arn, unread]));
    const ofBoth = { [first]: unread, [second]: unread };
    const notAsked = { kind: 'unread', code: 'not-asked' };
    expect(seen).toEqual({
      targetGroups: inBoth,
      targets: inBoth,
      targetGroupAttributes: inBoth,
      loadBalancers: {},
      loadBalancerAttributes: {},
      instances: ofBoth,
      instanceHealth: ofBoth,
      terminationProtection: { [first]: notAsked, [second]: notAsked },
      autoScaling: ofBoth,
      securityGroups: {},
      subnets: {},
    });
    expect(callCounts().DescribeTargetGroups).toBe(1);
  });

  it.each([
    { part: 'targetGroups', call: () => elb.on(DescribeTargetGroupsCommand) },
    { part: 'loadBalancers', call: () => elb.on(DescribeLoadBalancersCommand) },
    { part: 'instances', call: () => ec2.on(DescribeInstancesCommand) },
    { part: 'instanceHealth', call: () => ec2.on(DescribeInstanceStatusCommand) },
    { part: 'terminationProtection', call: () => ec2.on(DescribeInstanceAttributeCommand) },
    { part: 'securityGroups', call: () => ec2.on(DescribeSecurityGroupsCommand) },
    { part: 'autoScaling', call: () => autoScaling.on(DescribeLifecycleHooksCommand) },
  ])('throttled, leaves only $part unread, and what is reached through it', async ({ part, call }) => {
    call().rejects(failure('Throttling'));
    const seen = await seenOf(samplePair(part === 'autoScaling' ? 0 : 1));
    const throttled = unreadOf(seen).filter((line) => line.endsWith(' throttled'));
    expect(throttled.length).toBeGreaterThan(0);
    const through = part === 'instances' ? ['instances', 'instanceHealth'] : [part];
    expect(new Set(throttled.map((line) => line.split(' ', 1)[0]))).toEqual(new Set(through));
  });

  it('is passed on where it is a bug of ours', async () => {
    ec2.on(DescribeSecurityGroupsCommand).rejects(new TypeError('x is not a function'));
    await expect(sampleAudit().readAws([samplePair(0)])).rejects.toThrow(TypeError);
  });
});
