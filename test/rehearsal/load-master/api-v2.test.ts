import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { callManagement, callV2, makeWiredWorld, PASSWORD, type WiredWorld } from './wired-world.ts';

let world: WiredWorld;
const behaving = async (
  behaviour: Partial<UnitBehaviour>,
  settings: Readonly<Record<string, string>> = {},
) => {
  world.wired.stop();
  world = await makeWiredWorld({ behaviour, settings });
};

beforeEach(async () => {
  world = await makeWiredWorld();
});
afterEach(() => world.wired.stop());

describe('API v2 sends what the published samples show', () => {
  it.each([
    {
      what: 'success without data',
      fields: { cmd: 'set', param: 'hostname', value: 'lb1' },
      answer: { code: 200, message: 'Command completed ok', status: 'ok' },
    },
    {
      what: 'success with data',
      fields: { cmd: 'get', param: 'version' },
      answer: { code: 200, version: '7.2.54.12.22642.RELEASE', status: 'ok' },
    },
    {
      what: 'the serial number as a number',
      fields: { cmd: 'get', param: 'serialnumber' },
      answer: { code: 200, serialnumber: 1182772, status: 'ok' },
    },
    {
      what: 'the HA parameters, flat and all strings',
      fields: { cmd: 'getawshaparams' },
      answer: {
        code: 200,
        HaMode: 'master',
        HaPrefered: '1',
        Partner: '10.0.1.6',
        Port: '8444',
        HealthCheckAllInterfaces: 'unset',
        status: 'ok',
      },
    },
    {
      what: 'a missing parameter',
      fields: { cmd: 'get' },
      answer: { code: 422, message: 'param: String Value missing', status: 'fail' },
    },
    {
      what: 'a missing command',
      fields: {},
      answer: { code: 422, message: 'cmd: String Value missing', status: 'fail' },
    },
    {
      what: 'an unknown command',
      fields: { cmd: 'toString' },
      answer: { code: 405, message: 'Unknown command', status: 'fail' },
    },
  ])('$what', async ({ fields, answer }) => {
    const received = await callV2(world, fields);
    expect(JSON.parse(received.body)).toEqual(answer);
    expect(received.status).toBe(answer.code);
    expect(received.headers).toMatchObject({ 'content-type': 'text/json', 'transfer-encoding': 'chunked' });
  });

  it.each([
    {
      unsetAsString: true,
      answer: { HaMode: 'single', Partner: 'unset', Port: 'unset', HealthCheckAllInterfaces: 'unset' },
    },
    { unsetAsString: false, answer: { HaMode: 'single' } },
  ])('an unconfigured unit, "unset" written: $unsetAsString', async ({ unsetAsString, answer }) => {
    world.wired.stop();
    world = await makeWiredWorld({ behaviour: { unsetAsString }, unconfigured: true });
    const { body } = await callV2(world, { cmd: 'getawshaparams' });
    expect(JSON.parse(body)).toEqual({ code: 200, ...answer, status: 'ok' });
  });

  it.each([true, false])('line breaks after values: %s', async (newlineInValues) => {
    await behaving({ newlineInValues });
    const { body } = await callV2(world, { cmd: 'get', param: 'hostname' });
    expect(JSON.parse(body).hostname).toBe(newlineInValues ? 'lb100\n' : 'lb100');
  });

  it.each([
    { statusFailAtHttp200: true, status: 200 },
    { statusFailAtHttp200: false, status: 422 },
  ])('a refusal under HTTP $status', async ({ statusFailAtHttp200, status }) => {
    await behaving({ statusFailAtHttp200 });
    const answer = await callV2(world, { cmd: 'get', param: 'nosuch' });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 422, status: 'fail' });
  });
});

describe('API v2 takes', () => {
  it.each([
    {
      what: 'a Basic header',
      fields: { apiuser: undefined, apipass: undefined },
      auth: `bal:${PASSWORD}`,
      status: 200,
    },
    {
      what: 'no credentials',
      fields: { apiuser: undefined, apipass: undefined },
      auth: undefined,
      status: 401,
    },
    { what: 'the key before the password', fields: { apikey: 'wrong' }, auth: undefined, status: 401 },
  ])('$what → $status', async ({ fields, auth, status }) => {
    const answer = await callV2(world, { cmd: 'listapi', ...fields }, { auth });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body).code).toBe(status);
  });

  it('values of other types than text', async () => {
    expect((await callV2(world, { cmd: 'awshaparam', hcp: 18444 })).status).toBe(200);
    expect(world.first.cloudHa().healthPort).toBe(18444);
  });

  it('anything after /accessv2', async () => {
    const body = JSON.stringify({ cmd: 'listapi', apiuser: 'bal', apipass: PASSWORD });
    expect((await callManagement(world, '/accessv2/more?cmd=x', { method: 'POST', body })).status).toBe(200);
  });

  it.each(['', '{', '[]', '"get"', '{"cmd":{}}'])('no body like %j', async (body) => {
    const answer = await callManagement(world, '/accessv2', { method: 'POST', body });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 400, status: 'fail' });
  });

  it('no GET', async () => {
    expect((await callManagement(world, '/accessv2?cmd=listapi')).status).toBe(405);
  });
});
