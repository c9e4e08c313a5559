import { describe, expect, it } from 'vitest';
import { FIRST, Rig, STARTED_AT } from './rig.ts';

const WARNINGS = {
  spot: 'EC2 Spot Instance Interruption Warning',
  capacity: 'EC2 Capacity Reservation Instance Interruption Warning',
} as const;

describe('interruptions', () => {
  it.each([
    { kind: 'spot', action: 'terminate', after: 'shutting-down', code: 'Server.SpotInstanceTermination' },
    { kind: 'spot', action: 'stop', after: 'stopping', code: 'Server.SpotInstanceShutdown' },
    { kind: 'spot', action: 'hibernate', after: 'stopping', code: 'Server.SpotInstanceShutdown' },
    { kind: 'capacity', action: 'terminate', after: 'shutting-down', code: 'Server.InternalError' },
  ] as const)('$kind $action: warned, two minutes later $after', ({ kind, action, after, code }) => {
    const rig = new Rig();
    rig.launch(FIRST, { spot: 'persistent' });
    if (kind === 'spot') rig.cloud.ec2.interruptSpot(FIRST, action);
    else rig.cloud.ec2.interruptCapacityReservation(FIRST, action);
    expect(rig.eventsOf(WARNINGS[kind])).toMatchObject([
      {
        resources: [`arn:aws:ec2:eu-west-1a:instance/${FIRST}`],
        detail: { 'instance-id': FIRST, 'instance-action': action },
      },
    ]);
    rig.seconds(119.999);
    expect(rig.cloud.ec2.find(FIRST)?.state).toBe('running');
    rig.seconds(0.001);
    expect(rig.cloud.ec2.find(FIRST)).toMatchObject({ state: after, stateReason: { code } });
  });

  it('leaves in peace what is gone before the notice ends, and shortens the notice on demand', () => {
    const rig = new Rig();
    rig.launch(FIRST, { spot: 'one-time' });
    rig.cloud.ec2.interruptSpot(FIRST, 'terminate');
    rig.cloud.ec2.interruptSpot(FIRST, 'terminate', 7_000_000);
    rig.cloud.ec2.interruptSpot(FIRST, 'terminate', 39_000);
    rig.seconds(39);
    expect(rig.cloud.ec2.find(FIRST)?.state).toBe('shutting-down');
    rig.seconds(7_200);
    expect(rig.cloud.ec2.find(FIRST)).toBeUndefined();
  });

  it('warns only what can be interrupted', () => {
    const rig = new Rig();
    rig.launch(FIRST);
    expect(() => rig.cloud.ec2.interruptSpot(FIRST, 'terminate')).toThrow('not a spot instance');
    rig.cloud.ec2.stop([FIRST]);
    expect(() => rig.cloud.ec2.recommendRebalance(FIRST)).toThrow('not running');
  });

  it('recommends a rebalance and does nothing else', () => {
    const rig = new Rig();
    rig.launch(FIRST, { spot: 'one-time' });
    rig.cloud.ec2.recommendRebalance(FIRST);
    rig.seconds(600);
    expect(rig.events.map((event) => event['detail-type'])).toEqual([
      'EC2 Instance Rebalance Recommendation',
    ]);
    expect(rig.cloud.ec2.find(FIRST)?.state).toBe('running');
  });
});

describe('scheduled retirement', () => {
  const twoHours = STARTED_AT + 7_200_000;

  it('is announced, and stops the instance when its time has come', () => {
    const rig = new Rig();
    rig.launch(FIRST);
    const eventArn = rig.cloud.ec2.scheduleRetirement(FIRST, twoHours);
    expect(rig.eventsOf('AWS Health Event')).toMatchObject([
      {
        source: 'aws.health',
        resources: [FIRST],
        detail: {
          eventArn,
          service: 'EC2',
          eventTypeCategory: 'scheduledChange',
          statusCode: 'upcoming',
          startTime: 'Fri, 1 May 2026 12:00:00 GMT',
          affectedEntities: [{ entityValue: FIRST }],
        },
      },
    ]);
    rig.seconds(7_200);
    expect(rig.cloud.ec2.find(FIRST)).toMatchObject({
      state: 'stopping',
      stateReason: { code: 'Server.ScheduledStop' },
    });
    expect(() => rig.cloud.ec2.cancelRetirement(eventArn)).toThrow('not open');
  });

  it('can be called off: the same event is closed, and the instance stays', () => {
    const rig = new Rig();
    rig.launch(FIRST);
    const eventArn = rig.cloud.ec2.scheduleRetirement(FIRST, twoHours);
    rig.seconds(60);
    rig.cloud.ec2.cancelRetirement(eventArn);
    rig.seconds(8_000);
    expect(
      rig.eventsOf('AWS Health Event').map(({ detail }) => [detail.eventArn, detail.statusCode]),
    ).toEqual([
      [eventArn, 'upcoming'],
      [eventArn, 'closed'],
    ]);
    expect(rig.cloud.ec2.find(FIRST)?.state).toBe('running');
  });
});
