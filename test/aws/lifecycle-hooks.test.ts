import {
  AutoScalingClient,
  CompleteLifecycleActionCommand,
  RecordLifecycleActionHeartbeatCommand,
} from '@aws-sdk/client-auto-scaling';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeLifecycleHooks } from '#aws/lifecycle-hooks.ts';

const autoScaling = mockClient(AutoScalingClient);
const hooks = makeLifecycleHooks({ client: new AutoScalingClient({ region: 'eu-west-1' }) });
const hook = { autoScalingGroup: 'lm-pair-a', name: 'lm-terminate', token: 'token-1' };
const request = {
  AutoScalingGroupName: 'lm-pair-a',
  LifecycleHookName: 'lm-terminate',
  LifecycleActionToken: 'token-1',
  InstanceId: 'i-1',
};
const failing = (name: string, message: string): Error => Object.assign(new Error(message), { name });

beforeEach(() => {
  autoScaling.reset();
});

describe('lifecycle hooks', () => {
  it('sends a heartbeat', async () => {
    expect(await hooks.extend('i-1', hook)).toEqual({ kind: 'done' });
    expect(autoScaling.commandCalls(RecordLifecycleActionHeartbeatCommand)[0]?.args[0].input).toEqual(
      request,
    );
  });

  it('completes with CONTINUE', async () => {
    expect(await hooks.complete('i-1', hook)).toEqual({ kind: 'done' });
    expect(autoScaling.commandCalls(CompleteLifecycleActionCommand)[0]?.args[0].input).toEqual({
      ...request,
      LifecycleActionResult: 'CONTINUE',
    });
  });

  it.each([
    {
      error: failing('ValidationError', 'No active Lifecycle Action found with token token-1'),
      outcome: { kind: 'gone' },
    },
    {
      error: failing('ValidationError', 'LifecycleHook name is too long'),
      outcome: { kind: 'failed', code: 'aws-error' },
    },
    { error: failing('Throttling', 'Rate exceeded'), outcome: { kind: 'failed', code: 'throttled' } },
    { error: failing('AccessDenied', 'not yours'), outcome: { kind: 'failed', code: 'access-denied' } },
    {
      error: failing('ResourceContentionFault', 'pending update'),
      outcome: { kind: 'failed', code: 'aws-error' },
    },
  ])('is $outcome.kind after $error.message', async ({ error, outcome }) => {
    autoScaling.rejects(error);
    expect(await hooks.complete('i-1', hook)).toEqual(outcome);
    expect(await hooks.extend('i-1', hook)).toEqual(outcome);
  });
});
