import {
  AuthorizeSecurityGroupIngressCommand,
  EC2Client,
  ModifyInstanceAttributeCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeAwsSettings } from '#aws/audit/settings.ts';
import type { HealthCheckChange, Ingress } from '#domain/pair/action.ts';
import { failure } from './limits.ts';

const elb = mockClient(ElasticLoadBalancingV2Client);
const ec2 = mockClient(EC2Client);
const settings = makeAwsSettings({
  elb: new ElasticLoadBalancingV2Client({ region: 'eu-west-1' }),
  ec2: new EC2Client({ region: 'eu-west-1' }),
});

beforeEach(() => {
  elb.reset();
  ec2.reset();
  ec2.onAnyCommand().resolves({});
});

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/lm-a/0000000000000001';
const DONE = { kind: 'done' };
const NOT_TAKEN = { kind: 'failed', code: 'not-taken' };

describe('setting a health check', () => {
  const ALL: HealthCheckChange = {
    protocol: 'HTTP',
    port: 8444,
    path: '/',
    intervalSeconds: 10,
    healthyThreshold: 2,
    unhealthyThreshold: 3,
    matcher: '200',
  };
  const SENT = {
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: '8444',
    HealthCheckPath: '/',
    HealthCheckIntervalSeconds: 10,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 3,
    Matcher: { HttpCode: '200' },
  } as const;
  const told = (told: object) => elb.on(ModifyTargetGroupCommand).resolves({ TargetGroups: [told] });

  it('sends what is to change, and is done once AWS says that it is so', async () => {
    told({ ...SENT, TargetGroupArn: ARN, HealthCheckTimeoutSeconds: 6 });
    expect(await settings.setHealthCheck(ARN, ALL)).toEqual(DONE);
    expect(elb.calls()[0]?.args[0].input).toStrictEqual({ TargetGroupArn: ARN, ...SENT });
  });

  it('leaves alone what is not to change', async () => {
    told({ ...SENT, Matcher: { HttpCode: '200' } });
    expect(await settings.setHealthCheck(ARN, { matcher: '200' })).toEqual(DONE);
    expect(elb.calls()[0]?.args[0].input).toStrictEqual({
      TargetGroupArn: ARN,
      Matcher: { HttpCode: '200' },
    });
  });

  it.each([
    { what: 'port', answer: { HealthCheckPort: 'traffic-port' } },
    { what: 'matcher', answer: { Matcher: { HttpCode: '200-399' } } },
    { what: 'matcher at all', answer: { Matcher: undefined } },
  ])('has not taken where AWS answers with another $what', async ({ answer }) => {
    told({ ...SENT, ...answer });
    expect(await settings.setHealthCheck(ARN, ALL)).toEqual(NOT_TAKEN);
  });

  it('has not taken where AWS answers with no target group', async () => {
    elb.on(ModifyTargetGroupCommand).resolves({});
    expect(await settings.setHealthCheck(ARN, ALL)).toEqual(NOT_TAKEN);
  });
});

describe('setting target group attributes', () => {
  const WANTED = { 'deregistration_delay.timeout_seconds': '60', 'stickiness.enabled': 'false' };
  const answers = (told: Readonly<Record<string, string>>) =>
    elb.on(ModifyTargetGroupAttributesCommand).resolves({
      Attributes: Object.entries(told).map(([Key, Value]) => ({ Key, Value })),
    });

  it('sends them by key, and is done once AWS says that they are so', async () => {
    answers({ ...WANTED, 'proxy_protocol_v2.enabled': 'true' });
    expect(await settings.setTargetGroupAttributes(ARN, WANTED)).toEqual(DONE);
    expect(elb.calls()[0]?.args[0].input).toEqual({
      TargetGroupArn: ARN,
      Attributes: [
        { Key: 'deregistration_delay.timeout_seconds', Value: '60' },
        { Key: 'stickiness.enabled', Value: 'false' },
      ],
    });
  });

  it('has not taken where AWS answers with another value', async () => {
    answers({ ...WANTED, 'deregistration_delay.timeout_seconds': '300' });
    expect(await settings.setTargetGroupAttributes(ARN, WANTED)).toEqual(NOT_TAKEN);
  });
});

it('protects an instance against termination', async () => {
  expect(await settings.protectInstance('i-1')).toEqual(DONE);
  expect(ec2.commandCalls(ModifyInstanceAttributeCommand)[0]?.args[0].input).toEqual({
    InstanceId: 'i-1',
    DisableApiTermination: { Value: true },
  });
});

describe('ingress', () => {
  const HEALTH: Ingress = { protocol: 'tcp', fromPort: 8444, toPort: 8444, from: { cidr: '10.0.1.0/24' } };
  const PORTS = { IpProtocol: 'tcp', FromPort: 8444, ToPort: 8444 };

  it.each([
    { from: { cidr: '10.0.1.0/24' }, sent: { IpRanges: [{ CidrIp: '10.0.1.0/24' }] } },
    { from: { cidr: '2001:db8::/32' }, sent: { Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] } },
    { from: { group: 'sg-2' }, sent: { UserIdGroupPairs: [{ GroupId: 'sg-2' }] } },
  ])('from $from is allowed and revoked as one permission', async ({ from, sent }) => {
    expect(await settings.allowIngress('sg-1', { ...HEALTH, from })).toEqual(DONE);
    expect(await settings.revokeIngress('sg-1', { ...HEALTH, from })).toEqual(DONE);
    const input = { GroupId: 'sg-1', IpPermissions: [{ ...PORTS, ...sent }] };
    expect(ec2.calls().map(({ args: [command] }) => command.input)).toStrictEqual([input, input]);
  });

  it('of every protocol has no ports', async () => {
    await settings.allowIngress('sg-1', { protocol: '-1', from: { group: 'sg-2' } });
    expect(ec2.calls()[0]?.args[0].input).toStrictEqual({
      GroupId: 'sg-1',
      IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-2' }] }],
    });
  });

  it('that is allowed already is done', async () => {
    ec2.on(AuthorizeSecurityGroupIngressCommand).rejects(failure('InvalidPermission.Duplicate'));
    expect(await settings.allowIngress('sg-1', HEALTH)).toEqual(DONE);
  });

  it.each([
    {
      how: 'refuses',
      answer: () => ec2.on(RevokeSecurityGroupIngressCommand).rejects(failure('InvalidPermission.NotFound')),
    },
    {
      how: 'tells, as in a default VPC',
      answer: () => ec2.on(RevokeSecurityGroupIngressCommand).resolves({ UnknownIpPermissions: [PORTS] }),
    },
  ])('that is not there is gone where EC2 $how', async ({ answer }) => {
    answer();
    expect(await settings.revokeIngress('sg-1', HEALTH)).toEqual({ kind: 'gone' });
  });

  it('of a security group that does not exist fails', async () => {
    ec2.onAnyCommand().rejects(failure('InvalidGroup.NotFound'));
    const failed = { kind: 'failed', code: 'aws-error' };
    expect(await settings.allowIngress('sg-1', HEALTH)).toEqual(failed);
    expect(await settings.revokeIngress('sg-1', HEALTH)).toEqual(failed);
  });
});

describe('every setting', () => {
  const all = [
    () => settings.setHealthCheck(ARN, { port: 8444 }),
    () => settings.setTargetGroupAttributes(ARN, { 'stickiness.enabled': 'false' }),
    () => settings.protectInstance('i-1'),
    () => settings.allowIngress('sg-1', { protocol: '-1', from: { group: 'sg-2' } }),
    () => settings.revokeIngress('sg-1', { protocol: '-1', from: { group: 'sg-2' } }),
  ];

  it.each([
    { name: 'ThrottlingException', code: 'throttled' },
    { name: 'RequestLimitExceeded', code: 'throttled' },
    { name: 'AccessDenied', code: 'access-denied' },
    { name: 'UnauthorizedOperation', code: 'access-denied' },
    { name: 'TargetGroupNotFoundException', code: 'target-group-not-found' },
    { name: 'InvalidInstanceID.NotFound', code: 'aws-error' },
  ])('fails with $code after $name', async ({ name, code }) => {
    elb.onAnyCommand().rejects(failure(name));
    ec2.onAnyCommand().rejects(failure(name));
    for (const set of all) expect(await set()).toEqual({ kind: 'failed', code });
  });

  it('passes a bug of ours on', async () => {
    elb.onAnyCommand().rejects(new TypeError('x is not a function'));
    ec2.onAnyCommand().rejects(new TypeError('x is not a function'));
    for (const set of all) await expect(set()).rejects.toThrow(TypeError);
  });
});
