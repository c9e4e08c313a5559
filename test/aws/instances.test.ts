import {
  DescribeInstancesCommand,
  EC2Client,
  type Instance,
  ModifyInstanceAttributeCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeInstances } from '#aws/instances.ts';
import { makeInstancesOnDemand } from '#aws/instances-on-demand.ts';

const ec2 = mockClient(EC2Client);
const instances = makeInstances({ client: new EC2Client({ region: 'eu-west-1' }) });
const instance = (InstanceId: string, Name: string, Tags?: Instance['Tags']): Instance =>
  ({ InstanceId, State: { Name }, Tags }) as Instance;
const named = (name: string): Error => Object.assign(new Error('no'), { name });

beforeEach(() => {
  ec2.reset();
});

describe('reading instances', () => {
  it.each([
    { tags: [{ Key: 'understudy:managed', Value: 'true' }], managed: true },
    { tags: [{ Key: 'understudy:managed', Value: 'false' }], managed: false },
    { tags: [{ Key: 'managed', Value: 'true' }], managed: false },
    { tags: undefined, managed: false },
  ])('is managed: $managed with tags $tags', async ({ tags, managed }) => {
    ec2
      .on(DescribeInstancesCommand)
      .resolves({ Reservations: [{ Instances: [instance('i-1', 'running', tags)] }] });
    expect(await instances.readInstances(['i-1'])).toEqual(
      new Map([['i-1', { kind: 'read', value: { state: 'running', managed } }]]),
    );
  });

  it('reads an id that EC2 leaves out as terminated, and a state it does not list as unread', async () => {
    ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [instance('i-1', 'paused')] }] });
    expect(await instances.readInstances(['i-1', 'i-2'])).toEqual(
      new Map([
        ['i-1', { kind: 'unread', code: 'aws-error' }],
        ['i-2', { kind: 'read', value: { state: 'terminated', managed: false } }],
      ]),
    );
  });

  it('asks for at most 100 ids a call, by filter, and for nothing when there is nothing to ask', async () => {
    ec2.on(DescribeInstancesCommand).resolves({});
    expect((await instances.readInstances([])).size).toBe(0);
    const ids = Array.from({ length: 201 }, (_, index) => `i-${index}`);
    expect((await instances.readInstances([...ids, ...ids])).size).toBe(201);
    expect(ec2.commandCalls(DescribeInstancesCommand).map((call) => call.args[0].input)).toEqual([
      { Filters: [{ Name: 'instance-id', Values: ids.slice(0, 100) }] },
      { Filters: [{ Name: 'instance-id', Values: ids.slice(100, 200) }] },
      { Filters: [{ Name: 'instance-id', Values: ids.slice(200) }] },
    ]);
  });

  it('follows the pages', async () => {
    ec2
      .on(DescribeInstancesCommand, { NextToken: 'page-2' })
      .resolves({ Reservations: [{ Instances: [instance('i-2', 'stopped')] }], NextToken: '' });
    ec2.on(DescribeInstancesCommand, { NextToken: undefined }).resolves({
      Reservations: [{ Instances: [instance('i-1', 'running')] }],
      NextToken: 'page-2',
    });
    const readings = await instances.readInstances(['i-1', 'i-2']);
    expect([...readings.values()].map((reading) => reading.kind === 'read' && reading.value.state)).toEqual([
      'running',
      'stopped',
    ]);
  });

  it.each([
    { name: 'RequestLimitExceeded', code: 'throttled' },
    { name: 'UnauthorizedOperation', code: 'aws-error' },
    { name: 'TimeoutError', code: 'aws-error' },
  ])('is unread with $code after $name, never terminated', async ({ name, code }) => {
    ec2.on(DescribeInstancesCommand).rejects(named(name));
    expect(await instances.readInstances(['i-1'])).toEqual(new Map([['i-1', { kind: 'unread', code }]]));
  });
});

describe('releasing instances', () => {
  it('lifts the termination protection, then terminates', async () => {
    expect(await instances.terminate('i-1')).toEqual({ kind: 'done' });
    expect(ec2.calls().map((call) => call.args[0].input)).toEqual([
      { InstanceId: 'i-1', DisableApiTermination: { Value: false } },
      { InstanceIds: ['i-1'] },
    ]);
  });

  it('stops', async () => {
    expect(await instances.stop('i-1')).toEqual({ kind: 'done' });
    expect(ec2.commandCalls(StopInstancesCommand)[0]?.args[0].input).toEqual({ InstanceIds: ['i-1'] });
  });

  it.each([
    { name: 'InvalidInstanceID.NotFound', outcome: { kind: 'gone' } },
    { name: 'UnauthorizedOperation', outcome: { kind: 'failed', code: 'access-denied' } },
    { name: 'RequestLimitExceeded', outcome: { kind: 'failed', code: 'throttled' } },
    { name: 'IncorrectInstanceState', outcome: { kind: 'failed', code: 'incorrect-instance-state' } },
    { name: 'OperationNotPermitted', outcome: { kind: 'failed', code: 'operation-not-permitted' } },
    { name: 'InternalError', outcome: { kind: 'failed', code: 'aws-error' } },
  ])('is $outcome.kind after $name', async ({ name, outcome }) => {
    ec2.on(TerminateInstancesCommand).rejects(named(name));
    ec2.on(StopInstancesCommand).rejects(named(name));
    expect(await instances.terminate('i-1')).toEqual(outcome);
    expect(await instances.stop('i-1')).toEqual(outcome);
  });

  it('does not terminate what it could not lift the protection of', async () => {
    ec2.on(ModifyInstanceAttributeCommand).rejects(named('UnauthorizedOperation'));
    await instances.terminate('i-1');
    expect(ec2.commandCalls(TerminateInstancesCommand)).toHaveLength(0);
  });
});

describe('instances on demand', () => {
  it('answers the same calls with a client that is built once', async () => {
    ec2.on(DescribeInstancesCommand).resolves({});
    let built = 0;
    const onDemand = makeInstancesOnDemand({
      get region() {
        built += 1;
        return 'eu-west-1';
      },
    });
    expect((await onDemand.readInstances([])).size).toBe(0);
    expect(built).toBe(0);
    await Promise.all([onDemand.readInstances(['i-1']), onDemand.stop('i-1')]);
    const readsOfOneClient = built;
    expect(readsOfOneClient).toBeGreaterThan(0);
    expect(await onDemand.terminate('i-1')).toEqual({ kind: 'done' });
    expect(built).toBe(readsOfOneClient);
  });
});
