import * as z from 'zod/mini';
import type { BusEvent } from '#contracts/events/envelope.ts';
import type { Trigger } from '#domain/trigger.ts';

/** Makes triggers of one kind of event. Undefined: its `detail` is not what is documented. */
export type EventReader = (event: BusEvent) => readonly Trigger[] | undefined;

export const eventReader =
  <Detail>(
    schema: z.ZodMiniType<Detail>,
    toTriggers: (detail: Detail, event: BusEvent) => readonly Trigger[] | undefined,
  ): EventReader =>
  (event) => {
    const parsed = z.safeParse(schema, event.detail);
    return parsed.success ? toTriggers(parsed.data, event) : undefined;
  };

/** Why a known event is no concern of ours. A closed set: it is counted by. */
export type IgnoredReason =
  | 'unknown-detail-type'
  | 'unknown-instance-state'
  | 'launch-hook'
  | 'test-notification'
  | 'not-ec2-maintenance'
  | 'copy-for-another-region'
  | 'names-no-instance'
  | 'names-no-target-group'
  | 'unwatched-api-call'
  | 'call-without-parameters'
  | 'announcement'
  | 'replay';

export const ignored = (reason: IgnoredReason): readonly Trigger[] => [{ kind: 'ignored', reason }];
