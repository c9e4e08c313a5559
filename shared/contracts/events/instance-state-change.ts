import * as z from 'zod/mini';
import { intentIdOf } from '#contracts/events/envelope.ts';
import { type EventReader, eventReader, ignored } from '#contracts/events/event-reader.ts';
import { instanceId } from '#contracts/events/instance-id.ts';
import type { InstanceState } from '#domain/pair/seen.ts';

/** Whether an instance in this state is leaving, or has left. */
const IS_LEAVING: Readonly<Record<InstanceState, boolean>> = {
  pending: false,
  running: false,
  stopping: true,
  stopped: true,
  'shutting-down': true,
  terminated: true,
};

const isInstanceState = (state: string): state is InstanceState => Object.hasOwn(IS_LEAVING, state);

const detail = z.object({ 'instance-id': instanceId, state: z.string() });

/**
 * EC2 Instance State-change Notification: a reason to look, and for an instance that is leaving a drain whose
 * deadline is now. States may come out of order, `terminated` before `shutting-down`.
 * @see EC2 User Guide, State change events for your instances
 */
export const readInstanceStateChange: EventReader = eventReader(
  detail,
  ({ 'instance-id': id, state }, event) => {
    if (!isInstanceState(state)) return ignored('unknown-instance-state');
    const look = { kind: 'instance-state', instanceId: id, state } as const;
    if (!IS_LEAVING[state]) return [look];
    const intent = {
      source: 'instance-leaving',
      id: intentIdOf(event, id),
      instanceId: id,
      requestedAt: event.at,
      deadlineAt: event.at,
      release: { kind: 'none' },
      why: `EC2 reports the instance ${state}`,
    } as const;
    return [look, { kind: 'drain', intent }];
  },
);
