import * as z from 'zod/mini';
import { eventTime } from '#contracts/events/event-time.ts';
import type { EpochMs } from '#domain/time.ts';

/*
 * `resources` is not read: EC2 spot events name an ARN with the zone and no account, AWS Health bare ids, and
 * CloudTrail events nothing. Who is concerned is said in `detail` alone. Neither is `version`, which older
 * events lack.
 */
const envelope = z.object({
  id: z.optional(z.string()),
  'detail-type': z.string(),
  source: z.string(),
  time: z.optional(z.unknown()),
  region: z.optional(z.string()),
  'replay-name': z.optional(z.string()),
  detail: z.optional(z.unknown()),
});

/** An event from an EventBridge bus; its `detail` is still to be read. @see EventBridge User Guide, Event structure */
export interface BusEvent {
  readonly id: string | undefined;
  readonly source: string;
  readonly detailType: string;
  readonly at: EpochMs;
  /** Where it was delivered, which for AWS Health need not be where it happens. */
  readonly region: string | undefined;
  /** Sent again from an archive, at some later time. @see EventBridge User Guide, Archiving and replaying events */
  readonly isReplay: boolean;
  readonly detail: unknown;
}

/** Undefined for what is not from an EventBridge bus. */
export const readEnvelope = (raw: unknown, receivedAt: EpochMs): BusEvent | undefined => {
  const parsed = z.safeParse(envelope, raw);
  if (!parsed.success) return undefined;
  const event = parsed.data;
  return {
    id: event.id || undefined,
    source: event.source,
    detailType: event['detail-type'],
    at: eventTime(event.time, receivedAt),
    region: event.region,
    isReplay: event['replay-name'] !== undefined,
    detail: event.detail,
  };
};

/**
 * The identity of an intent that has none but its event's. EventBridge delivers an event more than once under one
 * id, and AWS tells of a second interruption in a new event, which is a new intent: that it may concern a unit that
 * is being drained already is for the decision to see. Without an id the time stands in for it.
 */
export const intentIdOf = (event: BusEvent, instanceId: string): string =>
  event.id ?? `${event.source}/${instanceId}/${event.at}`;
