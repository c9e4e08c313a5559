import {
  type AutoScalingClient,
  CompleteLifecycleActionCommand,
  RecordLifecycleActionHeartbeatCommand,
} from '@aws-sdk/client-auto-scaling';
import { failedAction } from '#aws/aws-failure.ts';
import type { LifecycleHooks } from '#control/ports.ts';
import type { LifecycleHook } from '#domain/drain/intent.ts';
import type { ActionOutcome } from '#domain/pair/action.ts';

/**
 * Auto Scaling has one code, ValidationError, for everything it does not accept; only its words tell a hook that
 * has been completed or has timed out from a request that is wrong.
 */
const isCompletedAlready = (error: unknown): boolean =>
  error instanceof Error &&
  error.name === 'ValidationError' &&
  /no active lifecycle action found/i.test(error.message);

const naming = (InstanceId: string, hook: LifecycleHook) => ({
  AutoScalingGroupName: hook.autoScalingGroup,
  LifecycleHookName: hook.name,
  LifecycleActionToken: hook.token,
  InstanceId,
});

const orGone = async (call: Promise<unknown>): Promise<ActionOutcome> => {
  try {
    await call;
    return { kind: 'done' };
  } catch (error) {
    return isCompletedAlready(error) ? { kind: 'gone' } : failedAction(error);
  }
};

/** The terminate hooks of one region's Auto Scaling groups. */
export const makeLifecycleHooks = ({ client }: { readonly client: AutoScalingClient }): LifecycleHooks => ({
  extend: (instanceId, hook) =>
    orGone(client.send(new RecordLifecycleActionHeartbeatCommand(naming(instanceId, hook)))),

  complete: (instanceId, hook) =>
    orGone(
      client.send(
        new CompleteLifecycleActionCommand({
          ...naming(instanceId, hook),
          LifecycleActionResult: 'CONTINUE',
        }),
      ),
    ),
});
