import { describe, expect, it } from 'vitest';
import { type ManagedPair, type ManagedUnit, makeManagedPair, SECRET } from '../managed-pair.ts';
import { ADDRESSES } from '../virtual-pair.ts';

const MINUTE = 60;

const NTP = { param: 'ntphost', value: 'ntp.example' };
const ntpOf = ({ read }: ManagedUnit) => read('get', { param: 'ntphost' }).ntphost;

const changed = (managed: ManagedPair): ManagedPair => {
  managed.first.call('set', NTP);
  return managed;
};

describe('a change on the active unit', () => {
  it('reaches the standby within seconds', () => {
    const managed = changed(makeManagedPair());
    expect(ntpOf(managed.second)).toBe('pool.ntp.org');
    managed.pair.pass(5);
    expect(ntpOf(managed.second)).toBe('ntp.example');
  });

  it('that no command made is found at the next interval', () => {
    const { first, second, pair } = makeManagedPair();
    first.management.configuration.settings.set('ntphost', 'ntp.example');
    pair.pass(2 * MINUTE - 1);
    expect(ntpOf(second)).toBe('pool.ntp.org');
    pair.pass(1);
    expect(ntpOf(second)).toBe('ntp.example');
  });

  it.each(['hostname', 'nameserver', 'dfltgw', 'apiport'])('%s belongs to the unit alone', (param) => {
    const { first, second, pair } = makeManagedPair();
    const before = second.read('get', { param });
    expect(first.call('set', { param, value: '9443' }).kind).toBe('done');
    pair.pass(5 * MINUTE);
    expect(second.read('get', { param })).toEqual(before);
  });

  it.each([
    { what: 'the secrets differ', options: { secrets: { first: SECRET } }, trouble: () => undefined },
    {
      what: 'the standby knows another partner',
      options: {},
      trouble: ({ pair }: ManagedPair) => pair.second.configureHa({ partner: '10.0.1.99' }),
    },
    {
      what: 'the standby cannot be reached',
      options: {},
      trouble: ({ neighbourhood, second }: ManagedPair) => neighbourhood.leave(second.management),
    },
    {
      what: 'port 6973 of the standby is closed',
      options: {},
      trouble: ({ second }: ManagedPair) => second.management.setSyncPortOpen(false),
    },
    { what: 'the standby hangs', options: {}, trouble: ({ pair }: ManagedPair) => pair.second.hang() },
    {
      what: 'synchronising is stopped',
      options: {},
      trouble: ({ first }: ManagedPair) => first.management.stop(),
    },
  ])('does not reach the standby where $what', ({ options, trouble }) => {
    const managed = makeManagedPair(options);
    trouble(managed);
    changed(managed).pair.pass(5 * MINUTE);
    expect(ntpOf(managed.second)).toBe('pool.ntp.org');
  });

  it('reaches the standby once port 6973 is open again', () => {
    const managed = makeManagedPair();
    managed.first.management.setSyncPortOpen(false);
    changed(managed).pair.pass(5 * MINUTE);
    expect(ntpOf(managed.second)).toBe('pool.ntp.org');
    managed.first.management.setSyncPortOpen(true);
    managed.pair.pass(2 * MINUTE);
    expect(ntpOf(managed.second)).toBe('ntp.example');
  });

  it('reaches a standby that was down when it is back', () => {
    const managed = makeManagedPair();
    managed.pair.second.powerOff();
    changed(managed).pair.pass(5 * MINUTE);
    managed.pair.second.powerOn();
    managed.pair.pass(3 * MINUTE);
    expect(ntpOf(managed.second)).toBe('ntp.example');
  });
});

describe('a change on the standby', () => {
  it('is lost, and never reaches the active unit', () => {
    const { first, second, pair } = makeManagedPair();
    second.call('set', NTP);
    pair.pass(2 * MINUTE);
    expect(ntpOf(first)).toBe('pool.ntp.org');
    expect(ntpOf(second)).toBe('pool.ntp.org');
  });

  it('stays while both are active', () => {
    const { first, second, pair } = makeManagedPair({
      preferFirst: false,
      hidden: new Set([ADDRESSES.first]),
    });
    pair.pass(30);
    expect(pair.roles()).toBe('active/active');
    second.call('set', NTP);
    pair.pass(2 * MINUTE);
    expect([ntpOf(first), ntpOf(second)]).toEqual(['pool.ntp.org', 'ntp.example']);
  });
});

describe('a change while nobody is active', () => {
  it('waits for the unit that becomes active', () => {
    const { first, second, pair } = makeManagedPair();
    pair.first.reboot();
    pair.second.reboot();
    pair.pass(60);
    expect(pair.roles()).toBe('passive/passive');
    first.call('set', NTP);
    pair.pass(2 * MINUTE);
    expect(ntpOf(second)).toBe('pool.ntp.org');
    pair.poll();
    pair.pass(2 * MINUTE);
    expect(ntpOf(second)).toBe('ntp.example');
  });
});

describe('after a take-over', () => {
  it('the unit that is active now is the one that is copied', () => {
    const { first, second, pair } = makeManagedPair({ preferFirst: false });
    pair.first.powerOff();
    pair.pass(30);
    expect(pair.second.role()).toBe('active');
    second.call('set', NTP);
    pair.first.powerOn();
    pair.pass(60);
    pair.poll();
    pair.pass(2 * MINUTE);
    expect(pair.roles()).toBe('standby/active');
    expect(ntpOf(first)).toBe('ntp.example');
  });
});

describe('virtual services', () => {
  const addressesOf = ({ management }: ManagedUnit) =>
    management.configuration.virtualServices.all().map(({ address, port }) => `${address}:${port}`);
  const add = ({ call }: ManagedUnit, vs: string, port: string) => call('addvs', { vs, port, prot: 'tcp' });

  it.each([
    {
      serviceAddressesFollow: true,
      partnerHas: [`${ADDRESSES.second}:443`, '10.0.12.6:443', '10.0.1.99:80'],
    },
    {
      serviceAddressesFollow: false,
      partnerHas: [`${ADDRESSES.first}:443`, '10.0.11.5:443', '10.0.1.99:80'],
    },
  ])(
    'on the unit’s own addresses follow to the partner’s: $serviceAddressesFollow',
    ({ serviceAddressesFollow, partnerHas }) => {
      const { first, second, pair } = makeManagedPair({ behaviour: { serviceAddressesFollow } });
      first.management.configuration.interfaces.add('10.0.11.5/24');
      second.management.configuration.interfaces.add('10.0.12.6/24');
      for (const address of [ADDRESSES.first, '10.0.11.5']) add(first, address, '443');
      add(first, '10.0.1.99', '80');
      pair.pass(5);
      expect(addressesOf(second)).toEqual(partnerHas);
    },
  );

  it('on an interface that the partner lacks go there as they are', () => {
    const { first, second, pair } = makeManagedPair();
    first.management.configuration.interfaces.add('10.0.11.5/24');
    add(first, '10.0.11.5', '443');
    pair.pass(5);
    expect(addressesOf(second)).toEqual(['10.0.11.5:443']);
  });

  it('go there and back as they were', () => {
    const { first, second, pair } = makeManagedPair({ preferFirst: false });
    add(first, ADDRESSES.first, '443');
    const before = addressesOf(first);
    pair.pass(5);
    pair.first.powerOff();
    pair.pass(30);
    pair.first.powerOn();
    pair.pass(60);
    pair.poll();
    add(second, ADDRESSES.second, '80');
    pair.pass(5);
    expect(addressesOf(first)).toEqual([...before, `${ADDRESSES.first}:80`]);
  });
});

describe('GEO', () => {
  const addressesOf = ({ management }: ManagedUnit) => {
    const { clusters, fqdns } = management.configuration.geo.read();
    return [...clusters, ...fqdns.flatMap(({ maps }) => maps)].map(({ address }) => address);
  };

  it("a unit's own address becomes the partner's own", () => {
    const { first, second, pair } = makeManagedPair();
    first.call('addcluster', { ip: ADDRESSES.first, name: 'here' });
    first.call('addcluster', { ip: '10.9.9.9', name: 'there' });
    first.call('addfqdn', { fqdn: 'www.example.com' });
    first.call('addmap', { fqdn: 'www.example.com', ip: ADDRESSES.first });
    first.call('addmap', { fqdn: 'www.example.com', ip: '10.9.9.9' });
    pair.pass(5);
    expect(addressesOf(second)).toEqual([ADDRESSES.second, '10.9.9.9', ADDRESSES.second, '10.9.9.9']);
    expect(addressesOf(first)).toEqual([ADDRESSES.first, '10.9.9.9', ADDRESSES.first, '10.9.9.9']);
  });

  it.each([
    { geoListsSynchronised: false, read: '' },
    { geoListsSynchronised: true, read: '10.9.9.9' },
  ])('the address lists go along: $geoListsSynchronised', ({ geoListsSynchronised, read }) => {
    const { first, second, pair } = makeManagedPair({ behaviour: { geoListsSynchronised } });
    first.call('set', { param: 'geopartners', value: '10.9.9.9' });
    pair.pass(5);
    expect(second.read('get', { param: 'geopartners' })).toEqual({ geopartners: read });
  });

  it.each([
    { what: 'a stranger', partners: '10.9.9.9', other: '', status: 'Unknown' },
    { what: 'one that does not name this unit', partners: ADDRESSES.second, other: '', status: 'Down' },
    {
      what: 'one that does',
      partners: ADDRESSES.second,
      other: ADDRESSES.first,
      status: 'Up',
    },
  ])('getgeopartnerstatus of $what is $status', ({ partners, other, status }) => {
    const { first, second } = makeManagedPair();
    expect(first.read('getgeopartnerstatus')).toEqual({});
    first.call('set', { param: 'geopartners', value: partners });
    second.management.configuration.settings.set('geopartners', other);
    expect(first.read('getgeopartnerstatus')).toEqual({
      GeoPartners: { Partner: [{ IPAddress: partners, Status: status }] },
    });
  });
});
