import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type ElasticLoadBalancingV2ClientConfig,
  InvalidTargetException,
  RegisterTargetsCommand,
  TargetGroupNotFoundException,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeTargetGroups } from '#aws/target-groups.ts';
import type { CallBudget } from '#control/budget.ts';

const elb = mockClient(ElasticLoadBalancingV2Client);
const config: ElasticLoadBalancingV2ClientConfig = { region: 'eu-west-1' };
const unlimited: CallBudget = { take: async () => undefined };
const make = (readBudget = unlimited) =>
  makeTargetGroups({ client: new ElasticLoadBalancingV2Client(config), readBudget });

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/lm-a/0000000000000001';
const target = (Id: string, State: string, Port = 443, Reason?: string): TargetHealthDescription =>
  ({ Target: { Id, Port }, TargetHealth: { State, Reason } }) as TargetHealthDescription;
const metadata = { $metadata: {}, message: 'no' };
const named = (name: string): Error => Object.assign(new Error('Rate exceeded'), { name });

beforeEach(() => {
  elb.reset();
});

describe('reading target health', () => {
  it('gives state and reason by instance id, one call a group, a group asked for twice once', async () => {
    elb.on(DescribeTargetHealthCommand).resolves({
      TargetHealthDescriptions: [
        target('i-1', 'healthy'),
        target('i-2', 'unhealthy', 443, 'Target.FailedHealthChecks'),
      ],
    });
    const readings = await make().readTargetHealth([ARN, `${ARN}2`, ARN]);
    expect(readings.get(ARN)).toEqual({
      kind: 'read',
      value: new Map([
        ['i-1', { state: 'healthy' }],
        ['i-2', { state: 'unhealthy', reason: 'Target.FailedHealthChecks' }],
      ]),
    });
    expect(elb.commandCalls(DescribeTargetHealthCommand).map((call) => call.args[0].input)).toEqual([
      { TargetGroupArn: ARN },
      { TargetGroupArn: `${ARN}2` },
    ]);
  });

  it.each([
    { states: ['draining', 'healthy'], seen: 'healthy' },
    { states: ['unused', 'draining'], seen: 'draining' },
    { states: ['unhealthy', 'unhealthy.draining'], seen: 'unhealthy' },
    { states: ['unused', 'unused'], seen: 'unused' },
    { states: ['a state of tomorrow'], seen: 'unavailable' },
  ])('sees an instance that is $states on its ports as $seen', async ({ states, seen }) => {
    elb.on(DescribeTargetHealthCommand).resolves({
      TargetHealthDescriptions: states.map((state, port) => target('i-1', state, port + 1)),
    });
    const reading = (await make().readTargetHealth([ARN])).get(ARN);
    expect(reading?.kind === 'read' && reading.value.get('i-1')?.state).toBe(seen);
  });

  it.each([
    { error: named('ThrottlingException'), code: 'throttled' },
    { error: named('Throttling'), code: 'throttled' },
    { error: new TargetGroupNotFoundException(metadata), code: 'target-group-not-found' },
    { error: named('AccessDenied'), code: 'aws-error' },
    { error: named('TimeoutError'), code: 'aws-error' },
  ])('is unread with $code after $error.name, and the other groups are read', async ({ error, code }) => {
    elb.on(DescribeTargetHealthCommand).resolves({ TargetHealthDescriptions: [] });
    elb.on(DescribeTargetHealthCommand, { TargetGroupArn: ARN }).rejects(error);
    const readings = await make().readTargetHealth([ARN, `${ARN}2`]);
    expect(readings.get(ARN)).toEqual({ kind: 'unread', code });
    expect(readings.get(`${ARN}2`)).toEqual({ kind: 'read', value: new Map() });
  });

  it('passes a bug of ours on', async () => {
    elb.on(DescribeTargetHealthCommand).rejects(new TypeError('x is not a function'));
    await expect(make().readTargetHealth([ARN])).rejects.toThrow(TypeError);
  });

  it('asks the budget before every call and has at most ten under way', async () => {
    let taken = 0;
    let under = 0;
    let most = 0;
    elb.on(DescribeTargetHealthCommand).callsFake(async () => {
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setImmediate(resolve));
      under -= 1;
      return {};
    });
    const counting: CallBudget = {
      take: async () => {
        taken += 1;
      },
    };
    await make(counting).readTargetHealth(Array.from({ length: 35 }, (_, index) => `${ARN}${index}`));
    expect({ taken, most }).toEqual({ taken: 35, most: 10 });
  });
});

describe('deregistering', () => {
  it('names the ports the instance was seen on: a port of its own is not deregistered otherwise', async () => {
    elb.on(DescribeTargetHealthCommand).resolves({
      TargetHealthDescriptions: [
        target('i-1', 'healthy', 443),
        target('i-1', 'healthy', 8443),
        target('i-2', 'unhealthy'),
      ],
    });
    const groups = make();
    await groups.readTargetHealth([ARN]);
    expect(await groups.deregister(ARN, 'i-1')).toEqual({ kind: 'done' });
    expect(elb.commandCalls(DeregisterTargetsCommand)[0]?.args[0].input).toEqual({
      TargetGroupArn: ARN,
      Targets: [
        { Id: 'i-1', Port: 443 },
        { Id: 'i-1', Port: 8443 },
      ],
    });
  });

  it('names the instance alone when the group was not read', async () => {
    await make().deregister(ARN, 'i-1');
    expect(elb.commandCalls(DeregisterTargetsCommand)[0]?.args[0].input.Targets).toEqual([{ Id: 'i-1' }]);
  });

  it.each([
    { error: new InvalidTargetException(metadata), outcome: { kind: 'gone' } },
    { error: new TargetGroupNotFoundException(metadata), outcome: { kind: 'gone' } },
    { error: named('ThrottlingException'), outcome: { kind: 'failed', code: 'throttled' } },
    { error: named('AccessDenied'), outcome: { kind: 'failed', code: 'access-denied' } },
    { error: named('InternalFailure'), outcome: { kind: 'failed', code: 'aws-error' } },
  ])('is $outcome.kind after $error.name', async ({ error, outcome }) => {
    elb.on(DeregisterTargetsCommand).rejects(error);
    expect(await make().deregister(ARN, 'i-1')).toEqual(outcome);
  });
});

describe('registering', () => {
  it('puts the instance back on the ports it was seen on', async () => {
    elb
      .on(DescribeTargetHealthCommand)
      .resolves({ TargetHealthDescriptions: [target('i-1', 'draining', 8443)] });
    const groups = make();
    await groups.readTargetHealth([ARN]);
    expect(await groups.register(ARN, 'i-1')).toEqual({ kind: 'done' });
    expect(elb.commandCalls(RegisterTargetsCommand)[0]?.args[0].input).toEqual({
      TargetGroupArn: ARN,
      Targets: [{ Id: 'i-1', Port: 8443 }],
    });
  });

  it('fails with the code when the instance cannot be a target', async () => {
    elb.on(RegisterTargetsCommand).rejects(new InvalidTargetException(metadata));
    expect(await make().register(ARN, 'i-1')).toEqual({ kind: 'failed', code: 'invalid-target' });
  });
});
