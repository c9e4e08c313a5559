import { describe, expect, it } from 'vitest';
import { makeRegionEventBus, type RegionEventBus } from '#rehearsal/event-bus/event-bus.ts';
import { type Forwarding, startForwarding } from '#rehearsal/event-bus/forwarding.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { leaving } from '../../../deploy/forwarding.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';
const NORTH = 'eu-north-1';
const LONG_MS = 60_000;

interface Rig {
  readonly scheduler: VirtualScheduler;
  readonly forwarding: Forwarding;
  readonly buses: ReadonlyMap<string, RegionEventBus>;
  /** What was put onto each bus, oldest first. */
  readonly heard: (region: string) => readonly unknown[];
  readonly put: (region: string, event: object, bus?: 'own' | 'default') => void;
}

const makeRig = (random = 0): Rig => {
  const scheduler = new VirtualScheduler(0);
  const heard = new Map<string, unknown[]>();
  const buses = new Map(
    [EAST, WEST, NORTH].map((region) => {
      const bus = makeRegionEventBus({
        region,
        accountId: '111122223333',
        rules: [],
        scheduler,
        random: () => 0,
        invoke: async () => undefined,
        onDelivered: () => undefined,
      });
      const here: unknown[] = [];
      heard.set(region, here);
      bus.onEvent((_bus, event) => here.push(event));
      return [region, bus] as const;
    }),
  );
  return {
    scheduler,
    buses,
    forwarding: startForwarding({ buses, leaving, scheduler, random: () => random }),
    heard: (region) => heard.get(region) ?? [],
    put: (region, event, bus = 'own') => buses.get(region)?.put(bus, event),
  };
};

const eventOf = (detailType: string, region: string, source = 'understudy') => ({
  source,
  region,
  'detail-type': detailType,
  detail: {},
});

const CHANGED = eventOf('Geo Changed', EAST);

describe('what is for all regions', () => {
  it.each(['Geo Changed', 'Rollouts Changed'])('%s is heard in each of the others, once', (detailType) => {
    const { put, heard, scheduler } = makeRig();
    const event = eventOf(detailType, EAST);
    put(EAST, event);
    expect(heard(WEST)).toEqual([]);
    scheduler.advance(LONG_MS);
    expect(heard(WEST)).toEqual([event]);
    expect(heard(NORTH)).toEqual([event]);
    expect(heard(EAST)).toEqual([event]);
  });

  it.each([
    { what: 'another event', event: eventOf('Geo Requested', EAST), bus: 'own' as const },
    { what: 'somebody else’s event', event: eventOf('Geo Changed', EAST, 'somebody'), bus: 'own' as const },
    { what: 'what came from another region', event: eventOf('Geo Changed', NORTH), bus: 'own' as const },
    { what: 'what is on the default bus', event: CHANGED, bus: 'default' as const },
  ])('$what is not', ({ event, bus }) => {
    const { put, heard, scheduler } = makeRig();
    put(EAST, event, bus);
    scheduler.advance(LONG_MS);
    expect(heard(WEST)).toEqual([]);
  });
});

describe('trouble between regions', () => {
  it('delays events, in the one direction', () => {
    const { put, heard, scheduler, forwarding } = makeRig();
    forwarding.set({ from: EAST, to: WEST, delayMs: 5_000 });
    put(EAST, CHANGED);
    scheduler.advance(4_999);
    expect([heard(WEST).length, heard(NORTH).length]).toEqual([0, 1]);
    scheduler.advance(1);
    expect(heard(WEST)).toEqual([CHANGED]);
  });

  it('loses events', () => {
    const { put, heard, scheduler, forwarding } = makeRig(0.4);
    forwarding.set({ from: EAST, to: WEST, drop: 0.5 });
    forwarding.set({ from: EAST, to: NORTH, drop: 0.3 });
    put(EAST, CHANGED);
    scheduler.advance(LONG_MS);
    expect([heard(WEST).length, heard(NORTH).length]).toEqual([0, 1]);
  });

  it('cuts a direction: what is put then, and what is on its way, is lost', () => {
    const { put, heard, scheduler, forwarding } = makeRig();
    put(EAST, CHANGED);
    forwarding.set({ from: EAST, to: WEST, cut: true });
    scheduler.advance(LONG_MS);
    put(EAST, CHANGED);
    forwarding.set({ from: EAST, to: WEST, cut: false });
    scheduler.advance(LONG_MS);
    expect(heard(WEST)).toEqual([]);
    put(EAST, CHANGED);
    scheduler.advance(LONG_MS);
    expect(heard(WEST)).toEqual([CHANGED]);
  });
});

it('nothing is delivered once it has stopped', () => {
  const { put, heard, scheduler, forwarding } = makeRig();
  put(EAST, CHANGED);
  forwarding.stop();
  scheduler.advance(LONG_MS);
  expect(heard(WEST)).toEqual([]);
});
