import { X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DamagedItemError, StoreUnavailableError } from '#control/errors.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import type { CredentialsRead } from '#loadmaster/credentials.ts';
import { type LoadMastersOptions, makeLoadMasters } from '#loadmaster/load-masters.ts';
import type { UnitFailure } from '#loadmaster/unit-failure.ts';
import { declaredPair, declaredStandalone, resolving } from './declared-pair.ts';
import {
  json,
  ok,
  PASSWORD,
  passwordCredentials,
  type Received,
  type Script,
  type ScriptedUnit,
  startScriptedUnit,
} from './scripted-unit.ts';

const clock = { now: () => 1_000, sleep: async () => undefined };

let first: ScriptedUnit;
let second: ScriptedUnit;
let failures: UnitFailure[];
let resolved: string[];
let forgotten: string[];
let pair: Pair;

beforeEach(async () => {
  [first, second] = await Promise.all([startScriptedUnit(), startScriptedUnit()]);
  failures = [];
  resolved = [];
  forgotten = [];
  pair = declaredPair({ first: first.endpoint, second: second.endpoint });
});
afterEach(() => Promise.all([first.stop(), second.stop()]));

const make = (over: Partial<LoadMastersOptions> = {}) =>
  makeLoadMasters({
    clock,
    client: makeLoadMasterClient({ clock, random: () => 0 }),
    resolve: resolving(
      () => ({ pair, standalone: declaredStandalone(first.endpoint) }),
      (id) => void resolved.push(id),
    ),
    credentials: {
      read: async () => ({ kind: 'credentials', credentials: passwordCredentials }),
      forget: (name) => void forgotten.push(name),
    },
    report: (failure) => void failures.push(failure),
    ...over,
  });

const FIRST = { pairId: 'dublin-1', unit: 'first' } as const;
const SECOND = { pairId: 'dublin-1', unit: 'second' } as const;

const unitThat = (haStatus: string, port = '8444', mode = 'master'): Script => {
  let healthPort = port;
  const answer = (call: Received): object => {
    if (call.cmd === 'getawshaparams')
      return { HaMode: mode, Port: healthPort, Partner: '10.0.1.5', HaPrefered: '1' };
    return call.param === 'hastatus' ? { hastatus: haStatus } : { boottime: 'Thu, 28 May 26 11:22:37 UTC' };
  };
  return (call, response) => {
    healthPort = call.hcp ?? healthPort;
    json(response, 200, { code: 200, status: 'ok', ...answer(call) });
  };
};

const fail =
  (status: number): Script =>
  (_call, response) =>
    json(response, status, { code: status, message: 'no', status: 'fail' });

describe('reading status', () => {
  it('answers for every unit, in order, from one read of the pair', async () => {
    first.script = unitThat('Active');
    second.script = unitThat('Standby', 'unset', 'slave');
    const bootedAt = Date.parse('2026-05-28T11:22:37Z');
    const shared = { partner: '10.0.1.5', prefersFirst: true };
    expect(await make().readStatus([SECOND, FIRST])).toEqual([
      { kind: 'read', value: { haStatus: 'standby', bootedAt, designation: 'second', ...shared } },
      {
        kind: 'read',
        value: { haStatus: 'active', healthPort: 8444, bootedAt, designation: 'first', ...shared },
      },
    ]);
    expect(resolved).toEqual(['dublin-1']);
    expect(failures).toEqual([]);
  });

  it('lets one unit’s failure be its own', async () => {
    first.script = fail(404);
    second.script = unitThat('Standby');
    expect(await make().readStatus([FIRST, SECOND])).toMatchObject([
      { kind: 'unread', code: 'loadmaster-api-disabled' },
      { kind: 'read', value: { haStatus: 'standby' } },
    ]);
    expect(failures).toEqual([
      { ...FIRST, code: 'loadmaster-api-disabled', command: 'get', httpStatus: 404, said: 'no' },
    ]);
  });

  it.each<{ what: string; script: Script; code: string; reported: string }>([
    { what: 'wrong credentials', script: fail(401), code: 'loadmaster-auth', reported: 'loadmaster-auth' },
    {
      what: 'a missing permission',
      script: fail(403),
      code: 'loadmaster-permission',
      reported: 'loadmaster-permission',
    },
    {
      what: 'an old firmware',
      script: fail(405),
      code: 'loadmaster-unknown-command',
      reported: 'loadmaster-unknown-command',
    },
    {
      what: 'a refused command',
      script: fail(422),
      code: 'loadmaster-refused',
      reported: 'loadmaster-command',
    },
    {
      what: 'no JSON',
      script: (_call, response) => response.end('<html>'),
      code: 'loadmaster-garbage',
      reported: 'loadmaster-garbage',
    },
    {
      what: 'a lost connection',
      script: (_call, _response, request) => void request.socket.destroy(),
      code: 'loadmaster-unreachable',
      reported: 'loadmaster-unreachable',
    },
  ])('is unread with $code for $what', async ({ script, code, reported }) => {
    first.script = script;
    expect(await make().readStatus([FIRST])).toEqual([{ kind: 'unread', code }]);
    expect(failures).toMatchObject([{ ...FIRST, code: reported }]);
  });

  it('is unread when the certificate has changed, and nothing was said to the unit', async () => {
    pair = declaredPair({
      first: { ...first.endpoint, certificateSha256: 'a'.repeat(64) },
      second: second.endpoint,
    });
    expect(await make().readStatus([FIRST])).toEqual([
      { kind: 'unread', code: 'loadmaster-certificate-changed' },
    ]);
    expect(first.requestBytes()).toBe(0);
  });

  it.each([
    { what: 'no such pair', resolve: async () => undefined, reported: 'unit-not-declared' },
    {
      what: 'a table that does not answer',
      resolve: async () => Promise.reject(new StoreUnavailableError()),
      reported: 'estate-unread',
    },
    {
      what: 'an address that is none',
      resolve: resolving(() => ({
        pair: declaredPair({
          first: { ...first.endpoint, management: '10.0.1.4' },
          second: second.endpoint,
        }),
      })),
      reported: 'estate-unread',
    },
    {
      what: 'a damaged item',
      resolve: async () => Promise.reject(new DamagedItemError('PAIR#dublin-1')),
      reported: 'estate-unread',
    },
  ])('is unread with gateway-error for $what', async ({ resolve, reported }) => {
    expect(await make({ resolve }).readStatus([FIRST])).toEqual([{ kind: 'unread', code: 'gateway-error' }]);
    expect(failures).toEqual([{ ...FIRST, code: reported }]);
    expect(first.connections()).toBe(0);
  });

  it.each(['credentials-unavailable', 'credentials-malformed'] as const)(
    'is unread with gateway-error for %s',
    async (code) => {
      const credentials = {
        read: async (): Promise<CredentialsRead> => ({ kind: 'missing', code }),
        forget: () => undefined,
      };
      expect(await make({ credentials }).readStatus([FIRST])).toEqual([
        { kind: 'unread', code: 'gateway-error' },
      ]);
      expect(failures).toEqual([{ ...FIRST, code }]);
      expect(first.connections()).toBe(0);
    },
  );

  it('leaves no connection open', async () => {
    first.script = unitThat('Active');
    second.script = fail(422);
    await make().readStatus([FIRST, SECOND]);
    await Promise.all([first.disconnected(), second.disconnected()]);
    expect([first.connections(), second.connections()]).toEqual([1, 1]);
  });

  it('lets a bug be seen', async () => {
    const resolve = async () => Promise.reject(new TypeError('ours'));
    await expect(make({ resolve }).readStatus([FIRST])).rejects.toThrow(TypeError);
  });

  it('forgets credentials that the unit itself refused, and not those that were withheld', async () => {
    first.script = fail(401);
    const loadMasters = make();
    await loadMasters.readStatus([FIRST]);
    await loadMasters.readStatus([FIRST]);
    expect(forgotten).toEqual(['lm/dublin-1']);
    expect(first.received).toHaveLength(1);
    expect(failures).toMatchObject([{ httpStatus: 401 }, { withheld: true }]);
  });

  it('reports no credentials', async () => {
    first.script = (call, response) =>
      json(response, 422, { code: 422, message: `not ${call.apipass}`, status: 'fail' });
    await make().readStatus([FIRST]);
    expect(failures).toMatchObject([{ said: 'not [secret]' }]);
    expect(inspect(failures, { depth: 9 }) + JSON.stringify(failures)).not.toContain(PASSWORD);
  });
});

describe('reading firmware', () => {
  const firmware: Script = (call, response) => {
    const answers: Readonly<Record<string, object>> = {
      get: { version: '7.2.60.0.22525.RELEASE' },
      getpreviousversion: { PreviousVersion: '7.2.58.0.21623.RELEASE\n' },
      licenseinfo: { SupportUntil: 'Fri May 17 04:00:00 UTC 2019' },
      vstotals: { VSTotals: { Total: 3, Up: 2 } },
    };
    json(response, 200, { code: 200, status: 'ok', ...answers[call.cmd ?? ''] });
  };

  it('answers for every unit, in order, over one connection to each', async () => {
    first.script = firmware;
    second.script = fail(403);
    const value = {
      version: '7.2.60.0.22525.RELEASE',
      previousVersion: '7.2.58.0.21623.RELEASE',
      supportedUntil: Date.UTC(2019, 4, 17, 4),
      servicesUp: 2,
      servicesTotal: 3,
    };
    expect(await make().readFirmware([SECOND, FIRST])).toEqual([
      { kind: 'unread', code: 'loadmaster-permission' },
      { kind: 'read', value },
    ]);
    expect(resolved).toEqual(['dublin-1']);
    expect(failures).toMatchObject([{ ...SECOND, code: 'loadmaster-permission', command: 'get' }]);
    await Promise.all([first.disconnected(), second.disconnected()]);
    expect([first.connections(), second.connections()]).toEqual([1, 1]);
  });

  it('is unread with the code of a status read when the unit fails', async () => {
    first.script = (_call, _response, request) => void request.socket.destroy();
    second.script = (_call, response) => response.end('<html>');
    expect(await make().readFirmware([FIRST, SECOND])).toEqual([
      { kind: 'unread', code: 'loadmaster-unreachable' },
      { kind: 'unread', code: 'loadmaster-garbage' },
    ]);
  });
});

describe('reading GEO', () => {
  const SOLO = { pairId: 'solo-1', unit: 'standalone' } as const;
  const geo: Script = (call, response) => {
    const answers: Readonly<Record<string, object>> = {
      isgeoenabled: { Data: 'GEO is enabled' },
      geoclients: { geoclients: '10.0.1.4,10.0.1.5' },
      geopartners: { geopartners: '10.0.1.5' },
      listclusters: { cluster: { Index: '1', Name: 'oslo', IPAddress: '10.0.1.4', Type: 'remoteLM' } },
    };
    json(response, 200, { code: 200, status: 'ok', ...answers[call.param ?? call.cmd ?? ''] });
  };
  const value = {
    enabled: true,
    access: ['10.0.1.4', '10.0.1.5'],
    partners: ['10.0.1.5'],
    partnerStatus: [],
    clusters: [{ address: '10.0.1.4', name: 'oslo', type: 'remoteLM' }],
    mapped: [],
  };

  it('answers for units of pairs and for standalones, in order, with six calls each', async () => {
    first.script = geo;
    second.script = fail(403);
    expect(await make().readGeo([SECOND, SOLO, FIRST])).toEqual([
      { kind: 'unread', code: 'loadmaster-permission' },
      { kind: 'read', value },
      { kind: 'read', value },
    ]);
    expect(resolved.toSorted()).toEqual(['dublin-1', 'solo-1']);
    expect(first.received).toHaveLength(2 * 6);
    expect(failures).toMatchObject([{ ...SECOND, code: 'loadmaster-permission', command: 'isgeoenabled' }]);
  });

  it('is unread with gateway-error for a standalone that is not declared, whatever pair has its id', async () => {
    const unknown = { pairId: 'dublin-1', unit: 'standalone' } as const;
    expect(await make().readGeo([unknown])).toEqual([{ kind: 'unread', code: 'gateway-error' }]);
    expect(failures).toEqual([{ ...unknown, code: 'unit-not-declared' }]);
  });
});

describe('reading for an audit', () => {
  const answers: Readonly<Record<string, object>> = {
    getall: { version: '7.2.60.0.22525.RELEASE', hastatus: 'Active', time: 'Thu, 28 May 26 11:22:37 UTC' },
    getawshaparams: { HaMode: 'master', Port: '8444' },
    isgeoenabled: { Data: 'GEO is enabled' },
  };
  const audited: Script = (call, response) =>
    json(response, 200, { code: 200, status: 'ok', ...answers[call.cmd ?? ''] });
  const value = {
    haStatus: 'active',
    designation: 'first',
    healthPort: 8444,
    allInterfaces: false,
    version: '7.2.60.0.22525.RELEASE',
    clock: { said: Date.UTC(2026, 4, 28, 11, 22, 37), askedAt: clock.now() },
    ntpHosts: [],
    settings: {},
    services: [],
    interfaces: [],
  };
  const geo = { enabled: true, access: [], partners: [], partnerStatus: [], clusters: [], mapped: [] };

  it('answers for every unit, in order, over one connection to each, with GEO where it is asked for', async () => {
    first.script = audited;
    second.script = audited;
    const expires = (unit: ScriptedUnit) => Date.parse(new X509Certificate(unit.certificate.cert).validTo);
    expect(
      await make().readAudit([
        { ...SECOND, withGeo: true },
        { ...FIRST, withGeo: false },
      ]),
    ).toEqual([
      { kind: 'read', value: { ...value, certificateExpiresAt: expires(second), geo } },
      { kind: 'read', value: { ...value, certificateExpiresAt: expires(first) } },
    ]);
    expect([first.received.length, second.received.length]).toEqual([5, 11]);
    await Promise.all([first.disconnected(), second.disconnected()]);
    expect([first.connections(), second.connections()]).toEqual([1, 1]);
    expect(failures).toEqual([]);
  });

  it('lets one unit’s failure be its own, and names it without what was asked of it', async () => {
    first.script = fail(403);
    second.script = audited;
    const units = [FIRST, SECOND].map((unit) => ({ ...unit, withGeo: false }));
    expect(await make().readAudit(units)).toMatchObject([
      { kind: 'unread', code: 'loadmaster-permission' },
      { kind: 'read', value: { haStatus: 'active' } },
    ]);
    expect(failures).toEqual([
      { ...FIRST, code: 'loadmaster-permission', command: 'getall', httpStatus: 403, said: 'no' },
    ]);
  });

  it('is unread when the certificate has changed, and nothing was said to the unit', async () => {
    pair = declaredPair({
      first: { ...first.endpoint, certificateSha256: 'a'.repeat(64) },
      second: second.endpoint,
    });
    expect(await make().readAudit([{ ...FIRST, withGeo: true }])).toEqual([
      { kind: 'unread', code: 'loadmaster-certificate-changed' },
    ]);
    expect(first.requestBytes()).toBe(0);
  });
});

describe('performing', () => {
  it('moves the health port, with that one field, and reads it back', async () => {
    first.script = unitThat('Active');
    expect(await make().perform(FIRST, { kind: 'set-health-port', port: 8445 })).toEqual({ kind: 'done' });
    expect(first.received.map(({ apiuser, apipass, ...call }) => call)).toEqual([
      { cmd: 'awshaparam', hcp: '8445' },
      { cmd: 'getawshaparams' },
    ]);
  });

  it('sets the preferred host, with that one field, and reads it back', async () => {
    first.script = unitThat('Active');
    expect(await make().perform(FIRST, { kind: 'set-preference', prefersFirst: true })).toEqual({
      kind: 'done',
    });
    expect(first.received.map(({ apiuser, apipass, ...call }) => call)).toEqual([
      { cmd: 'awshaparam', haprefered: '1' },
      { cmd: 'getawshaparams' },
    ]);
    expect(await make().perform(FIRST, { kind: 'set-preference', prefersFirst: false })).toEqual({
      kind: 'failed',
      code: 'loadmaster-not-taken',
    });
  });

  it('gives a unit the HA mode of the designation it is declared with', async () => {
    second.script = unitThat('Active', '8444', 'slave');
    expect(await make().perform(SECOND, { kind: 'set-ha-mode' })).toEqual({ kind: 'done' });
    expect(second.received.map(({ apiuser, apipass, ...call }) => call)).toEqual([
      { cmd: 'awshamode', hamode: 'second' },
      { cmd: 'getawshaparams' },
    ]);
  });

  it('is not done when the unit says ok and reads back the old value', async () => {
    first.script = (call, response) =>
      json(response, 200, {
        code: 200,
        status: 'ok',
        ...(call.cmd === 'getawshaparams' && { Port: '8444' }),
      });
    expect(await make().perform(FIRST, { kind: 'set-health-port', port: 8445 })).toEqual({
      kind: 'failed',
      code: 'loadmaster-not-taken',
    });
    expect(failures).toMatchObject([{ code: 'loadmaster-not-taken', command: 'awshaparam' }]);
  });

  it.each(['reboot', 'shutdown'] as const)('sends %s once', async (kind) => {
    first.script = ok;
    expect(await make().perform(FIRST, { kind })).toEqual({ kind: 'done' });
    expect(first.received).toMatchObject([{ cmd: kind }]);
    expect(second.connections()).toBe(0);
  });

  it.each([
    { status: 401, code: 'loadmaster-auth' },
    { status: 403, code: 'loadmaster-permission' },
    { status: 404, code: 'loadmaster-api-disabled' },
    { status: 405, code: 'loadmaster-unknown-command' },
    { status: 422, code: 'loadmaster-command' },
  ])('fails with $code for HTTP $status', async ({ status, code }) => {
    first.script = fail(status);
    expect(await make().perform(FIRST, { kind: 'reboot' })).toEqual({ kind: 'failed', code });
    expect(first.received).toHaveLength(1);
  });

  it('fails for a pair that is not declared', async () => {
    expect(await make().perform({ pairId: 'other', unit: 'first' }, { kind: 'reboot' })).toEqual({
      kind: 'failed',
      code: 'unit-not-declared',
    });
  });
});
