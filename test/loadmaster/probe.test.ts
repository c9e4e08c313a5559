import { describe, expect, it } from 'vitest';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { makeSecret } from '#loadmaster/credentials.ts';
import { probeUnit, requireAws } from '#loadmaster/probe.ts';
import { useRawUnit } from './raw-unit.ts';
import { passwordCredentials } from './scripted-unit.ts';
import { simulated } from './simulated-unit.ts';

const unit = useRawUnit();
let now = 0;
const client = () =>
  makeLoadMasterClient({
    clock: {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
    random: () => 0,
  });
const probe = () => probeUnit(client(), unit.endpoint, passwordCredentials);

const OLD_UNIT: Readonly<Record<string, string>> = {
  'get?param=version': '<version>7.2.48.1.17250.RELEASE</version>',
  listapi: '<version>7.2.48</version><commands><cmd>get</cmd><cmd>getawshaparams</cmd></commands>',
  'get?param=serialnumber': '<serialnumber>1350841</serialnumber>',
  'get?param=hostname': '<hostname>lb100</hostname>',
  'get?param=boottime': '<boottime>Thu, 28 May 26 11:22:37 UTC</boottime>',
  'get?param=hamode': '<hamode>3</hamode>',
  'get?param=hastatus': '<hastatus>Standby</hastatus>',
  getawshaparams: '<AwsHA><HaMode>slave</HaMode><Partner>10.0.1.5</Partner><Port>8444</Port></AwsHA>',
};

describe('a probe', () => {
  it.each([
    { what: '404', status: 404, body: '<html>' },
    { what: '405', status: 405, body: '' },
    { what: '403', status: 403, body: '' },
    { what: 'a log-in page', status: 200, body: '<html>Log in</html>' },
    { what: 'a redirect', status: 302, body: '' },
  ])('speaks v1 with a unit that answers v2 with $what', async ({ status, body }) => {
    const asked: string[] = [];
    unit.serve = (request, response) => {
      const url = request.url ?? '';
      asked.push(url);
      if (url === '/accessv2') return void response.writeHead(status).end(body);
      const data = OLD_UNIT[url.replace('/access/', '')];
      response.end(`<Response stat="200" code="ok"><Success><Data>${data}</Data></Success></Response>`);
    };
    const probed = await probe();
    expect(probed).toMatchObject({
      api: 'v1',
      version: '7.2.48.1.17250.RELEASE',
      serialNumber: '1350841',
      hostname: 'lb100',
      bootedAt: Date.parse('2026-05-28T11:22:37Z'),
      haKind: 'cloud',
      haStatus: 'standby',
      platform: 'aws',
      awsHa: { designation: 'second', healthPort: 8444 },
    });
    expect(probed.has('awshaparam')).toBe(false);
    expect(asked).toEqual(['/accessv2', ...Object.keys(OLD_UNIT).map((path) => `/access/${path}`)]);
  });

  it.each([
    { status: 401, code: 'auth', calls: 1 },
    { status: 422, code: 'command', calls: 1 },
    { status: 404, code: 'api-disabled', calls: 2 },
  ])('ends with $code after HTTP $status and $calls calls', async ({ status, code, calls }) => {
    let asked = 0;
    unit.serve = (_request, response) => {
      asked += 1;
      response.writeHead(status).end();
    };
    const error: unknown = await probe().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'LoadMasterError', code, httpStatus: status });
    expect(asked).toBe(calls);
  });

  it.each(['azure', 'none'] as const)('finds a unit on another platform: %s', async (platform) => {
    const elsewhere = await simulated({}, platform);
    try {
      const probed = await probeUnit(makeLoadMasterClient({ clock: elsewhere.clock }), elsewhere.endpoint(), {
        kind: 'password',
        user: elsewhere.user,
        password: makeSecret(elsewhere.password),
        version: '1',
      });
      expect(probed).toMatchObject({ platform: 'other', hostname: 'lb100' });
      expect(probed).not.toHaveProperty('awsHa');
      expect(() => requireAws(probed)).toThrow(expect.objectContaining({ code: 'wrong-platform' }));
    } finally {
      await elsewhere.stop();
    }
  });
});
