import { describe, expect, it } from 'vitest';
import { synchronisedParts, UnitConfiguration } from '#rehearsal/load-master/config/unit-configuration.ts';
import { DONE_V2, makeBothWires } from './both-wires.ts';

const makeConfiguration = (address = '10.0.1.5') => {
  let now = 1000;
  let settingsChanged = 0;
  const configuration = new UnitConfiguration({
    address,
    settings: { hostname: `lb-${address}` },
    now: () => now,
    settingsChanged: () => {
      settingsChanged++;
    },
  });
  return {
    configuration,
    pass: () => {
      now += 1000;
    },
    settingsChanged: () => settingsChanged,
  };
};

/** Something else than a fresh unit has, everywhere. */
const configure = ({
  settings,
  interfaces,
  routes,
  virtualServices,
  certificates,
  geo,
}: UnitConfiguration) => {
  settings.set('ntphost', 'time.example');
  settings.set('hostname', 'configured');
  settings.set('dfltgw', '10.0.1.1');
  interfaces.change(0, { mtu: 9000, additionalAddresses: ['10.0.1.7/24'] });
  routes.add({ destination: '10.20.0.0/16', gateway: '10.0.1.1' });
  const web = virtualServices.add({
    address: '10.0.1.5',
    port: '80',
    protocol: 'tcp',
    fields: { NickName: 'web' },
    realServers: [],
  });
  virtualServices.addRealServer(web, { address: '10.10.10.10', port: 80, fields: { Weight: 5 } });
  virtualServices.addSubService(web);
  certificates.put({ name: 'web', pem: 'a certificate' });
  geo.change({ enabled: true }, 1000);
};

describe('a snapshot', () => {
  it('restored on another unit makes that one the same', () => {
    const [one, other] = [makeConfiguration(), makeConfiguration('10.0.1.6')];
    configure(one.configuration);
    other.configuration.restore(one.configuration.snapshot());
    expect(other.configuration.snapshot()).toEqual(one.configuration.snapshot());
  });

  it('is plain data: it survives being written as JSON', () => {
    const { configuration } = makeConfiguration();
    configure(configuration);
    const snapshot = configuration.snapshot();
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('is not changed by what happens to the unit afterwards', () => {
    const { configuration } = makeConfiguration();
    configure(configuration);
    const snapshot = configuration.snapshot();
    const before = structuredClone(snapshot);
    configuration.virtualServices.delete(1);
    configuration.interfaces.change(0, { mtu: 600 });
    expect(snapshot).toEqual(before);
  });

  it('is not shared with the unit, neither one taken nor one restored', () => {
    const [one, other] = [makeConfiguration(), makeConfiguration('10.0.1.6')];
    configure(one.configuration);
    const snapshot = one.configuration.snapshot();
    const before = structuredClone(snapshot);
    other.configuration.restore(snapshot);
    Object.assign(snapshot.virtualServices[0] ?? {}, { port: '1' });
    Object.assign(snapshot.base.own?.interfaces[0] ?? {}, { mtu: 1 });
    Object.assign(snapshot.base.own?.routes[0] ?? {}, { gateway: '10.0.1.2' });
    Object.assign(snapshot.certificates[0] ?? {}, { pem: 'another' });
    Object.assign(snapshot.geo, { enabled: false });
    expect(one.configuration.snapshot()).toEqual(before);
    expect(other.configuration.snapshot()).toEqual(before);
  });
});

describe('restore', () => {
  it.each(['base', 'virtualServices', 'geo', 'certificates'] as const)(
    'of %s alone leaves the rest',
    (part) => {
      const [one, other] = [makeConfiguration(), makeConfiguration('10.0.1.6')];
      configure(one.configuration);
      const [wanted, before] = [one.configuration.snapshot(), other.configuration.snapshot()];
      other.configuration.restore({ [part]: wanted[part] });
      expect(other.configuration.snapshot()).toEqual({ ...before, [part]: wanted[part] });
    },
  );

  it('notes a change, but not where everything is as it was', () => {
    const { configuration, pass, settingsChanged } = makeConfiguration();
    configure(configuration);
    const [snapshot, changes] = [configuration.snapshot(), settingsChanged()];
    pass();
    configuration.restore(snapshot);
    expect(configuration.changedAt()).toBe(1000);
    expect(settingsChanged()).toBe(changes);
    configuration.restore({ ...snapshot, virtualServices: [] });
    expect(configuration.changedAt()).toBe(2000);
  });

  it('tells of changed settings', () => {
    const { configuration, settingsChanged } = makeConfiguration();
    const { base } = configuration.snapshot();
    configuration.restore({ base: { settings: { ...base.settings, ntphost: 'time.example' } } });
    expect(settingsChanged()).toBe(1);
  });
});

describe('what partners synchronise', () => {
  it('is everything but what belongs to one unit', () => {
    const [active, standby] = [makeConfiguration(), makeConfiguration('10.0.1.6')];
    configure(active.configuration);
    const own = standby.configuration.snapshot().base.own;
    standby.configuration.restore(synchronisedParts(active.configuration.snapshot()));
    const { base, ...rest } = standby.configuration.snapshot();
    expect(base.own).toEqual(own);
    expect(base.settings).toMatchObject({ ntphost: 'time.example' });
    const { base: _base, ...expected } = active.configuration.snapshot();
    expect(rest).toEqual(expected);
  });

  it.each(['hostname', 'nameserver', 'dfltgw', 'admincert', 'wuiiface', 'apiport'])(
    'leaves out %s',
    (name) => {
      const { base } = makeConfiguration().configuration.snapshot();
      expect(base.own?.settings).toHaveProperty(name);
      expect(base.settings).not.toHaveProperty(name);
    },
  );
});

describe('a standby that refuses writes', () => {
  const unit = () => {
    const standby = makeBothWires({ standbyRejectsWrites: 403 }, 'second');
    standby.management.configuration.virtualServices.add({
      address: '10.0.1.6',
      port: '80',
      protocol: 'tcp',
      fields: {},
      realServers: [],
    });
    return standby;
  };

  it.each([
    'addvs',
    'modvs',
    'delvs',
    'addrs',
    'modrs',
    'delrs',
    'enablers',
    'disablers',
    'addcert',
    'delcert',
  ])('refuses %s', (command) => {
    expect(unit().v2(command, { vs: '1' }).json.code).toBe(403);
  });

  it.each([
    { command: 'modiface', parameters: { interface: '0', mtu: '9000' } },
    { command: 'addadditional', parameters: { interface: '0', addr: '10.0.1.8/24' } },
    { command: 'addroute', parameters: { dest: '10.20.0.0/16', gateway: '10.0.1.1' } },
  ])('takes $command: its own', ({ command, parameters }) => {
    expect(unit().v2(command, parameters).json).toEqual(DONE_V2);
  });

  it.each(['listvs', 'stats', 'vstotals', 'showiface', 'showroute', 'listcert', 'licenseinfo', 'logging.df'])(
    'answers %s',
    (command) => {
      expect(unit().v2(command).json.code).toBe(200);
    },
  );
});
