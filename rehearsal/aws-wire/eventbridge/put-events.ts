import { randomUUID } from 'node:crypto';
import {
  PutEvents$,
  type PutEventsRequest,
  type PutEventsRequestEntry,
  type PutEventsResponse,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { constraintMessage } from '#rehearsal/aws-wire/protocol/constraint.ts';
import { type Operation, operation, type PutEvent, type RegionWorld } from '#rehearsal/aws-wire/service.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

/** @see Amazon EventBridge API Reference, PutEvents: 1 to 10 entries, less than 1 MB together */
const MAX_ENTRIES = 10;
const MAX_TOTAL_BYTES = 1024 * 1024;
/** What an entry's Time counts for. @see Amazon EventBridge User Guide, Calculating PutEvents event entry size */
const TIME_BYTES = 14;
/** @see Amazon EventBridge API Reference, PutEventsRequestEntry */
const MAX_DETAIL_TYPE_LENGTH = 128;

const validationException = (message: string): CloudError =>
  new CloudError('ValidationException', 400, message);

const bytesOf = ({
  Time,
  Source = '',
  DetailType = '',
  Detail = '',
  Resources = [],
}: PutEventsRequestEntry) =>
  [Source, DetailType, Detail, ...Resources].reduce(
    (sum, text) => sum + Buffer.byteLength(text),
    Time === undefined ? 0 : TIME_BYTES,
  );

/** @throws CloudError ValidationException: nothing of the request is taken */
const checkRequest = (entries: readonly PutEventsRequestEntry[]): void => {
  const refuse = (constraint: string) =>
    validationException(constraintMessage(['Entries'], `[${entries.length} entries]`, constraint));
  if (entries.length < 1) throw refuse('Member must have length greater than or equal to 1');
  if (entries.length > MAX_ENTRIES)
    throw refuse(`Member must have length less than or equal to ${MAX_ENTRIES}`);
  if (entries.reduce((sum, entry) => sum + bytesOf(entry), 0) >= MAX_TOTAL_BYTES) {
    throw validationException('Total size of the entries in the request is over the limit.');
  }
};

const invalid = (parameter: string, reason: string): PutEventsResultEntry => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${parameter} is not valid. Reason: ${reason}.`,
});

const parseObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? { ...parsed }
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** An ARN of a bus ends in its name. */
const busNameOf = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

/** The event an entry makes, or why EventBridge does not take it. */
const acceptEntry = (entry: PutEventsRequestEntry, world: RegionWorld): PutEvent | PutEventsResultEntry => {
  const { Source, DetailType, Detail, Resources = [], EventBusName = 'default' } = entry;
  if (!Source) return invalid('Source', 'Source is a required argument');
  if (!DetailType) return invalid('DetailType', 'DetailType is a required argument');
  if (DetailType.length > MAX_DETAIL_TYPE_LENGTH) {
    return invalid('DetailType', `DetailType is longer than ${MAX_DETAIL_TYPE_LENGTH} characters`);
  }
  if (!Detail) return invalid('Detail', 'Detail is a required argument');
  if (Source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = parseObject(Detail);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return {
    eventBusName: busNameOf(EventBusName),
    event: {
      version: '0',
      id: randomUUID(),
      'detail-type': DetailType,
      source: Source,
      account: world.cloud.accountId,
      time: (entry.Time ?? new Date(world.now())).toISOString().replace(/\.\d+Z$/, 'Z'),
      region: world.cloud.region,
      resources: Resources,
      detail,
    },
  };
};

const putEvents = operation(PutEvents$, ({ Entries = [] }: PutEventsRequest, world): PutEventsResponse => {
  checkRequest(Entries);
  const accepted: PutEvent[] = [];
  const results = Entries.map((entry): PutEventsResultEntry => {
    const outcome = acceptEntry(entry, world);
    if (!('event' in outcome)) return outcome;
    accepted.push(outcome);
    return { EventId: outcome.event.id };
  });
  if (accepted.length > 0) world.onEvents(accepted);
  return { FailedEntryCount: results.length - accepted.length, Entries: results };
});

export const putEventsOperations: readonly Operation[] = [putEvents];
