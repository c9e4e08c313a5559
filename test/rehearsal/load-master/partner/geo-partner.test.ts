import { describe, expect, it } from 'vitest';
import { Management } from '#rehearsal/load-master/api/management.ts';
import { Neighbourhood, type NetworkPlace } from '#rehearsal/load-master/partner/neighbourhood.ts';
import { makeUnit } from '#rehearsal/load-master/unit.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';

const HA_OFF = { mode: 'single', preferFirst: false, allInterfaces: false } as const;
const DUBLIN = { network: 'dublin' } as const;
const OHIO = { network: 'ohio' } as const;
/** One address. */
const SPELLINGS = ['2001:db8::5', '2001:DB8:0:0:0:0:0:5'] as const;

/** Two GEO units that name each other as they are told to. */
const makeTwo = ({
  places = [DUBLIN, OHIO],
  names = ['10.1.0.1', '10.2.0.1'],
  secrets = ['a-secret', 'a-secret'],
}: {
  readonly places?: readonly [NetworkPlace | undefined, NetworkPlace | undefined];
  /** By which the other one names each. */
  readonly names?: readonly [string, string];
  readonly secrets?: readonly [string, string];
}) => {
  const scheduler = new VirtualScheduler(0);
  const neighbourhood = new Neighbourhood();
  const make = (at: 0 | 1) => {
    const address = at === 0 ? '10.1.0.1' : '10.2.0.1';
    const version = '7.2.61.1.24109.RELEASE';
    const unit = makeUnit({ name: address, address, cloudHa: HA_OFF, version }, scheduler, () => undefined);
    const place = places[at];
    return new Management(
      unit,
      {
        users: { bal: 'password' },
        serialNumber: '1',
        settings: { geopartners: names[at === 0 ? 1 : 0] },
        partnerSecret: secrets[at],
        neighbourhood,
        ...(place === undefined ? {} : { place }),
      },
      scheduler,
    );
  };
  const [first, second] = [make(0), make(1)];
  return { first, second, seen: () => first.geoPartnerStatus(names[1]) };
};

describe('a GEO partner', () => {
  it.each([
    { what: 'that names us and has our secret', options: {}, status: 'Up' },
    { what: 'with another secret', options: { secrets: ['one', 'other'] as const }, status: 'Down' },
    { what: 'that does not name us', options: { names: ['10.9.9.9', '10.2.0.1'] as const }, status: 'Down' },
    { what: 'that names another', options: { names: ['10.2.0.1', '10.2.0.1'] as const }, status: 'Down' },
    { what: 'that nobody is', options: { names: ['10.1.0.1', '10.9.9.9'] as const }, status: 'Unknown' },
  ])('$what is $status', ({ options, status }) => {
    expect(makeTwo(options).seen()).toBe(status);
  });

  it('that is off is Down', () => {
    const { second, seen } = makeTwo({});
    second.unit.powerOff();
    expect(seen()).toBe('Down');
  });
});

describe('between networks', () => {
  const places = [
    { ...DUBLIN, publicAddress: '198.51.100.1' },
    { ...OHIO, publicAddress: '198.51.100.2' },
  ] as const;

  it('units are named by their public addresses where they have some', () => {
    expect(makeTwo({ places, names: ['198.51.100.1', '198.51.100.2'] }).seen()).toBe('Up');
  });

  it('the own address of such a unit leads nowhere', () => {
    expect(makeTwo({ places, names: ['198.51.100.1', '10.2.0.1'] }).seen()).toBe('Unknown');
    expect(makeTwo({ places, names: ['10.1.0.1', '198.51.100.2'] }).seen()).toBe('Down');
  });

  it('within one network both addresses lead there', () => {
    const near = [places[0], { ...places[1], network: DUBLIN.network }] as const;
    expect(makeTwo({ places: near }).seen()).toBe('Up');
    expect(makeTwo({ places: near, names: ['198.51.100.1', '198.51.100.2'] }).seen()).toBe('Up');
  });

  it.each(SPELLINGS)('an IPv6 address is one however it is spelled: %s', (name) => {
    const withSix = [places[0], { ...OHIO, publicAddress: SPELLINGS[0] }] as const;
    expect(makeTwo({ places: withSix, names: ['198.51.100.1', name] }).seen()).toBe('Up');
  });
});
