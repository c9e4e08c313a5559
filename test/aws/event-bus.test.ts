import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { EventsRefusedError, makeEventBus } from '#aws/event-bus.ts';
import { parseEvent } from '#contracts/parse-event.ts';
import type { Announcement } from '#control/ports.ts';

const client = new EventBridgeClient({ region: 'eu-west-1' });
const eventBridge = mockClient(client);
const bus = makeEventBus({ client, busName: 'understudy-test' });

const announcement = (pairId: string): Announcement => ({
  detailType: 'Pair Continue',
  detail: { pairId, concern: 'drain' },
});
const announcements = (count: number): Announcement[] =>
  Array.from({ length: count }, (_, index) => announcement(`lm-${index}`));
const sent = () =>
  eventBridge.commandCalls(PutEventsCommand).map(({ args: [command] }) => command.input.Entries ?? []);

beforeEach(() => {
  eventBridge.reset();
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [] });
});

describe('publish', () => {
  it('puts an event on the own bus as a reader of it expects', async () => {
    await bus.publish([announcement('lm-a')]);
    expect(sent()).toEqual([
      [
        {
          EventBusName: 'understudy-test',
          Source: 'understudy',
          DetailType: 'Pair Continue',
          Detail: '{"pairId":"lm-a","concern":"drain"}',
        },
      ],
    ]);
    const [[entry] = []] = sent();
    const received = {
      id: '00000000-0000-4000-8000-000000000001',
      source: entry?.Source,
      'detail-type': entry?.DetailType,
      detail: JSON.parse(entry?.Detail ?? ''),
    };
    expect(parseEvent(received, 0)).toEqual([{ kind: 'continue', pairId: 'lm-a', concern: 'drain' }]);
  });

  it.each([
    { count: 0, calls: [] },
    { count: 10, calls: [10] },
    { count: 11, calls: [10, 1] },
    { count: 25, calls: [10, 10, 5] },
  ])('puts $count events in calls of $calls', async ({ count, calls }) => {
    await bus.publish(announcements(count));
    expect(sent().map((entries) => entries.length)).toEqual(calls);
    expect(sent().flatMap((entries) => entries.map(({ Detail }) => JSON.parse(Detail ?? '')))).toEqual(
      announcements(count).map(({ detail }) => detail),
    );
  });

  it('throws the codes of the events that were refused, and stops there', async () => {
    eventBridge.on(PutEventsCommand).resolves({
      FailedEntryCount: 2,
      Entries: [
        { EventId: '1' },
        { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' },
        { ErrorCode: 'InternalFailure' },
      ],
    });
    const error = await bus.publish(announcements(15)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EventsRefusedError);
    expect(error).toMatchObject({ codes: ['ThrottlingException', 'InternalFailure'] });
    expect(sent()).toHaveLength(1);
  });

  it('throws what the client throws', async () => {
    eventBridge.on(PutEventsCommand).rejects(new Error('no route'));
    await expect(bus.publish([announcement('lm-a')])).rejects.toThrow('no route');
  });
});
