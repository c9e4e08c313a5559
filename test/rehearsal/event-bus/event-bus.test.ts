import { describe, expect, it } from 'vitest';
import { type BusDelivery, makeRegionEventBus } from '#rehearsal/event-bus/event-bus.ts';
import { readRules } from '#rehearsal/event-bus/rules.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';

const RULES = readRules(`
functions:
  watch:
    events: [{ eventBridge: { schedule: rate(1 minute) } }]
  drain:
    maximumRetryAttempts: 1
    events:
      - eventBridge: { pattern: { source: [aws.ec2] } }
      - eventBridge: { eventBus: own, pattern: { source: [understudy] } }
`);

const EC2_EVENT = { source: 'aws.ec2' };

/** A bus on virtual time; `fail` makes every invocation fail. */
const makeBus = ({ fail = false, random = 0.5 } = {}) => {
  const scheduler = new VirtualScheduler(0);
  const invoked: string[] = [];
  const delivered: BusDelivery[] = [];
  const bus = makeRegionEventBus({
    region: 'eu-west-1',
    accountId: '111122223333',
    rules: RULES,
    scheduler,
    random: () => random,
    invoke: async (functionName) => {
      invoked.push(functionName);
      if (fail) throw new Error('no');
    },
    onDelivered: (delivery) => delivered.push(delivery),
  });
  /** Lets time pass, and what was begun in it come to its end. */
  const advance = async (ms: number): Promise<void> => {
    scheduler.advance(ms);
    await new Promise(setImmediate);
  };
  return { bus, invoked, delivered, advance };
};

describe('the event bus', () => {
  it('delivers an event to the functions whose rules match it, on that bus alone', async () => {
    const { bus, invoked, advance } = makeBus();
    bus.put('default', EC2_EVENT);
    bus.put('own', EC2_EVENT);
    bus.put('default', { source: 'aws.s3' });
    await advance(0);
    expect(invoked).toEqual(['drain']);
  });

  it('tells who listens of every event, also of one that wakes nobody', () => {
    const { bus } = makeBus();
    const heard: unknown[] = [];
    bus.onEvent((name, event) => heard.push([name, event]));
    bus.put('default', EC2_EVENT);
    bus.put('own', { source: 'nobody' });
    expect(heard).toEqual([
      ['default', EC2_EVENT],
      ['own', { source: 'nobody' }],
    ]);
  });

  it('fires schedules in simulated time, from the start on', async () => {
    const { bus, invoked, advance } = makeBus();
    bus.start();
    await advance(150_000);
    expect(invoked).toEqual(['watch', 'watch', 'watch']);
  });

  it('repeats a failed invocation as often as its function allows', async () => {
    const { bus, delivered, advance } = makeBus({ fail: true });
    bus.put('default', EC2_EVENT);
    for (let minute = 0; minute < 10; minute++) await advance(60_000);
    expect(delivered.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it.each([
    { fault: 'drops', faults: { drop: 1 }, count: 0 },
    { fault: 'duplicates', faults: { duplicate: 1 }, count: 2 },
  ])('$fault deliveries when told to', async ({ faults, count }) => {
    const { bus, invoked, advance } = makeBus();
    Object.assign(bus.faults, faults);
    bus.put('default', EC2_EVENT);
    await advance(0);
    expect(invoked).toHaveLength(count);
  });

  it('delays deliveries when told to', async () => {
    const { bus, invoked, advance } = makeBus();
    bus.faults.delayMs = 5_000;
    bus.put('default', EC2_EVENT);
    await advance(4_999);
    expect(invoked).toEqual([]);
    await advance(1);
    expect(invoked).toEqual(['drain']);
  });

  it('begins nothing after it was stopped', async () => {
    const { bus, invoked, advance } = makeBus();
    bus.start();
    bus.put('default', EC2_EVENT);
    await bus.stop();
    await advance(600_000);
    expect(invoked).toEqual([]);
  });
});
