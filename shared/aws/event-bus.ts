import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { OWN_SOURCE } from '#contracts/events/own-events.ts';
import type { Announcement, EventBus } from '#control/ports.ts';

/** @see EventBridge API, PutEvents: the most entries in a request */
const ENTRIES_PER_CALL = 10;

/** EventBridge answered and did not take every event. `codes` are its own, one for each event it refused. */
export class EventsRefusedError extends Error {
  override readonly name = 'EventsRefusedError';
  readonly codes: readonly string[];
  constructor(codes: readonly string[]) {
    super(`EventBridge refused ${codes.length} event(s): ${[...new Set(codes)].join(', ')}`);
    this.codes = codes;
  }
}

/**
 * Understudy's own bus. The first call that fails ends a publication: events before it were taken, and the caller
 * publishes all of them again, which listeners bear. Throws EventsRefusedError, or what the client throws.
 */
export const makeEventBus = ({
  client,
  busName,
}: {
  readonly client: EventBridgeClient;
  readonly busName: string;
}): EventBus => {
  const toEntry = ({ detailType, detail }: Announcement) => ({
    EventBusName: busName,
    Source: OWN_SOURCE,
    DetailType: detailType,
    Detail: JSON.stringify(detail),
  });

  return {
    async publish(announcements) {
      for (let start = 0; start < announcements.length; start += ENTRIES_PER_CALL) {
        const Entries = announcements.slice(start, start + ENTRIES_PER_CALL).map(toEntry);
        const answer = await client.send(new PutEventsCommand({ Entries }));
        if ((answer.FailedEntryCount ?? 0) > 0) {
          throw new EventsRefusedError(answer.Entries?.flatMap(({ ErrorCode }) => ErrorCode ?? []) ?? []);
        }
      }
    },
  };
};
