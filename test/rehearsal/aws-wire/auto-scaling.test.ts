import {
  CompleteLifecycleActionCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeLifecycleHooksCommand,
  paginateDescribeAutoScalingGroups,
  paginateDescribeAutoScalingInstances,
  RecordLifecycleActionHeartbeatCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';
import { ACCOUNT_ID, FIRST, REGION, SECOND, startWiredRegion, type WiredRegion } from './wired-region.ts';

const HOOK = { AutoScalingGroupName: 'pair', LifecycleHookName: 'drain' };

let region: WiredRegion;
beforeAll(async () => {
  region = await startWiredRegion();
  region.cloud.autoScaling.putLifecycleHook('pair', { hookName: 'drain', heartbeatTimeoutSeconds: 300 });
});
afterAll(() => region[Symbol.asyncDispose]());

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `name-${index}`);

const terminateInGroup = (InstanceId: string) =>
  new TerminateInstanceInAutoScalingGroupCommand({ InstanceId, ShouldDecrementDesiredCapacity: false });

describe('groups', () => {
  it('are described with their instances', async () => {
    const { AutoScalingGroups } = await region.autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ['pair', 'none'] }),
    );
    expect(AutoScalingGroups).toHaveLength(1);
    expect(AutoScalingGroups?.[0]).toMatchObject({
      AutoScalingGroupName: 'pair',
      AutoScalingGroupARN: expect.stringContaining(`:autoscaling:${REGION}:${ACCOUNT_ID}:autoScalingGroup:`),
      DesiredCapacity: 2,
      AvailabilityZones: [`${REGION}a`, `${REGION}b`],
      CreatedTime: expect.any(Date),
      Instances: [
        {
          InstanceId: FIRST,
          LifecycleState: 'InService',
          HealthStatus: 'Healthy',
          ProtectedFromScaleIn: false,
        },
        { InstanceId: SECOND, LifecycleState: 'InService' },
      ],
      InstanceLifecyclePolicy: { RetentionTriggers: { TerminateHookAbandon: 'terminate' } },
    });
  });

  it.each(['retain', 'terminate'] as const)(
    'say what an abandoned terminate hook means: %s',
    async (action) => {
      await using own = await startWiredRegion();
      const { autoScaling } = own.cloud;
      autoScaling.createGroup({ groupName: 'made-so', terminateHookAbandon: action });
      autoScaling.setTerminateHookAbandon('pair', action);
      const { AutoScalingGroups = [] } = await own.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
      expect(
        AutoScalingGroups.map(
          (each) => each.InstanceLifecyclePolicy?.RetentionTriggers?.TerminateHookAbandon,
        ),
      ).toEqual([action, action]);
    },
  );

  it('of any number come when MaxRecords allows for it', async () => {
    const { AutoScalingGroups } = await region.autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: names(100), MaxRecords: 100 }),
    );
    expect(AutoScalingGroups).toEqual([]);
  });

  it('come without instances on request, and in pages', async () => {
    await using own = await startWiredRegion();
    for (const groupName of ['a', 'b', 'c']) own.cloud.autoScaling.createGroup({ groupName });
    const names: (string | undefined)[] = [];
    for await (const page of paginateDescribeAutoScalingGroups(
      { client: own.autoScaling, pageSize: 3 },
      { IncludeInstances: false },
    )) {
      for (const group of page.AutoScalingGroups ?? []) {
        names.push(group.AutoScalingGroupName);
        expect(group.Instances).toBeUndefined();
      }
    }
    expect(names).toEqual(['a', 'b', 'c', 'pair']);
  });

  it('DescribeAutoScalingInstances says which group an instance is in', async () => {
    const { AutoScalingInstances } = await region.autoScaling.send(
      new DescribeAutoScalingInstancesCommand({ InstanceIds: [SECOND, 'i-0ffffffffffffffff'] }),
    );
    expect(AutoScalingInstances).toEqual([
      expect.objectContaining({
        InstanceId: SECOND,
        AutoScalingGroupName: 'pair',
        LifecycleState: 'InService',
        HealthStatus: 'HEALTHY',
      }),
    ]);
  });

  it('DescribeAutoScalingInstances comes in pages', async () => {
    const pages: (string | undefined)[][] = [];
    for await (const { AutoScalingInstances = [] } of paginateDescribeAutoScalingInstances(
      { client: region.autoScaling, pageSize: 1 },
      {},
    )) {
      pages.push(AutoScalingInstances.map(({ InstanceId }) => InstanceId));
    }
    expect(pages).toEqual([[FIRST], [SECOND]]);
  });

  it('DescribeLifecycleHooks', async () => {
    const { LifecycleHooks } = await region.autoScaling.send(
      new DescribeLifecycleHooksCommand({ AutoScalingGroupName: 'pair' }),
    );
    expect(LifecycleHooks).toEqual([
      {
        ...HOOK,
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        HeartbeatTimeout: 300,
        GlobalTimeout: 30_000,
        DefaultResult: 'ABANDON',
      },
    ]);
    const named = new DescribeLifecycleHooksCommand({
      AutoScalingGroupName: 'pair',
      LifecycleHookNames: ['other'],
    });
    expect((await region.autoScaling.send(named)).LifecycleHooks).toEqual([]);
  });
});

describe('a lifecycle action', () => {
  it('waits, is extended, and is completed', async () => {
    await using own = await startWiredRegion();
    own.cloud.autoScaling.putLifecycleHook('pair', { hookName: 'drain', heartbeatTimeoutSeconds: 300 });
    const stateOfFirst = async () => {
      const { AutoScalingInstances } = await own.autoScaling.send(
        new DescribeAutoScalingInstancesCommand({ InstanceIds: [FIRST] }),
      );
      return AutoScalingInstances?.[0]?.LifecycleState;
    };
    const { Activity } = await own.autoScaling.send(terminateInGroup(FIRST));
    expect(Activity).toMatchObject({
      AutoScalingGroupName: 'pair',
      StatusCode: 'InProgress',
      ActivityId: expect.any(String),
    });
    expect(await stateOfFirst()).toBe('Terminating:Wait');
    own.scheduler.advance(290_000);
    await own.autoScaling.send(new RecordLifecycleActionHeartbeatCommand({ ...HOOK, InstanceId: FIRST }));
    own.scheduler.advance(290_000);
    expect(await stateOfFirst()).toBe('Terminating:Wait');
    await own.autoScaling.send(
      new CompleteLifecycleActionCommand({ ...HOOK, InstanceId: FIRST, LifecycleActionResult: 'CONTINUE' }),
    );
    expect(await stateOfFirst()).not.toBe('Terminating:Wait');
  });
});

describe('refusals', () => {
  it.each([
    new DescribeLifecycleHooksCommand({ AutoScalingGroupName: 'none' }),
    new RecordLifecycleActionHeartbeatCommand({ ...HOOK, InstanceId: FIRST }),
    new RecordLifecycleActionHeartbeatCommand(HOOK),
    new CompleteLifecycleActionCommand({ ...HOOK, InstanceId: FIRST, LifecycleActionResult: 'CONTINUE' }),
    new CompleteLifecycleActionCommand({ ...HOOK, InstanceId: FIRST, LifecycleActionResult: 'MAYBE' }),
    terminateInGroup('i-0ffffffffffffffff'),
    new DescribeAutoScalingGroupsCommand({ MaxRecords: 0 }),
    new DescribeAutoScalingGroupsCommand({ MaxRecords: 101 }),
    new DescribeAutoScalingInstancesCommand({ MaxRecords: 51 }),
    new DescribeAutoScalingInstancesCommand({ InstanceIds: names(51) }),
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: names(51) }),
    new DescribeLifecycleHooksCommand({ AutoScalingGroupName: 'pair', LifecycleHookNames: names(51) }),
    new DescribeAutoScalingGroupsCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] }),
  ])('ValidationError, HTTP 400: $constructor.name $input', async (command) => {
    const call = region.autoScaling.send(command as DescribeAutoScalingGroupsCommand);
    expect(await refusalOf(call)).toMatchObject({ name: 'ValidationError', status: 400 });
  });

  it('InvalidNextToken', async () => {
    const call = region.autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ NextToken: 'not-one-of-ours' }),
    );
    expect(await refusalOf(call)).toMatchObject({ name: 'InvalidNextToken', status: 400 });
  });
});
