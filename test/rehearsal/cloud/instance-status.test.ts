import { describe, expect, it } from 'vitest';
import { FIRST, Rig, STARTED_AT } from './rig.ts';

const DAY_S = 86_400;

const running = (): Rig => {
  const rig = new Rig();
  rig.launch(FIRST);
  return rig;
};

const checksOf = (rig: Rig): readonly string[] => {
  const { system, instance } = rig.cloud.ec2.describeStatusChecks(FIRST);
  return [system.status, instance.status];
};

describe('status checks', () => {
  it('pass for an instance that was found running', () => {
    expect(checksOf(running())).toEqual(['ok', 'ok']);
  });

  it('have to be made first after a start, and after a reboot', () => {
    const rig = new Rig();
    rig.launch(FIRST, { alreadyRunning: false });
    expect(checksOf(rig)).toEqual(['not-applicable', 'not-applicable']);
    rig.seconds(15);
    expect(checksOf(rig)).toEqual(['initializing', 'initializing']);
    rig.seconds(120);
    expect(checksOf(rig)).toEqual(['ok', 'ok']);
    rig.cloud.ec2.reboot([FIRST]);
    rig.seconds(2);
    expect(checksOf(rig)).toEqual(['initializing', 'initializing']);
  });

  it('fail for a machine that died, from then until it is repaired', () => {
    const rig = running();
    rig.seconds(60);
    rig.cloud.ec2.crash(FIRST);
    rig.seconds(60);
    expect(rig.cloud.ec2.describeStatusChecks(FIRST)).toEqual({
      system: { status: 'ok' },
      instance: { status: 'impaired', impairedSince: STARTED_AT + 60_000 },
    });
    rig.cloud.ec2.repair(FIRST);
    rig.seconds(120);
    expect(checksOf(rig)).toEqual(['ok', 'ok']);
  });

  it('say what they are made to say, one apart from the other, until that is taken back', () => {
    const rig = running();
    rig.cloud.ec2.setStatusCheck(FIRST, 'system', 'impaired');
    rig.cloud.ec2.setStatusCheck(FIRST, 'instance', 'insufficient-data');
    expect(checksOf(rig)).toEqual(['impaired', 'insufficient-data']);
    expect(rig.cloud.ec2.describeStatusChecks(FIRST).system.impairedSince).toBe(STARTED_AT);
    rig.cloud.ec2.setStatusCheck(FIRST, 'system', undefined);
    expect(checksOf(rig)).toEqual(['ok', 'insufficient-data']);
  });

  it('forget an impaired system when the instance is stopped: it starts elsewhere', () => {
    const rig = running();
    rig.cloud.ec2.setStatusCheck(FIRST, 'system', 'impaired');
    rig.cloud.ec2.stop([FIRST]);
    rig.seconds(20);
    expect(checksOf(rig)).toEqual(['not-applicable', 'not-applicable']);
    rig.cloud.ec2.start([FIRST]);
    rig.seconds(15 + 120);
    expect(checksOf(rig)).toEqual(['ok', 'ok']);
  });

  it('are none of an instance that does not run', () => {
    const rig = running();
    rig.cloud.ec2.stop([FIRST]);
    expect(() => rig.cloud.ec2.setStatusCheck(FIRST, 'system', 'impaired')).toThrow('not running');
  });
});

describe('scheduled events', () => {
  const inTwoHours = STARTED_AT + 7_200_000;
  const eventsOf = (rig: Rig) => rig.cloud.ec2.describeScheduledEvents(FIRST);

  it('show a retirement that is to come', () => {
    const rig = running();
    rig.cloud.ec2.scheduleRetirement(FIRST, inTwoHours);
    expect(eventsOf(rig)).toEqual([
      {
        instanceEventId: expect.stringMatching(/^instance-event-[0-9a-f]{17}$/),
        code: 'instance-retirement',
        description: 'The instance is running on degraded hardware',
        notBefore: inTwoHours,
      },
    ]);
  });

  it.each([
    ['Completed', (rig: Rig) => rig.seconds(7_200)],
    ['Canceled', (rig: Rig, eventArn: string) => rig.cloud.ec2.cancelRetirement(eventArn)],
  ])('show one that is over as [%s] for a week', (how, end) => {
    const rig = running();
    end(rig, rig.cloud.ec2.scheduleRetirement(FIRST, inTwoHours));
    rig.seconds(7 * DAY_S - 1);
    expect(eventsOf(rig)).toMatchObject([
      { description: `[${how}] The instance is running on degraded hardware`, notBefore: inTwoHours },
    ]);
    rig.seconds(1);
    expect(eventsOf(rig)).toEqual([]);
  });
});
