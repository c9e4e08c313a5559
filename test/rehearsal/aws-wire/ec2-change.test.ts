import {
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  ModifyInstanceAttributeCommand,
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  waitUntilInstanceRunning,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';
import { FIRST, SECOND, startWiredRegion, type WiredRegion } from './wired-region.ts';

let region: WiredRegion;
beforeAll(async () => {
  region = await startWiredRegion();
});
afterAll(() => region[Symbol.asyncDispose]());

describe('instances are changed', () => {
  it('TerminateInstances, and the network is gone when it is done', async () => {
    await using own = await startWiredRegion();
    const { TerminatingInstances } = await own.ec2.send(
      new TerminateInstancesCommand({ InstanceIds: [FIRST] }),
    );
    expect(TerminatingInstances).toEqual([
      {
        InstanceId: FIRST,
        CurrentState: { Code: 32, Name: 'shutting-down' },
        PreviousState: { Code: 16, Name: 'running' },
      },
    ]);
    own.scheduler.advance(60_000);
    const { Reservations } = await own.ec2.send(new DescribeInstancesCommand({ InstanceIds: [FIRST] }));
    const [instance] = Reservations?.[0]?.Instances ?? [];
    expect(instance).toMatchObject({
      State: { Code: 48, Name: 'terminated' },
      StateReason: { Code: 'Client.UserInitiatedShutdown' },
    });
    expect(instance).not.toHaveProperty('PrivateIpAddress');
    expect(instance).not.toHaveProperty('VpcId');
  });

  it('StopInstances and StartInstances; the SDK waiter sees it running', async () => {
    await using own = await startWiredRegion();
    const stopped = await own.ec2.send(new StopInstancesCommand({ InstanceIds: [SECOND] }));
    expect(stopped.StoppingInstances?.[0]?.CurrentState).toEqual({ Code: 64, Name: 'stopping' });
    own.scheduler.advance(60_000);
    const started = await own.ec2.send(new StartInstancesCommand({ InstanceIds: [SECOND] }));
    expect(started.StartingInstances?.[0]).toEqual({
      InstanceId: SECOND,
      CurrentState: { Code: 0, Name: 'pending' },
      PreviousState: { Code: 80, Name: 'stopped' },
    });
    own.scheduler.advance(60_000);
    const waited = await waitUntilInstanceRunning(
      { client: own.ec2, maxWaitTime: 20 },
      { InstanceIds: [SECOND] },
    );
    expect(waited.state).toBe('SUCCESS');
  });

  it('RebootInstances leaves the state alone', async () => {
    const { $metadata } = await region.ec2.send(new RebootInstancesCommand({ InstanceIds: [SECOND] }));
    expect($metadata.httpStatusCode).toBe(200);
    expect(region.cloud.ec2.find(SECOND)?.state).toBe('running');
  });

  it.each([
    ['its own member', { DisableApiTermination: { Value: true } }],
    ['Attribute and Value', { Attribute: 'disableApiTermination' as const, Value: 'true' }],
  ])('ModifyInstanceAttribute with %s protects from TerminateInstances', async (_how, change) => {
    await using own = await startWiredRegion();
    const read = new DescribeInstanceAttributeCommand({
      InstanceId: FIRST,
      Attribute: 'disableApiTermination',
    });
    expect((await own.ec2.send(read)).DisableApiTermination).toEqual({ Value: false });
    await own.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: FIRST, ...change }));
    expect(await own.ec2.send(read)).toMatchObject({
      InstanceId: FIRST,
      DisableApiTermination: { Value: true },
    });
    const terminate = own.ec2.send(new TerminateInstancesCommand({ InstanceIds: [FIRST] }));
    expect(await refusalOf(terminate)).toMatchObject({ name: 'OperationNotPermitted', status: 400 });
  });
});
