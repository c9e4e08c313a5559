import * as z from 'zod/mini';
import { intentIdOf } from '#contracts/events/envelope.ts';
import { type EventReader, eventReader } from '#contracts/events/event-reader.ts';
import { instanceId } from '#contracts/events/instance-id.ts';

const detail = z.object({ 'instance-id': instanceId });

/**
 * EC2 Instance Rebalance Recommendation: a hint that a spot instance is at risk, with nothing that forces it yet.
 * @see EC2 User Guide, EC2 instance rebalance recommendations
 */
export const readRebalanceRecommendation: EventReader = eventReader(
  detail,
  ({ 'instance-id': id }, event) => [
    {
      kind: 'drain',
      intent: {
        source: 'rebalance',
        id: intentIdOf(event, id),
        instanceId: id,
        requestedAt: event.at,
        release: { kind: 'none' },
        why: 'EC2 recommends to rebalance: the spot instance is at elevated risk of interruption',
      },
    },
  ],
);
