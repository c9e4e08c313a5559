import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, describe, expect, it } from 'vitest';
import { callCounts, resetAws, sampleAudit, seenOf, unreadOf } from './fake-aws.ts';
import { elb } from './fake-balancing.ts';
import { balancerArn, idsOf, samplePair, samplePairs } from './sample-pairs.ts';

beforeEach(resetAws);

const BALANCER = balancerArn(0);

describe('what AWS says of a pair', () => {
  it('is told in full, by ARN and id', async () => {
    const pair = samplePair(0);
    const [first, second] = idsOf(pair);
    const read = <T>(value: T) => ({ kind: 'read', value });
    const inBoth = <T>(value: T) => Object.fromEntries(pair.targetGroups.map((arn) => [arn, read(value)]));
    const ofBoth = <T>(value: T) => ({ [first]: read(value), [second]: read(value) });
    const group = (id: string) =>
      read({
        name: `name of ${id}`,
        ingress: [{ protocol: '-1', cidrs: [], groups: [id], prefixLists: [] }],
      });
    expect(await seenOf(pair)).toStrictEqual({
      targetGroups: inBoth({
        healthCheckProtocol: 'HTTP',
        healthCheckPort: '8444',
        healthCheckPath: '/',
        healthCheckIntervalSeconds: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
        matcher: '200',
        targetType: 'instance',
        port: 443,
        loadBalancerArns: [BALANCER],
      }),
      targets: inBoth([
        { id: first, port: 443, state: 'healthy' },
        { id: second, port: 443, state: 'unhealthy', reason: 'Target.ResponseCodeMismatch' },
      ]),
      targetGroupAttributes: inBoth({
        'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
      }),
      loadBalancers: {
        [BALANCER]: read({
          name: 'lm-0',
          type: 'network',
          state: 'active',
          scheme: 'internet-facing',
          zones: [
            { zone: 'eu-west-1a', subnetId: 'subnet-0a', elasticIp: true },
            { zone: 'eu-west-1b', subnetId: 'subnet-0b', elasticIp: false },
          ],
          securityGroups: ['sg-balancer-0'],
        }),
      },
      loadBalancerAttributes: { [BALANCER]: read({ 'load_balancing.cross_zone.enabled': 'false' }) },
      instances: ofBoth({
        state: 'running',
        spot: false,
        zone: 'eu-west-1a',
        subnetId: 'subnet-units',
        privateAddresses: ['10.0.1.5'],
        securityGroups: ['sg-units-0'],
      }),
      instanceHealth: ofBoth({ system: 'ok', instance: 'impaired', events: [] }),
      terminationProtection: {
        [first]: { kind: 'unread', code: 'not-asked' },
        [second]: { kind: 'unread', code: 'not-asked' },
      },
      autoScaling: ofBoth({
        groupName: 'group-0',
        terminateHooks: [
          { name: 'drain', heartbeatSeconds: 900, globalSeconds: 90_000, defaultResult: 'ABANDON' },
        ],
        retainsOnAbandon: true,
      }),
      securityGroups: { 'sg-units-0': group('sg-units-0'), 'sg-balancer-0': group('sg-balancer-0') },
      subnets: {
        'subnet-0a': read({ cidrs: ['10.0.1.0/24'] }),
        'subnet-0b': read({ cidrs: ['10.0.1.0/24'] }),
      },
    });
  });

  it('has protection only outside of Auto Scaling, and attributes only of a load balancer that decides', async () => {
    const pair = samplePair(1);
    const seen = await seenOf(pair);
    expect(Object.values(seen.autoScaling)).toEqual([
      { kind: 'read', value: 'none' },
      { kind: 'read', value: 'none' },
    ]);
    expect(Object.values(seen.terminationProtection)).toEqual([
      { kind: 'read', value: true },
      { kind: 'read', value: true },
    ]);
    expect(Object.values(seen.loadBalancerAttributes)).toEqual([{ kind: 'unread', code: 'not-asked' }]);
  });
});

describe('many pairs', () => {
  it('are asked of in bulk', async () => {
    const audit = sampleAudit();
    const seen = await audit.readAws(samplePairs(100));
    expect(seen.size).toBe(100);
    expect([...seen.values()].flatMap(unreadOf).filter((line) => !line.endsWith('not-asked'))).toEqual([]);
    expect(callCounts()).toEqual({
      DescribeTargetGroups: 10,
      DescribeTargetHealth: 200,
      DescribeTargetGroupAttributes: 200,
      DescribeLoadBalancers: 5,
      DescribeLoadBalancerAttributes: 25,
      DescribeInstances: 2,
      DescribeInstanceStatus: 2,
      DescribeInstanceAttribute: 100,
      DescribeSecurityGroups: 1,
      DescribeSubnets: 1,
      DescribeAutoScalingInstances: 4,
      DescribeAutoScalingGroups: 1,
      DescribeLifecycleHooks: 50,
    });
    expect(audit.readBudget.taken()).toBe(440);
    expect(audit.ec2Budget.taken()).toBe(106);
  });

  it('that share what they have are asked of once', async () => {
    const pair = samplePair(0);
    const seen = await sampleAudit().readAws([pair, { ...pair, id: 'twin' }]);
    expect(seen.get('twin')).toEqual(seen.get('pair-0'));
    expect(Math.max(...Object.values(callCounts()))).toBe(2);
    expect(callCounts()).toMatchObject({ DescribeTargetHealth: 2, DescribeLoadBalancerAttributes: 1 });
  });

  it('of which there is none are not asked of', async () => {
    expect((await sampleAudit().readAws([])).size).toBe(0);
    expect(callCounts()).toEqual({});
  });

  it('have at most ten calls to a service under way', async () => {
    let under = 0;
    let most = 0;
    elb.on(DescribeTargetHealthCommand).callsFake(async () => {
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setImmediate(resolve));
      under -= 1;
      return {};
    });
    await sampleAudit().readAws(samplePairs(30));
    expect(most).toBe(10);
  });
});
