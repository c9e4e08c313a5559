import { DescribeInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';
import { FIRST, startWiredRegion } from './wired-region.ts';

const ELB = 'elasticloadbalancing' as const;
const THROTTLED = {
  kind: 'error',
  code: 'ThrottlingException',
  httpStatus: 400,
  message: 'Rate exceeded',
} as const;

describe('faults of the model', () => {
  it('a call over the rate is throttled: ThrottlingException, HTTP 400', async () => {
    await using region = await startWiredRegion();
    region.cloud.faults.setRateShare(1);
    const call = () =>
      region.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: region.targetGroupArn }));
    for (let n = 0; n < 40; n += 1) await call();
    expect(await refusalOf(call())).toMatchObject({
      name: 'ThrottlingException',
      status: 400,
      message: 'Rate exceeded',
    });
    region.scheduler.advance(1000);
    await expect(call()).resolves.toBeDefined();
  });

  it('EC2 throttles with RequestLimitExceeded, HTTP 503', async () => {
    await using region = await startWiredRegion();
    region.cloud.faults.setRateShare(0.01);
    await region.ec2.send(new DescribeInstancesCommand({}));
    expect(await refusalOf(region.ec2.send(new DescribeInstancesCommand({})))).toMatchObject({
      name: 'RequestLimitExceeded',
      status: 503,
    });
  });

  it('a throttled SDK client tries again by itself', async () => {
    await using region = await startWiredRegion();
    region.cloud.faults.inject({ service: ELB, fault: THROTTLED, times: 1 });
    const client = new ElasticLoadBalancingV2Client({ ...region.config, maxAttempts: 2 });
    const { $metadata } = await client.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: region.targetGroupArn }),
    );
    client.destroy();
    expect($metadata.attempts).toBe(2);
    expect(region.cloud.calls.read()).toEqual({ 'elasticloadbalancing.DescribeTargetHealth': 2 });
  });

  it('an error speaks the protocol of the service, JSON too', async () => {
    await using region = await startWiredRegion();
    region.cloud.faults.inject({
      service: 'events',
      operation: 'PutEvents',
      fault: { kind: 'error', code: 'InternalException', httpStatus: 500, message: 'try again' },
    });
    const call = region.events.send(new PutEventsCommand({ Entries: [] }));
    expect(await refusalOf(call)).toMatchObject({
      name: 'InternalException',
      status: 500,
      message: 'try again',
    });
  });

  it('a dropped request was never served', async () => {
    await using region = await startWiredRegion();
    region.cloud.faults.inject({ service: 'ec2', fault: { kind: 'drop-request' } });
    const call = region.ec2.send(new TerminateInstancesCommand({ InstanceIds: [FIRST] }));
    await expect(call).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(region.cloud.ec2.find(FIRST)?.state).toBe('running');
  });

  it('a dropped reply was', async () => {
    await using region = await startWiredRegion();
    region.cloud.faults.inject({ service: 'ec2', fault: { kind: 'drop-reply' } });
    const call = region.ec2.send(new TerminateInstancesCommand({ InstanceIds: [FIRST] }));
    await expect(call).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(region.cloud.ec2.find(FIRST)?.state).toBe('shutting-down');
  });

  it('a delayed call is served when its time has come', async () => {
    await using region = await startWiredRegion();
    const arrival = Promise.withResolvers<void>();
    const { after } = region.scheduler;
    region.scheduler.after = (delayMs, task) => {
      if (delayMs === 4321) arrival.resolve();
      return after.call(region.scheduler, delayMs, task);
    };
    region.cloud.faults.inject({ service: 'ec2', fault: { kind: 'delay', delayMs: 4321 } });
    const call = region.ec2.send(new TerminateInstancesCommand({ InstanceIds: [FIRST] }));
    await arrival.promise;
    expect(region.cloud.ec2.find(FIRST)?.state).toBe('running');
    region.scheduler.advance(4321);
    expect((await call).TerminatingInstances).toHaveLength(1);
  });

  it('a defect of the simulator is a 500 for the caller and is told', async () => {
    await using region = await startWiredRegion();
    const defect = new Error('broken on purpose');
    region.cloud.faults.next = () => {
      throw defect;
    };
    expect(await refusalOf(region.ec2.send(new DescribeInstancesCommand({})))).toMatchObject({
      name: 'InternalError',
      status: 500,
    });
    expect(region.defects).toEqual([defect]);
  });
});

it('close() ends the connections that clients keep open', async () => {
  const region = await startWiredRegion();
  await region.ec2.send(new DescribeInstancesCommand({}));
  await region[Symbol.asyncDispose]();
  await expect(fetch(region.url)).rejects.toThrow();
});
