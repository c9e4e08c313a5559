import {
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupCommand,
  type ModifyTargetGroupCommandInput,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';
import { ACCOUNT_ID, FIRST, REGION, startWiredRegion, type WiredRegion } from './wired-region.ts';

const ARN = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT_ID}`;
const UNKNOWN_GROUP = `${ARN}:targetgroup/none/0123456789abcdef`;
const UNKNOWN_BALANCER = `${ARN}:loadbalancer/net/none/0123456789abcdef`;
const UNKNOWN_LISTENER = `${ARN}:listener/net/none/0123456789abcdef/0123456789abcdef`;

let region: WiredRegion;
beforeAll(async () => {
  region = await startWiredRegion();
});
afterAll(() => region[Symbol.asyncDispose]());

describe('refusals', () => {
  it.each([
    ['TargetGroupNotFoundException', new DescribeTargetHealthCommand({ TargetGroupArn: UNKNOWN_GROUP })],
    ['TargetGroupNotFoundException', new DescribeTargetGroupsCommand({ TargetGroupArns: [UNKNOWN_GROUP] })],
    ['TargetGroupNotFoundException', new DescribeTargetGroupsCommand({ Names: ['none'] })],
    [
      'TargetGroupNotFoundException',
      new DescribeTargetGroupAttributesCommand({ TargetGroupArn: UNKNOWN_GROUP }),
    ],
    ['TargetGroupNotFoundException', new ModifyTargetGroupCommand({ TargetGroupArn: UNKNOWN_GROUP })],
    [
      'TargetGroupNotFoundException',
      new DeregisterTargetsCommand({ TargetGroupArn: UNKNOWN_GROUP, Targets: [{ Id: FIRST }] }),
    ],
    [
      'TargetGroupNotFoundException',
      new RegisterTargetsCommand({ TargetGroupArn: UNKNOWN_GROUP, Targets: [{ Id: FIRST }] }),
    ],
    ['TargetGroupNotFoundException', new DescribeTagsCommand({ ResourceArns: [UNKNOWN_GROUP] })],
    [
      'LoadBalancerNotFoundException',
      new DescribeLoadBalancersCommand({ LoadBalancerArns: [UNKNOWN_BALANCER] }),
    ],
    ['LoadBalancerNotFoundException', new DescribeLoadBalancersCommand({ Names: ['none'] })],
    ['LoadBalancerNotFoundException', new DescribeTargetGroupsCommand({ LoadBalancerArn: UNKNOWN_BALANCER })],
    ['LoadBalancerNotFoundException', new DescribeListenersCommand({ LoadBalancerArn: UNKNOWN_BALANCER })],
    [
      'LoadBalancerNotFoundException',
      new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: UNKNOWN_BALANCER }),
    ],
    [
      'LoadBalancerNotFoundException',
      new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: UNKNOWN_BALANCER, Attributes: [] }),
    ],
    [
      'ValidationError',
      new DescribeLoadBalancersCommand({
        LoadBalancerArns: Array.from({ length: 21 }, () => UNKNOWN_BALANCER),
      }),
    ],
    ['ValidationError', new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: UNKNOWN_GROUP })],
    ['ListenerNotFoundException', new DescribeListenersCommand({ ListenerArns: [UNKNOWN_LISTENER] })],
    ['ValidationError', new DescribeListenersCommand({})],
    ['ValidationError', new DescribeTargetHealthCommand({ TargetGroupArn: 'web' })],
    ['ValidationError', new DescribeTargetHealthCommand({ TargetGroupArn: UNKNOWN_BALANCER })],
    [
      'ValidationError',
      new DescribeTargetGroupsCommand({ TargetGroupArns: Array.from({ length: 21 }, () => UNKNOWN_GROUP) }),
    ],
    ['ValidationError', new DescribeTargetGroupsCommand({ PageSize: 0 })],
    ['ValidationError', new DescribeTargetGroupsCommand({ PageSize: 401 })],
    ['ValidationError', new DescribeTargetGroupsCommand({ Marker: 'not-one-of-ours' })],
    [
      'ValidationError',
      new DescribeTargetGroupsCommand({ Names: ['web'], TargetGroupArns: [UNKNOWN_GROUP] }),
    ],
    ['ValidationError', new DescribeTagsCommand({ ResourceArns: ['arn:aws:s3:::bucket'] })],
  ])('%s, HTTP 400', async (name, command) => {
    expect(await refusalOf(region.elb.send(command as DescribeTagsCommand))).toMatchObject({
      name,
      status: 400,
    });
  });

  it.each([
    ['an unknown instance', 'i-0ffffffffffffffff'],
    ['something that is no instance', '10.0.0.1'],
  ])('InvalidTarget for %s', async (_what, Id) => {
    const register = new RegisterTargetsCommand({ TargetGroupArn: region.targetGroupArn, Targets: [{ Id }] });
    expect(await refusalOf(region.elb.send(register))).toMatchObject({
      name: 'InvalidTargetException',
      status: 400,
    });
  });

  it.each<[string, Omit<ModifyTargetGroupCommandInput, 'TargetGroupArn'>]>([
    ['ValidationError', { HealthCheckEnabled: false }],
    ['ValidationError', { HealthCheckPort: 'eight' }],
    ['ValidationError', { HealthCheckPort: '65536' }],
    ['ValidationError', { HealthCheckPath: 'health' }],
    ['ValidationError', { HealthCheckProtocol: 'GENEVE' }],
    ['ValidationError', { HealthCheckIntervalSeconds: 1 }],
    ['ValidationError', { HealthyThresholdCount: 1 }],
    ['ValidationError', { UnhealthyThresholdCount: 11 }],
    ['ValidationError', { Matcher: { HttpCode: '600' } }],
    ['InvalidConfigurationRequestException', { HealthCheckProtocol: 'TCP', Matcher: { HttpCode: '200' } }],
  ])('%s for %o', async (name, change) => {
    const modify = new ModifyTargetGroupCommand({ TargetGroupArn: region.targetGroupArn, ...change });
    expect(await refusalOf(region.elb.send(modify))).toMatchObject({ name, status: 400 });
  });

  it.each([
    ['ValidationError', 'load_balancing.cross_zone.enabled', 'use_load_balancer_configuration'],
    ['ValidationError', 'idle_timeout.timeout_seconds', '60'],
    ['InvalidConfigurationRequestException', 'access_logs.s3.enabled', 'true'],
  ])('%s for the attribute %s = %s', async (name, Key, Value) => {
    const modify = new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn: region.loadBalancerArn,
      Attributes: [{ Key, Value }],
    });
    expect(await refusalOf(region.elb.send(modify))).toMatchObject({ name, status: 400 });
  });
});
