import {
  ListRulesCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';
import { ACCOUNT_ID, REGION, startWiredRegion } from './wired-region.ts';

const ENTRY = { Source: 'understudy', DetailType: 'Pair Situation Changed', Detail: '{"pair":"p-1"}' };
const MEGABYTE = 1024 * 1024;

describe('PutEvents', () => {
  it('hands on what it accepted, as EventBridge delivers it', async () => {
    await using region = await startWiredRegion();
    const { FailedEntryCount, Entries } = await region.events.send(
      new PutEventsCommand({
        Entries: [
          ENTRY,
          {
            ...ENTRY,
            Time: new Date('2026-02-03T04:05:06.789Z'),
            Resources: ['arn:aws:ec2:eu-west-1:123456789012:instance/i-1'],
            EventBusName: `arn:aws:events:${REGION}:${ACCOUNT_ID}:event-bus/understudy`,
          },
        ],
      }),
    );
    expect(FailedEntryCount).toBe(0);
    expect(region.putEvents).toEqual([
      {
        eventBusName: 'default',
        event: {
          version: '0',
          id: Entries?.[0]?.EventId,
          'detail-type': 'Pair Situation Changed',
          source: 'understudy',
          account: ACCOUNT_ID,
          time: '2026-03-01T08:10:00Z',
          region: REGION,
          resources: [],
          detail: { pair: 'p-1' },
        },
      },
      {
        eventBusName: 'understudy',
        event: expect.objectContaining({
          id: Entries?.[1]?.EventId,
          time: '2026-02-03T04:05:06Z',
          resources: ['arn:aws:ec2:eu-west-1:123456789012:instance/i-1'],
        }),
      },
    ]);
  });

  it.each([
    ['InvalidArgument', { ...ENTRY, Source: undefined }],
    ['InvalidArgument', { ...ENTRY, DetailType: '' }],
    ['InvalidArgument', { ...ENTRY, DetailType: 'x'.repeat(129) }],
    ['InvalidArgument', { ...ENTRY, Detail: undefined }],
    ['MalformedDetail', { ...ENTRY, Detail: 'not json' }],
    ['MalformedDetail', { ...ENTRY, Detail: '[1]' }],
    ['NotAuthorizedForSourceException', { ...ENTRY, Source: 'aws.ec2' }],
  ])('fails one entry with %s and takes the others: %o', async (ErrorCode, bad) => {
    await using region = await startWiredRegion();
    const { FailedEntryCount, Entries } = await region.events.send(
      new PutEventsCommand({ Entries: [ENTRY, bad, ENTRY] }),
    );
    expect(FailedEntryCount).toBe(1);
    expect(Entries).toEqual([
      { EventId: expect.any(String) },
      { ErrorCode, ErrorMessage: expect.any(String) },
      { EventId: expect.any(String) },
    ]);
    expect(region.putEvents).toHaveLength(2);
  });

  it.each([
    ['no entries', []],
    ['eleven entries', Array.from({ length: 11 }, () => ENTRY)],
    ['a megabyte', [{ ...ENTRY, Detail: JSON.stringify({ filler: 'x'.repeat(MEGABYTE) }) }]],
  ])('takes nothing of a request with %s', async (_what, Entries) => {
    await using region = await startWiredRegion();
    const call = region.events.send(new PutEventsCommand({ Entries }));
    expect(await refusalOf(call)).toMatchObject({ name: 'ValidationException', status: 400 });
    expect(region.putEvents).toEqual([]);
  });
});

describe('operations that are not simulated', () => {
  it.each([
    new PutRuleCommand({ Name: 'every-minute', ScheduleExpression: 'rate(1 minute)' }),
    new PutTargetsCommand({
      Rule: 'every-minute',
      Targets: [{ Id: '1', Arn: 'arn:aws:lambda:eu-west-1:1:function:x' }],
    }),
    new ListRulesCommand({}),
  ])('$constructor.name: UnknownOperationException', async (command) => {
    await using region = await startWiredRegion();
    const call = region.events.send(command as ListRulesCommand);
    expect(await refusalOf(call)).toMatchObject({ name: 'UnknownOperationException', status: 400 });
  });
});
