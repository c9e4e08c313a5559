import { describe, expect, it } from 'vitest';
import type { AutoScalingGroupSpec, LifecycleHookSpec } from '#rehearsal/cloud/auto-scaling/types.ts';
import { FIRST, Rig, refusalOf, SECOND } from './rig.ts';

const GROUP = 'lm-pair-a';
const HOOK = 'lm-terminate';
const TERMINATING = 'EC2 Instance-terminate Lifecycle Action';
const BY_INSTANCE = { groupName: GROUP, hookName: HOOK, instanceId: FIRST };

const groupOfTwo = (
  hooks: readonly Partial<LifecycleHookSpec>[] = [{}],
  spec: Partial<AutoScalingGroupSpec> = {},
): Rig => {
  const rig = new Rig();
  rig.launch(FIRST);
  rig.launch(SECOND);
  const { autoScaling } = rig.cloud;
  autoScaling.createGroup({ groupName: GROUP, ...spec });
  for (const hook of hooks) autoScaling.putLifecycleHook(GROUP, { hookName: HOOK, ...hook });
  autoScaling.attachInstances(GROUP, [FIRST, SECOND]);
  return rig;
};

const lifecycleState = (rig: Rig): string | undefined =>
  rig.cloud.autoScaling.describeInstances([FIRST])[0]?.lifecycleState;

const instanceState = (rig: Rig): string | undefined => rig.cloud.ec2.find(FIRST)?.state;

const tokenOf = (rig: Rig): string => String(rig.eventsOf(TERMINATING)[0]?.detail.LifecycleActionToken);

describe('a terminate hook', () => {
  it('holds the instance, tells the bus, and lets it go on CONTINUE', () => {
    const rig = groupOfTwo([{ notificationMetadata: '{"pair":"a"}' }]);
    rig.cloud.autoScaling.terminateInstanceInGroup(FIRST, true);
    expect(lifecycleState(rig)).toBe('Terminating:Wait');
    expect(instanceState(rig)).toBe('running');
    expect(rig.eventsOf(TERMINATING)).toMatchObject([
      {
        source: 'aws.autoscaling',
        resources: [rig.cloud.autoScaling.describeGroups()[0]?.groupArn],
        detail: {
          AutoScalingGroupName: GROUP,
          LifecycleHookName: HOOK,
          EC2InstanceId: FIRST,
          LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
          NotificationMetadata: '{"pair":"a"}',
        },
      },
    ]);
    rig.cloud.autoScaling.completeAction(
      { groupName: GROUP, hookName: HOOK, token: tokenOf(rig) },
      'CONTINUE',
    );
    expect(instanceState(rig)).toBe('shutting-down');
    rig.seconds(60);
    expect(lifecycleState(rig)).toBeUndefined();
    expect(rig.eventsOf('EC2 Instance Terminate Successful')).toMatchObject([
      {
        detail: {
          AutoScalingGroupName: GROUP,
          EC2InstanceId: FIRST,
          Details: { 'Availability Zone': 'eu-west-1a' },
        },
      },
    ]);
    expect(rig.cloud.autoScaling.describeGroups()).toMatchObject([{ desiredCapacity: 1 }]);
  });

  it.each([
    { defaultResult: 'ABANDON', policy: 'terminate', state: 'Terminating', instance: 'shutting-down' },
    { defaultResult: 'CONTINUE', policy: 'terminate', state: 'Terminating', instance: 'shutting-down' },
    { defaultResult: 'CONTINUE', policy: 'retain', state: 'Terminating', instance: 'shutting-down' },
    { defaultResult: 'ABANDON', policy: 'retain', state: 'Terminating:Retained', instance: 'running' },
  ] as const)('times out with $defaultResult and policy $policy: $state', (row) => {
    const rig = groupOfTwo([{ heartbeatTimeoutSeconds: 300, defaultResult: row.defaultResult }], {
      terminateHookAbandon: row.policy,
    });
    rig.cloud.autoScaling.terminateInstanceInGroup(FIRST, false);
    rig.seconds(299.999);
    expect(lifecycleState(rig)).toBe('Terminating:Wait');
    rig.seconds(0.001);
    expect(lifecycleState(rig)).toBe(row.state);
    expect(instanceState(rig)).toBe(row.instance);
  });

  it('terminates a retained instance when asked once more', () => {
    const rig = groupOfTwo([{}], { terminateHookAbandon: 'retain' });
    rig.cloud.autoScaling.terminateInstanceInGroup(FIRST, false);
    rig.cloud.autoScaling.completeAction(BY_INSTANCE, 'ABANDON');
    expect(instanceState(rig)).toBe('running');
    rig.cloud.autoScaling.terminateInstanceInGroup(FIRST, false);
    expect(instanceState(rig)).toBe('shutting-down');
  });

  it('waits on with every heartbeat', () => {
    const rig = groupOfTwo([{ heartbeatTimeoutSeconds: 60 }]);
    rig.cloud.autoScaling.terminateInstanceInGroup(FIRST, false);
    for (let beat = 0; beat < 10; beat += 1) {
      rig.seconds(50);
      rig.cloud.autoScaling.recordHeartbeat(BY_INSTANCE);
    }
    expect(lifecycleState(rig)).toBe('Terminating:Wait');
    rig.seconds(60);
    expect(lifecycleState(rig)).toBe('Terminating');
  });

  it.each([
    { heartbeatTimeoutSeconds: 30, globalSeconds: 3_000 },
    { heartbeatTimeoutSeconds: 7_200, globalSeconds: 172_800 },
  ])(
    'waits no longer than the global timeout: $globalSeconds s',
    ({ heartbeatTimeoutSeconds, globalSeconds }) => {
      const rig = groupOfTwo([{ heartbeatTimeoutSeconds }]);
      expect(rig.cloud.autoScaling.describeLifecycleHooks(GROUP)).toMatchObject([
        { globalTimeoutSeconds: globalSeconds },
      ]);
      rig.cloud.autoScaling.terminateInstanceInGroup(FIRST, false);
      let waited = 0;
      while (waited <= globalSeconds && lifecycleState(rig) === 'Terminating:Wait') {
        rig.cloud.autoScaling.recordHeartbeat(BY_INSTANCE);
        rig.seconds(heartbeatTimeoutSeconds / 2);
        waited += heartbeatTimeoutSeconds / 2;
      }
      expect(waited).toBe(globalSeconds);
    },
  );

  it('stays retained: ABANDON ended the other hooks with their timeouts', () => {
    const patient: Partial<LifecycleHookSpec> = { hookName: 'other', defaultResult: 'CONTINUE' };
    const rig = groupOfTwo([{}, patient], { terminateHookAbandon: 'retain' });
    rig.cloud.autoScaling.terminateInstanceInGroup(FIRST, false);
    rig.cloud.autoScaling.completeAction(BY_INSTANCE, 'ABANDON');
    rig.seconds(7_200);
    expect(lifecycleState(rig)).toBe('Terminating:Retained');
  });

  it('waits for every hook, but for none after ABANDON', () => {
    const second = { ...BY_INSTANCE, hookName: 'other' };
    const patient = groupOfTwo([{}, { hookName: 'other' }]);
    patient.cloud.autoScaling.terminateInstanceInGroup(FIRST, false);
    patient.cloud.autoScaling.completeAction(second, 'CONTINUE');
    expect(instanceState(patient)).toBe('running');
    patient.cloud.autoScaling.completeAction(BY_INSTANCE, 'CONTINUE');
    expect(instanceState(patient)).toBe('shutting-down');

    const hasty = groupOfTwo([{}, { hookName: 'other' }]);
    hasty.cloud.autoScaling.terminateInstanceInGroup(FIRST, false);
    hasty.cloud.autoScaling.completeAction(second, 'ABANDON');
    expect(instanceState(hasty)).toBe('shutting-down');
  });
});

describe('what Auto Scaling refuses', () => {
  it.each([
    { what: 'a second completion', ref: BY_INSTANCE, prepare: 'complete' },
    {
      what: 'an instance that is not terminating',
      ref: { ...BY_INSTANCE, instanceId: SECOND },
      prepare: 'terminate',
    },
    { what: 'another token', ref: { groupName: GROUP, hookName: HOOK, token: 'none' }, prepare: 'terminate' },
    { what: 'another hook', ref: { ...BY_INSTANCE, hookName: 'none' }, prepare: 'terminate' },
    { what: 'another group', ref: { ...BY_INSTANCE, groupName: 'none' }, prepare: 'terminate' },
    { what: 'neither token nor instance', ref: { groupName: GROUP, hookName: HOOK }, prepare: 'terminate' },
  ] as const)('$what: ValidationError', ({ ref, prepare }) => {
    const rig = groupOfTwo();
    rig.cloud.autoScaling.terminateInstanceInGroup(FIRST, false);
    if (prepare === 'complete') rig.cloud.autoScaling.completeAction(BY_INSTANCE, 'CONTINUE');
    expect(refusalOf(() => rig.cloud.autoScaling.completeAction(ref, 'CONTINUE'))).toBe('ValidationError');
    expect(refusalOf(() => rig.cloud.autoScaling.recordHeartbeat(ref))).toBe('ValidationError');
  });

  it('says which action is not active', () => {
    const rig = groupOfTwo();
    expect(() => rig.cloud.autoScaling.completeAction(BY_INSTANCE, 'CONTINUE')).toThrow(
      `No active Lifecycle Action found with instance ID ${FIRST}`,
    );
  });

  it('instances and groups it does not have, and timeouts out of range', () => {
    const rig = groupOfTwo();
    const { autoScaling } = rig.cloud;
    expect(refusalOf(() => autoScaling.terminateInstanceInGroup('i-0aaaaaaaaaaaaaaaf', false))).toBe(
      'ValidationError',
    );
    expect(refusalOf(() => autoScaling.attachInstances(GROUP, [FIRST]))).toBe('ValidationError');
    expect(refusalOf(() => autoScaling.attachInstances('none', [FIRST]))).toBe('ValidationError');
    expect(refusalOf(() => autoScaling.createGroup({ groupName: GROUP }))).toBe('AlreadyExists');
    for (const heartbeatTimeoutSeconds of [29, 7_201]) {
      const put = () => autoScaling.putLifecycleHook(GROUP, { hookName: HOOK, heartbeatTimeoutSeconds });
      expect(refusalOf(put)).toBe('ValidationError');
    }
  });
});

describe('the end of an instance in a group', () => {
  it('comes at once without hooks, and termination protection does not hold it back', () => {
    const rig = groupOfTwo([]);
    rig.cloud.ec2.setDisableApiTermination(FIRST, true);
    rig.cloud.autoScaling.terminateInstanceInGroup(FIRST, false);
    expect(instanceState(rig)).toBe('shutting-down');
  });

  it('still goes through the hook when somebody else terminated it', () => {
    const rig = groupOfTwo();
    rig.cloud.ec2.terminate([FIRST]);
    rig.seconds(20);
    expect(lifecycleState(rig)).toBe('Terminating:Wait');
    expect(rig.eventsOf(TERMINATING)).toHaveLength(1);
    rig.cloud.autoScaling.completeAction(BY_INSTANCE, 'CONTINUE');
    expect(lifecycleState(rig)).toBeUndefined();
    expect(rig.eventsOf('EC2 Instance Terminate Successful')).toHaveLength(1);
  });

  it('asking twice gives the same activity and one event', () => {
    const rig = groupOfTwo();
    const [first, second] = [1, 2].map(() => rig.cloud.autoScaling.terminateInstanceInGroup(FIRST, true));
    expect(second).toBe(first);
    expect(rig.eventsOf(TERMINATING)).toHaveLength(1);
    expect(rig.cloud.autoScaling.describeGroups()).toMatchObject([{ desiredCapacity: 1 }]);
  });
});
