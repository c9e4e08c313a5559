import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnitAudited } from '#domain/audit/unit-audited.ts';
import { UNIT_NAMES, type UnitName } from '#domain/estate/estate.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/time.ts';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import { makeLoadMasters } from '#loadmaster/load-masters.ts';
import { CUSTOMARY_HEALTH_PORT } from '#rehearsal/load-master/pair.ts';
import { Neighbourhood } from '#rehearsal/load-master/partner/neighbourhood.ts';
import { makeUnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';
import { makeNetwork } from '#rehearsal/network.ts';
import { VirtualScheduler } from '#rehearsal/virtual-scheduler.ts';
import { placeOf } from '#rehearsal/world/addresses.ts';
import { SecurityGroups } from '#rehearsal/world/security-groups.ts';
import { startUnits, type WireUnits } from '#rehearsal/world/wire-units.ts';
import { declaredPair, resolving } from '../../loadmaster/declared-pair.ts';

const REGION = 'eu-west-1';
const DAY_MS = 24 * 60 * MINUTE_MS;
const PLACES = {
  first: placeOf(REGION, 0, 0, 'first'),
  second: placeOf(REGION, 0, 0, 'second'),
};
const OWN = { first: PLACES.first.address, second: PLACES.second.address };

let scheduler: VirtualScheduler;
let wire: WireUnits;
/** What each unit is to show. */
let pins: Record<UnitName, string>;

beforeEach(async () => {
  scheduler = new VirtualScheduler(Date.now());
  const neighbourhood = new Neighbourhood();
  const around = { network: makeNetwork(), neighbourhood, securityGroups: new SecurityGroups(), scheduler };
  wire = await startUnits({ id: 'dublin-1', region: REGION }, PLACES, around);
  pins = { first: wire.wired.first.certificate.sha256, second: wire.wired.second.certificate.sha256 };
  for (const unit of UNIT_NAMES) poll(unit);
  while (wire.units.first.role() !== 'active') await setImmediate();
});
afterEach(() => wire.stop());

const poll = (unit: UnitName): void => void wire.units[unit].polledByLoadBalancer(CUSTOMARY_HEALTH_PORT);

const readBoth = async () => {
  const endpoint = (unit: UnitName) => ({
    management: wire.management[unit],
    certificateSha256: pins[unit],
  });
  const { units, ...pair } = declaredPair({ first: endpoint('first'), second: endpoint('second') });
  const declared = {
    ...pair,
    units: {
      first: { ...units.first, credentials: 'first' },
      second: { ...units.second, credentials: 'second' },
    },
  };
  const clock = { now: () => scheduler.now(), sleep: async (ms: number) => scheduler.advance(ms) };
  const loadMasters = makeLoadMasters({
    clock,
    client: makeLoadMasterClient({ clock }),
    resolve: resolving(() => ({ pair: declared })),
    credentials: {
      read: async (name) => {
        const { user, password } = JSON.parse(name === 'first' ? wire.secrets.first : wire.secrets.second);
        const credentials = {
          kind: 'password',
          user,
          password: makeSecret(password),
          version: 'v1',
        } as const;
        return { kind: 'credentials', credentials };
      },
      forget: () => undefined,
    },
    report: () => undefined,
  });
  const refs = UNIT_NAMES.map((unit) => ({ pairId: 'dublin-1', unit, withGeo: true }));
  const [first, second] = await loadMasters.readAudit(refs);
  return { first, second };
};

const said = async (): Promise<Readonly<Record<UnitName, UnitAudited>>> => {
  const { first, second } = await readBoth();
  if (first?.kind !== 'read' || second?.kind !== 'read') throw new Error('a unit was not read');
  return { first: first.value, second: second.value };
};

describe('a fresh pair', () => {
  it('is one of which an audit has nothing to say', async () => {
    const { first, second } = await said();
    for (const [unit, partner, each] of [
      ['first', 'second', first],
      ['second', 'first', second],
    ] as const) {
      expect(each).toMatchObject({
        haStatus: unit === 'first' ? 'active' : 'standby',
        designation: unit,
        partner: OWN[partner],
        healthPort: CUSTOMARY_HEALTH_PORT,
        allInterfaces: false,
        ntpHosts: ['pool.ntp.org'],
        services: [{ name: 'dublin-1', address: OWN[unit], port: '443', protocol: 'tcp', enabled: true }],
        interfaces: [{ id: 0, address: OWN[unit], additionalAddresses: [] }],
        settings: { enableapi: 'yes', sessioncontrol: 'yes', sessionbasicauth: 'no' },
      });
      const { said: shown = 0, askedAt = 0 } = each.clock ?? {};
      expect(Math.abs(askedAt - shown)).toBeLessThan(SECOND_MS);
      expect(each.licence?.licensedUntil).toBeGreaterThan(scheduler.now() + 300 * DAY_MS);
      expect(each.licence?.supportedUntil).toBeGreaterThan(scheduler.now() + 300 * DAY_MS);
      expect(each.certificateExpiresAt).toBeGreaterThan(scheduler.now() + 365 * DAY_MS);
    }
    expect(second.settings).toEqual(first.settings);
    expect(second.version).toBe(first.version);
    expect(second.prefersFirst).toBe(first.prefersFirst);
    expect(wire.link()).toBe('linked');
  });
});

/** Everything that a script can break on one unit, and what that unit says then in the place of what it said before. */
interface Breach {
  readonly what: string;
  readonly break: () => void | Promise<void>;
  readonly says: Partial<UnitAudited>;
}

const settings = (name: string, value: string) => () =>
  void wire.wired.second.management.settings.set(name, value);

const service = (port: string) => () =>
  void wire.wired.second.management.configuration.virtualServices.add({
    address: OWN.second,
    port,
    protocol: 'tcp',
    fields: {},
    realServers: [],
  });

const newer = '7.2.62.0.25000.RELEASE';
const until = Date.UTC(2030, 0, 1);
const services = (port: string) =>
  expect.arrayContaining([{ address: OWN.second, port, protocol: 'tcp', enabled: true }]);

const BREACHES: readonly Breach[] = [
  {
    what: 'the HA mode',
    break: () => wire.units.second.configureHa({ mode: 'first' }),
    says: { designation: 'first' },
  },
  {
    what: 'the partner',
    break: () => wire.units.second.configureHa({ partner: '10.9.9.9' }),
    says: { partner: '10.9.9.9' },
  },
  {
    what: 'the health port',
    break: () => wire.units.second.configureHa({ healthPort: 8446 }),
    says: { healthPort: 8446 },
  },
  {
    what: 'the preference',
    break: () => wire.units.second.configureHa({ preferFirst: !wire.units.second.cloudHa().preferFirst }),
    says: { prefersFirst: expect.any(Boolean) },
  },
  {
    what: 'all interfaces',
    break: () => wire.units.second.configureHa({ allInterfaces: true }),
    says: { allInterfaces: true },
  },
  {
    what: 'a second interface',
    break: () => void wire.wired.second.management.configuration.interfaces.add('10.0.12.6/24'),
    says: { interfaces: expect.arrayContaining([{ id: 1, address: '10.0.12.6', additionalAddresses: [] }]) },
  },
  ...['8444', '6973', '22', '8080'].map((port) => ({
    what: `a service on port ${port}`,
    break: service(port),
    says: { services: services(port) },
  })),
  {
    what: 'no service',
    break: () => wire.wired.second.management.configuration.virtualServices.delete(1),
    says: { services: [] },
  },
  {
    what: 'a setting',
    break: settings('snat', 'no'),
    says: { settings: expect.objectContaining({ snat: 'no' }) },
  },
  { what: 'NTP', break: settings('ntphost', ''), says: { ntpHosts: [], settings: expect.anything() } },
  {
    what: 'the clock',
    break: () => wire.wired.second.management.setClockAhead(10 * MINUTE_MS),
    says: { clock: expect.anything(), bootedAt: expect.any(Number) },
  },
  {
    what: 'the licence',
    break: () => wire.wired.second.management.changeLicence({ licensedUntil: until }),
    says: { licence: expect.objectContaining({ licensedUntil: until }) },
  },
  {
    what: 'the support',
    break: () => wire.wired.second.management.changeLicence({ supportUntil: until }),
    says: { licence: expect.objectContaining({ supportedUntil: until }) },
  },
  {
    what: 'the certificate’s end',
    break: async () => {
      const certificate = await makeUnitCertificate(OWN.second, until);
      wire.wired.second.showCertificate(certificate);
      pins.second = certificate.sha256;
    },
    says: { certificateExpiresAt: until },
  },
  {
    what: 'the firmware',
    break: async () => {
      wire.units.second.firmware.stage({ version: newer });
      wire.units.second.reboot();
      scheduler.advance(MINUTE_MS);
      await wire.wired.second.settled();
      poll('second');
    },
    says: { version: newer, bootedAt: expect.any(Number) },
  },
];

describe('what can be broken on one unit', () => {
  it.each(BREACHES)('$what, and nothing else is said otherwise', async ({ break: breach, says }) => {
    const before = await said();
    await breach();
    const after = await said();
    expect(after.second).toMatchObject(says);
    const keys = Object.keys(says) as (keyof UnitAudited)[];
    for (const key of keys) expect(after.second[key]).not.toEqual(before.second[key]);
    const unbroken = ({ clock: _, ...seen }: UnitAudited) =>
      Object.entries(seen).filter(([key]) => !(key in says));
    expect(unbroken(after.second)).toEqual(unbroken(before.second));
    expect(unbroken(after.first)).toEqual(
      Object.entries(before.first).filter(([key]) => key !== 'clock' && !(key in says)),
    );
  });

  it.each([
    { what: 'another certificate', code: 'loadmaster-certificate-changed', setting: undefined },
    { what: 'the API switched off', code: 'loadmaster-api-disabled', setting: ['enableapi', 'no'] },
    { what: 'no session management', code: 'loadmaster-api-disabled', setting: ['sessioncontrol', 'no'] },
    { what: 'basic authentication', code: 'loadmaster-api-disabled', setting: ['sessionbasicauth', 'yes'] },
  ])('$what: the unit is unread', async ({ setting: [name = '', value = ''] = [], code }) => {
    if (name === '') wire.wired.second.showCertificate(await makeUnitCertificate(OWN.second));
    else settings(name, value)();
    const { first, second } = await readBoth();
    expect(first?.kind).toBe('read');
    expect(second).toEqual({ kind: 'unread', code });
  });

  it('four reboots within five minutes: the unit is pacified', async () => {
    for (let nth = 0; nth < 4; nth += 1) {
      wire.units.second.reboot();
      scheduler.advance(MINUTE_MS);
    }
    await wire.wired.second.settled();
    poll('second');
    expect(wire.units.second.pacified()).toBe(true);
    expect((await said()).second.haStatus).toBe('passive');
  });
});
