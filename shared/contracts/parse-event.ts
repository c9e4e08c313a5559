import { readAlarmNotification } from '#contracts/events/alarm-notification.ts';
import { readAlarmAction, readAlarmStateChange } from '#contracts/events/alarm-state-change.ts';
import { readApiCall } from '#contracts/events/api-call.ts';
import { type BusEvent, readEnvelope } from '#contracts/events/envelope.ts';
import { type EventReader, ignored } from '#contracts/events/event-reader.ts';
import { readHealthEvent } from '#contracts/events/health-event.ts';
import { readInstanceStateChange } from '#contracts/events/instance-state-change.ts';
import {
  readCapacityReservationInterruption,
  readSpotInterruption,
} from '#contracts/events/interruption-warning.ts';
import { readHookNotification, readLifecycleAction } from '#contracts/events/lifecycle-action.ts';
import { mentionedInstances } from '#contracts/events/mentioned-instances.ts';
import { OWN_SOURCE, ownEventReaders } from '#contracts/events/own-events.ts';
import { readRebalanceRecommendation } from '#contracts/events/rebalance-recommendation.ts';
import { wrappedMessages } from '#contracts/events/wrapped-messages.ts';
import type { EpochMs } from '#domain/time.ts';
import type { Trigger } from '#domain/trigger.ts';

const API_CALL: readonly [string, EventReader] = ['AWS API Call via CloudTrail', readApiCall];

/** By `source`, then by `detail-type`. */
const READERS: ReadonlyMap<string, ReadonlyMap<string, EventReader>> = new Map([
  [
    'aws.ec2',
    new Map([
      ['EC2 Instance State-change Notification', readInstanceStateChange],
      ['EC2 Spot Instance Interruption Warning', readSpotInterruption],
      // The EC2 User Guide has had both names for it.
      ['EC2 Capacity Reservation Instance Interruption Warning', readCapacityReservationInterruption],
      [
        'EC2 Interruptible Capacity Reservation Instance Interruption Warning',
        readCapacityReservationInterruption,
      ],
      ['EC2 Instance Rebalance Recommendation', readRebalanceRecommendation],
      API_CALL,
    ]),
  ],
  ['aws.elasticloadbalancing', new Map([API_CALL])],
  [
    'aws.autoscaling',
    new Map([
      ['EC2 Instance-terminate Lifecycle Action', readLifecycleAction],
      ['EC2 Instance-launch Lifecycle Action', readLifecycleAction],
    ]),
  ],
  ['aws.health', new Map([['AWS Health Event', readHealthEvent]])],
  ['aws.cloudwatch', new Map([['CloudWatch Alarm State Change', readAlarmStateChange]])],
  ['aws.events', new Map<string, EventReader>([['Scheduled Event', () => [{ kind: 'sweep' }]]])],
  [OWN_SOURCE, ownEventReaders],
]);

/**
 * What may be acted on when an archive is replayed: intents with an identity of their own, which a replay cannot
 * make twice. Everything else was true when it was sent: a command must not be repeated, a warning is over.
 */
const REPLAYABLE: ReadonlySet<EventReader> = new Set([readLifecycleAction, readHealthEvent]);

/** The longest message SQS carries. @see Amazon SQS Developer Guide, Message quotas */
const MAX_MESSAGE_CHARACTERS = 1_048_576;

/** The deepest that AWS makes is an SQS batch of SNS notifications, given as text: three texts, two wrappers. */
const MAX_UNWRAPPED = 5;

type MalformedReason =
  | 'not-an-event'
  | 'not-json'
  | 'too-large'
  | 'wrapped-too-deep'
  | 'unknown-source'
  | 'detail-not-understood';

const malformed = (reason: MalformedReason, raw: unknown): readonly Trigger[] => [
  { kind: 'malformed', reason, instanceIds: mentionedInstances(raw) },
];

const fromBus = (event: BusEvent, raw: unknown): readonly Trigger[] => {
  const ofSource = READERS.get(event.source);
  if (ofSource === undefined) return malformed('unknown-source', raw);
  const read = ofSource.get(event.detailType);
  if (read === undefined) return ignored('unknown-detail-type');
  if (event.isReplay && !REPLAYABLE.has(read)) return ignored('replay');
  return read(event) ?? malformed('detail-not-understood', raw);
};

const fromText = (text: string, receivedAt: EpochMs, unwrapped: number): readonly Trigger[] => {
  if (text.length > MAX_MESSAGE_CHARACTERS) return malformed('too-large', text);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return malformed('not-json', text);
  }
  return parse(raw, receivedAt, unwrapped + 1);
};

const parse = (raw: unknown, receivedAt: EpochMs, unwrapped: number): readonly Trigger[] => {
  if (unwrapped > MAX_UNWRAPPED) return malformed('wrapped-too-deep', raw);
  if (typeof raw === 'string') return fromText(raw, receivedAt, unwrapped);
  const event = readEnvelope(raw, receivedAt);
  if (event !== undefined) return fromBus(event, raw);
  const messages = wrappedMessages(raw);
  if (messages !== undefined) return messages.flatMap((message) => parse(message, receivedAt, unwrapped + 1));
  return (
    readAlarmAction(raw) ??
    readAlarmNotification(raw) ??
    readHookNotification(raw, receivedAt) ??
    malformed('not-an-event', raw)
  );
};

/**
 * Everything that can wake the control plane, in one shape: EventBridge events of AWS's and our own, the direct
 * forms of alarms and lifecycle hooks, and any of these in SQS and SNS messages. Total: what is not understood is
 * a `malformed` trigger with the instances it mentions, never an exception, for an event that throws is delivered
 * again. One event may concern several instances. A redelivery gives equal intents; only an event that does not say
 * when it happened takes its time from `receivedAt`.
 */
export const parseEvent = (raw: unknown, receivedAt: EpochMs): readonly Trigger[] =>
  parse(raw, receivedAt, 0);
