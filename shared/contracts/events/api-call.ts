import * as z from 'zod/mini';
import { type EventReader, eventReader, ignored } from '#contracts/events/event-reader.ts';
import { isInstanceId } from '#contracts/events/instance-id.ts';
import type { Trigger } from '#domain/trigger.ts';

/** `requestParameters` is null for some calls that were refused. */
const detail = z.object({ eventName: z.string(), requestParameters: z.optional(z.unknown()) });

type ReadParameters = (parameters: unknown) => readonly Trigger[] | undefined;

const instancesCall = z.object({
  instancesSet: z.object({ items: z.array(z.object({ instanceId: z.string() })) }),
});

const readInstancesCall: ReadParameters = (parameters) => {
  const parsed = z.safeParse(instancesCall, parameters);
  if (!parsed.success) return undefined;
  const instanceIds = parsed.data.instancesSet.items.map(({ instanceId }) => instanceId).filter(isInstanceId);
  return instanceIds.length === 0
    ? ignored('names-no-instance')
    : [{ kind: 'out-of-band-change', instanceIds }];
};

/** Of a target the port is not read: to look at the group shows all of them. */
const targetGroupCall = z.object({
  targetGroupArn: z.string(),
  targets: z.optional(z.array(z.object({ id: z.string() }))),
});

const readTargetGroupCall: ReadParameters = (parameters) => {
  const parsed = z.safeParse(targetGroupCall, parameters);
  if (!parsed.success) return undefined;
  const { targetGroupArn, targets = [] } = parsed.data;
  const instanceIds = targets.map(({ id }) => id).filter(isInstanceId);
  return [{ kind: 'out-of-band-change', instanceIds, targetGroupArn }];
};

const WATCHED_CALLS: ReadonlyMap<string, ReadParameters> = new Map([
  ['TerminateInstances', readInstancesCall],
  ['StopInstances', readInstancesCall],
  ['RegisterTargets', readTargetGroupCall],
  ['DeregisterTargets', readTargetGroupCall],
  ['ModifyTargetGroup', readTargetGroupCall],
  ['ModifyTargetGroupAttributes', readTargetGroupCall],
]);

/**
 * AWS API Call via CloudTrail: never taken for the truth, only for a reason to read what the call names. Refused
 * calls (`errorCode`) count as well: somebody is at work on the pair. So do our own, which costs one look.
 * @see CloudTrail User Guide, CloudTrail record contents
 */
export const readApiCall: EventReader = eventReader(detail, ({ eventName, requestParameters }) => {
  const readParameters = WATCHED_CALLS.get(eventName);
  if (readParameters === undefined) return ignored('unwatched-api-call');
  if (requestParameters === undefined || requestParameters === null)
    return ignored('call-without-parameters');
  return readParameters(requestParameters);
});
