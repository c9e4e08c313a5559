import * as z from 'zod/mini';
import { type BusEvent, intentIdOf } from '#contracts/events/envelope.ts';
import { type EventReader, eventReader } from '#contracts/events/event-reader.ts';
import { eventTime } from '#contracts/events/event-time.ts';
import { instanceId } from '#contracts/events/instance-id.ts';
import { type DrainSource, SPOT_NOTICE_MS } from '#domain/drain/intent.ts';
import type { EpochMs } from '#domain/time.ts';

const detail = z.object({
  'instance-id': instanceId,
  /** terminate, stop or hibernate: whichever, the instance stops serving. */
  'instance-action': z.string(),
  /** Only in capacity reservation warnings. */
  'instance-termination-time': z.optional(z.string()),
});

/** Two minutes, or sooner where the event says so. Hibernation begins with the notice itself. */
const deadlineOf = (warning: z.infer<typeof detail>, { at }: BusEvent): EpochMs => {
  if (warning['instance-action'] === 'hibernate') return at;
  const endOfNotice = at + SPOT_NOTICE_MS;
  return Math.min(endOfNotice, eventTime(warning['instance-termination-time'], endOfNotice));
};

const interruption = (source: DrainSource, what: string): EventReader =>
  eventReader(detail, (warning, event) => [
    {
      kind: 'drain',
      intent: {
        source,
        id: intentIdOf(event, warning['instance-id']),
        instanceId: warning['instance-id'],
        requestedAt: event.at,
        deadlineAt: deadlineOf(warning, event),
        release: { kind: 'none' },
        why: `${what}: EC2 is about to ${warning['instance-action']} the instance`,
      },
    },
  ]);

/**
 * EC2 Spot Instance Interruption Warning.
 * @see EC2 User Guide, Spot Instance interruption notices
 */
export const readSpotInterruption = interruption('spot', 'Spot interruption');

/**
 * EC2 Capacity Reservation Instance Interruption Warning: the owner of an interruptible reservation takes the
 * capacity back.
 * @see EC2 User Guide, Monitor interruptible Capacity Reservations
 */
export const readCapacityReservationInterruption = interruption(
  'capacity-reservation',
  'Capacity reservation interruption',
);
