import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type LoadBalancer,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, describe, expect, it } from 'vitest';
import { resetAws, seenOf } from './fake-aws.ts';
import { elb } from './fake-balancing.ts';
import { balancerArn, idsOf, samplePair } from './sample-pairs.ts';

/* How AWS's answers are taken, and what is made of those that lack something. */

beforeEach(resetAws);

const PAIR = samplePair(0);
const [FIRST] = idsOf(PAIR);
const [GROUP = ''] = PAIR.targetGroups;
const UNREAD = { kind: 'unread', code: 'aws-error' };
const read = <T>(value: T) => ({ kind: 'read', value });

describe('a target group', () => {
  const TCP_CHECK: TargetGroup = {
    TargetGroupArn: GROUP,
    HealthCheckProtocol: 'TCP',
    HealthCheckPort: 'traffic-port',
    HealthCheckIntervalSeconds: 30,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    TargetType: 'ip',
  };
  const seenAs = async (group: TargetGroup) => {
    elb.on(DescribeTargetGroupsCommand).resolves({ TargetGroups: [group] });
    return (await seenOf(PAIR)).targetGroups[GROUP];
  };

  it('has neither path nor codes where its health check has none', async () => {
    expect(await seenAs(TCP_CHECK)).toStrictEqual(
      read({
        healthCheckProtocol: 'TCP',
        healthCheckPort: 'traffic-port',
        healthCheckIntervalSeconds: 30,
        healthyThreshold: 5,
        unhealthyThreshold: 2,
        targetType: 'ip',
        loadBalancerArns: [],
      }),
    );
  });

  it.each([
    'HealthCheckProtocol',
    'HealthCheckPort',
    'HealthCheckIntervalSeconds',
    'HealthyThresholdCount',
    'UnhealthyThresholdCount',
    'TargetType',
  ] as const)('is unread without its %s', async (field) => {
    expect(await seenAs({ ...TCP_CHECK, [field]: undefined })).toEqual(UNREAD);
  });

  it('has every target on every port, and states of tomorrow as unavailable', async () => {
    elb.on(DescribeTargetHealthCommand).resolves({
      TargetHealthDescriptions: [
        { Target: { Id: FIRST, Port: 443 }, TargetHealth: { State: 'healthy' } },
        { Target: { Id: FIRST, Port: 8443 }, TargetHealth: { State: 'paused' as 'healthy' } },
        { Target: { Id: '10.0.1.5' }, TargetHealth: { State: 'unused', Reason: 'Target.NotInUse' } },
      ],
    });
    expect((await seenOf(PAIR)).targets[GROUP]).toStrictEqual(
      read([
        { id: FIRST, port: 443, state: 'healthy' },
        { id: FIRST, port: 8443, state: 'unavailable' },
        { id: '10.0.1.5', state: 'unused', reason: 'Target.NotInUse' },
      ]),
    );
  });

  it('is unread with a target that has no id', async () => {
    elb
      .on(DescribeTargetHealthCommand)
      .resolves({ TargetHealthDescriptions: [{ TargetHealth: { State: 'healthy' } }] });
    expect((await seenOf(PAIR)).targets[GROUP]).toEqual(UNREAD);
  });

  it('has attributes of whatever name', async () => {
    const Attributes = [
      { Key: '__proto__', Value: 'a' },
      { Key: 'toString', Value: 'b' },
      { Key: 'valueless' },
    ];
    elb.on(DescribeTargetGroupAttributesCommand).resolves({ Attributes });
    const attributes = (await seenOf(PAIR)).targetGroupAttributes[GROUP];
    expect(attributes?.kind === 'read' && Object.entries(attributes.value)).toEqual([
      ['__proto__', 'a'],
      ['toString', 'b'],
    ]);
  });
});

describe('a load balancer', () => {
  const ARN = balancerArn(0);
  const BALANCER: LoadBalancer = {
    LoadBalancerArn: ARN,
    LoadBalancerName: 'lm-0',
    Type: 'network',
    State: { Code: 'provisioning' },
    Scheme: 'internal',
  };
  const seenAs = async (balancer: LoadBalancer) => {
    elb.on(DescribeLoadBalancersCommand).resolves({ LoadBalancers: [balancer] });
    return (await seenOf(PAIR)).loadBalancers[ARN];
  };

  it('may be without security groups', async () => {
    const seen = { name: 'lm-0', type: 'network', state: 'provisioning', scheme: 'internal' };
    expect(await seenAs(BALANCER)).toStrictEqual(read({ ...seen, zones: [], securityGroups: [] }));
  });

  it.each([
    { what: 'state', less: { State: {} } },
    { what: 'scheme', less: { Scheme: undefined } },
    { what: 'zone’s subnet', less: { AvailabilityZones: [{ ZoneName: 'eu-west-1a' }] } },
  ])('is unread without its $what', async ({ less }) => {
    expect(await seenAs({ ...BALANCER, ...less })).toEqual(UNREAD);
  });
});
