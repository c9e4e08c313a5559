import { describe, expect, it } from 'vitest';
import { parseEvent } from '#contracts/parse-event.ts';
import type { Trigger } from '#domain/trigger.ts';
import { RECEIVED_AT } from './expected-triggers.ts';
import { SAMPLES, sampleWith } from './samples.ts';

const SPOT = 'ec2/spot-interruption-terminate.json';
const RETIREMENT = 'health/retirement.json';
const UNIT = 'i-0aaaaaaaaaaaaaaa1';

const parse = (raw: unknown): readonly Trigger[] => parseEvent(raw, RECEIVED_AT);
const malformed = (reason: string, ...instanceIds: string[]): Trigger[] => [
  { kind: 'malformed', reason, instanceIds },
];
const onlyDrain = (raw: unknown) => {
  const [trigger, ...others] = parse(raw).filter(({ kind }) => kind === 'drain');
  if (trigger?.kind !== 'drain' || others.length > 0) throw new Error('not one drain');
  return trigger.intent;
};

describe('an event that is not understood', () => {
  const hookWithoutToken = sampleWith('autoscaling/terminate-hook.json', { LifecycleActionToken: '' });
  it.each<[string, unknown, Trigger[]]>([
    ['nothing', undefined, malformed('not-an-event')],
    ['a list', [SAMPLES.get(SPOT)], malformed('not-an-event', UNIT)],
    ['an empty batch', { Records: [] }, malformed('not-an-event')],
    [
      'a source nobody sends from',
      sampleWith(SPOT, {}, { source: 'aws.s3' }),
      malformed('unknown-source', UNIT),
    ],
    [
      'a source that is the name of an inherited property',
      sampleWith(SPOT, {}, { source: 'constructor', 'detail-type': 'constructor' }),
      malformed('unknown-source', UNIT),
    ],
    [
      'an instance id that is none',
      sampleWith(SPOT, { 'instance-id': 'i-1' }),
      malformed('detail-not-understood', UNIT),
    ],
    ['a hook without its token', hookWithoutToken, malformed('detail-not-understood', UNIT)],
    [
      'a maintenance without a date',
      sampleWith(RETIREMENT, { startTime: undefined }),
      malformed('detail-not-understood', UNIT),
    ],
    [
      'a maintenance with a date in another form',
      sampleWith(RETIREMENT, { startTime: '2026-05-01T22:00:00Z' }),
      malformed('detail-not-understood', UNIT),
    ],
    [
      'a call whose parameters are of another form',
      sampleWith('ec2/terminate-instances.json', { requestParameters: { instanceIds: [UNIT] } }),
      malformed('detail-not-understood', UNIT),
    ],
    ['text that is not JSON', `{"instance":"${UNIT}"`, malformed('not-json', UNIT)],
    [
      'text that is too long',
      JSON.stringify(`${UNIT}${' '.repeat(1_048_576)}`),
      malformed('too-large', UNIT),
    ],
  ])('is malformed: %s', (_, raw, expected) => {
    expect(parse(raw)).toEqual(expected);
  });

  it('is looked into only so deep', () => {
    const wrap = (inner: string): string =>
      JSON.stringify({ Records: [{ eventSource: 'aws:sqs', body: inner }] });
    const event = JSON.stringify(SAMPLES.get('events/scheduled.json'));
    expect(parse(JSON.parse(wrap(wrap(event))))).toEqual([{ kind: 'sweep' }]);
    expect(parse(JSON.parse(wrap(wrap(wrap(event)))))).toMatchObject(malformed('wrapped-too-deep'));
  });

  it('does not keep the rest of its batch from being understood', () => {
    const record = { eventSource: 'aws:sqs', body: JSON.stringify(SAMPLES.get('events/scheduled.json')) };
    expect(parse({ Records: [{ ...record, body: 'garbage' }, record, { s3: UNIT }] })).toEqual([
      ...malformed('not-json'),
      { kind: 'sweep' },
      ...malformed('not-an-event', UNIT),
    ]);
  });
});

describe('an event that is known and no concern of ours', () => {
  it.each<[string, unknown, string]>([
    [
      'another detail-type of a known source',
      sampleWith(SPOT, {}, { 'detail-type': 'EBS Volume Notification' }),
      'unknown-detail-type',
    ],
    [
      'a state EC2 has not now',
      sampleWith('ec2/instance-running.json', { state: 'rebooting' }),
      'unknown-instance-state',
    ],
    ['maintenance of another service', sampleWith(RETIREMENT, { service: 'RDS' }), 'not-ec2-maintenance'],
    [
      'maintenance of a host',
      sampleWith(RETIREMENT, { affectedEntities: [{ entityValue: 'h-0a' }] }),
      'names-no-instance',
    ],
    ['maintenance of nothing', sampleWith(RETIREMENT, { affectedEntities: undefined }), 'names-no-instance'],
    [
      'a call for an instance that cannot be',
      sampleWith('ec2/stop-instances.json', {
        requestParameters: { instancesSet: { items: [{ instanceId: 'web' }] } },
      }),
      'names-no-instance',
    ],
  ])('is ignored: %s', (_, raw, reason) => {
    expect(parse(raw)).toEqual([{ kind: 'ignored', reason }]);
  });
});

describe('the time of an event', () => {
  const at = (time: unknown): number => onlyDrain(sampleWith(SPOT, {}, { time })).requestedAt;

  it.each<[string, unknown]>([
    ['missing', undefined],
    ['empty', ''],
    ['a number', 1_777_629_600],
    ['not a time', 'yesterday'],
    ['not a time of the calendar', '2026-13-01T10:00:00Z'],
    ['without a zone', '2026-05-01T10:00:00'],
    ['a bare year', '2026'],
    ['more than five minutes ahead', '2026-05-01T10:05:06Z'],
  ])('is that of its receipt when it is %s', (_, time) => {
    expect(at(time)).toBe(RECEIVED_AT);
  });

  it.each<[string, string]>([
    ['in the past', '2026-04-30T10:00:00Z'],
    ['five minutes ahead', '2026-05-01T10:05:05Z'],
    ['with a fraction of a second', '2026-05-01T10:00:00.123Z'],
  ])('is taken as it is when it is %s', (_, time) => {
    expect(at(time)).toBe(Date.parse(time));
  });
});

describe('the deadline of an interruption', () => {
  const FILE = 'ec2/capacity-reservation-interruption.json';
  const deadline = (time: unknown): number | undefined =>
    onlyDrain(sampleWith(FILE, { 'instance-termination-time': time })).deadlineAt;
  const inTwoMinutes = Date.parse('2026-05-01T10:02:00Z');

  it.each<[string, unknown, number]>([
    ['is the time the event names', '2026-05-01T10:01:30Z', Date.parse('2026-05-01T10:01:30Z')],
    ['is never later than two minutes', '2026-05-01T10:04:00Z', inTwoMinutes],
    ['is two minutes when none is named', undefined, inTwoMinutes],
    ['is two minutes when it cannot be read', 'soon', inTwoMinutes],
  ])('%s', (_, time, expected) => {
    expect(deadline(time)).toBe(expected);
  });

  it('is known under the older name of the event as well', () => {
    const renamed = sampleWith(
      FILE,
      {},
      {
        'detail-type': 'EC2 Interruptible Capacity Reservation Instance Interruption Warning',
      },
    );
    expect(parse(renamed)).toEqual(parse(SAMPLES.get(FILE)));
  });
});

describe('a maintenance', () => {
  it('is withdrawn for every instance when the announcement is closed', () => {
    expect(parse(sampleWith(RETIREMENT, { statusCode: 'closed' }))).toMatchObject([
      { kind: 'drain-cancelled' },
    ]);
  });

  it('is withdrawn even when its date cannot be read', () => {
    const closed = sampleWith('health/retirement-closed.json', { startTime: undefined });
    expect(parse(closed)).toMatchObject([{ kind: 'drain-cancelled', instanceId: UNIT }]);
  });

  it('has one identity from its announcement to its end', () => {
    const [cancelled] = parse(SAMPLES.get('health/retirement-closed.json'));
    expect(cancelled).toMatchObject({ intentId: onlyDrain(SAMPLES.get(RETIREMENT)).id });
  });

  it('drains an instance once that is named twice', () => {
    const entity = { entityValue: UNIT };
    expect(parse(sampleWith(RETIREMENT, { affectedEntities: [entity, entity] }))).toHaveLength(1);
  });
});

it('names a target group once that several metrics of an alarm watch', () => {
  const { metrics } = Object(Object(SAMPLES.get('cloudwatch/alarm.json')?.detail).configuration);
  const twice = sampleWith('cloudwatch/alarm.json', { configuration: { metrics: [...metrics, ...metrics] } });
  expect(parse(twice)).toEqual(parse(SAMPLES.get('cloudwatch/alarm.json')));
});

it('knows an intent by instance and time where its event has no id', () => {
  expect(onlyDrain(sampleWith(SPOT, {}, { id: '' })).id).toBe(
    `aws.ec2/${UNIT}/${Date.parse('2026-05-01T10:00:00Z')}`,
  );
});

it('ignores the test notification of a hook in either of its forms', () => {
  expect(parse({ LifecycleTransition: 'autoscaling:TEST_NOTIFICATION' })).toEqual([
    { kind: 'ignored', reason: 'test-notification' },
  ]);
});

it('acts on a replay only where its intent has an identity of its own', () => {
  const acted = [...SAMPLES]
    .filter(([, event]) => 'detail-type' in event)
    .filter(([, event]) => parse({ ...event, 'replay-name': 'r' }).some(({ kind }) => kind !== 'ignored'))
    .map(([file]) => file);
  expect(acted.length).toBeGreaterThan(0);
  expect(acted.filter((file) => !/^autoscaling\/terminate-hook|^health\//.test(file))).toEqual([]);
});
