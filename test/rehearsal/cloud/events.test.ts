import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CloudEvent } from '#rehearsal/cloud/types.ts';
import { FIRST, Rig, SECOND, STARTED_AT } from './rig.ts';

/** Amazon EventBridge User Guide: the fields every AWS service event has. */
const Envelope = z.strictObject({
  version: z.literal('0'),
  id: z.uuidv4(),
  'detail-type': z.string().min(1),
  source: z.enum(['aws.ec2', 'aws.autoscaling', 'aws.health']),
  account: z.literal('111122223333'),
  time: z.iso.datetime({ precision: 0 }),
  region: z.literal('eu-west-1'),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
});

/** One of everything that the region can say. */
const everyEvent = (): readonly CloudEvent[] => {
  const rig = new Rig();
  const { ec2, autoScaling } = rig.cloud;
  rig.launch(FIRST, { spot: 'one-time', alreadyRunning: false });
  rig.launch(SECOND);
  rig.seconds(15.25);
  autoScaling.createGroup({ groupName: 'lm-pair-a' });
  autoScaling.putLifecycleHook('lm-pair-a', { hookName: 'lm-terminate', heartbeatTimeoutSeconds: 30 });
  autoScaling.attachInstances('lm-pair-a', [SECOND]);
  ec2.recommendRebalance(FIRST);
  ec2.interruptSpot(FIRST, 'terminate');
  ec2.interruptCapacityReservation(SECOND, 'stop');
  ec2.cancelRetirement(ec2.scheduleRetirement(SECOND, STARTED_AT + 3_600_000));
  autoScaling.terminateInstanceInGroup(SECOND, false);
  rig.seconds(3_600);
  return rig.events;
};

describe('events', () => {
  it('have the envelope of EventBridge, with ids of their own', () => {
    const events = everyEvent();
    for (const event of events) expect(() => Envelope.parse(event)).not.toThrow();
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(new Set(events.map((event) => event['detail-type']))).toEqual(
      new Set([
        'EC2 Instance State-change Notification',
        'EC2 Instance Rebalance Recommendation',
        'EC2 Spot Instance Interruption Warning',
        'EC2 Capacity Reservation Instance Interruption Warning',
        'AWS Health Event',
        'EC2 Instance-terminate Lifecycle Action',
        'EC2 Instance Terminate Successful',
      ]),
    );
  });

  it('name instances as each service does', () => {
    const resources = Object.fromEntries(
      everyEvent().map((event) => [event['detail-type'], event.resources.at(-1)]),
    );
    expect(resources).toMatchObject({
      'EC2 Instance State-change Notification': expect.stringMatching(
        /^arn:aws:ec2:eu-west-1:111122223333:instance\//,
      ),
      'EC2 Spot Instance Interruption Warning': `arn:aws:ec2:eu-west-1a:instance/${FIRST}`,
      'AWS Health Event': SECOND,
      'EC2 Instance Terminate Successful': `arn:aws:ec2:eu-west-1:111122223333:instance/${SECOND}`,
    });
  });

  it('are the same for the same random numbers', () => {
    expect(everyEvent()).toEqual(everyEvent());
  });
});
