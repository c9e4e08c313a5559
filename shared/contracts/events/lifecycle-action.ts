import * as z from 'zod/mini';
import { type EventReader, eventReader, ignored } from '#contracts/events/event-reader.ts';
import { eventTime } from '#contracts/events/event-time.ts';
import { instanceId } from '#contracts/events/instance-id.ts';
import type { EpochMs } from '#domain/time.ts';
import type { Trigger } from '#domain/trigger.ts';

const lifecycleAction = z.object({
  LifecycleActionToken: z.string().check(z.minLength(1)),
  AutoScalingGroupName: z.string().check(z.minLength(1)),
  LifecycleHookName: z.string().check(z.minLength(1)),
  EC2InstanceId: instanceId,
  LifecycleTransition: z.enum(['autoscaling:EC2_INSTANCE_TERMINATING', 'autoscaling:EC2_INSTANCE_LAUNCHING']),
});
type LifecycleAction = z.infer<typeof lifecycleAction>;

/** The deadline is not in the event: it follows from the pair's hook budget. */
const toTriggers = (action: LifecycleAction, at: EpochMs): readonly Trigger[] => {
  if (action.LifecycleTransition === 'autoscaling:EC2_INSTANCE_LAUNCHING') return ignored('launch-hook');
  const hook = {
    autoScalingGroup: action.AutoScalingGroupName,
    name: action.LifecycleHookName,
    token: action.LifecycleActionToken,
  };
  const intent = {
    source: 'lifecycle-hook',
    id: hook.token,
    instanceId: action.EC2InstanceId,
    requestedAt: at,
    release: { kind: 'complete-hook', hook },
    why: `Auto Scaling group ${hook.autoScalingGroup} terminates the instance; hook ${hook.name} waits`,
  } as const;
  return [{ kind: 'drain', intent }];
};

/**
 * EC2 Instance-terminate (and -launch) Lifecycle Action.
 * @see EC2 Auto Scaling User Guide, EventBridge event reference
 */
export const readLifecycleAction: EventReader = eventReader(lifecycleAction, (action, { at }) =>
  toTriggers(action, at),
);

const TEST_NOTIFICATION = z.literal('autoscaling:TEST_NOTIFICATION');

const hookNotification = z.union([
  z.object({ Event: TEST_NOTIFICATION }),
  z.object({ LifecycleTransition: TEST_NOTIFICATION }),
  z.extend(lifecycleAction, { Time: z.optional(z.string()) }),
]);

/**
 * The same as a hook sends it to its own SQS queue or SNS topic, without EventBridge's envelope, and the test
 * message that Auto Scaling sends when the hook is made. Undefined for anything else.
 * @see EC2 Auto Scaling User Guide, Prepare to add a lifecycle hook
 */
export const readHookNotification = (raw: unknown, receivedAt: EpochMs): readonly Trigger[] | undefined => {
  const parsed = z.safeParse(hookNotification, raw);
  if (!parsed.success) return undefined;
  if (!('LifecycleActionToken' in parsed.data)) return ignored('test-notification');
  return toTriggers(parsed.data, eventTime(parsed.data.Time, receivedAt));
};
