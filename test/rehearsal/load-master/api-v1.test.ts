import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { callManagement, callV1, makeWiredWorld, PASSWORD, type WiredWorld } from './wired-world.ts';

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

/** White space between elements carries no meaning. */
const compact = (xml: string): string => xml.replaceAll(/>\s+/g, '>').replaceAll(/\s+</g, '<');

const PROLOG = '<?xml version="1.0" encoding="ISO-8859-1"?>\n';

describe('API v1 sends what the published samples show', () => {
  it('success without data', async () => {
    const answer = await callV1(world, 'set?param=hostname&value=lb1');
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/xml', 'transfer-encoding': 'chunked' },
      body: `${PROLOG}<Response stat="200" code="ok">\n<Success>Command completed ok</Success>\n</Response>\n`,
    });
  });

  it('success with data', async () => {
    const answer = await callV1(world, 'get?param=cachesize');
    expect(answer.body).toBe(
      `${PROLOG}<Response stat="200" code="ok">\n<Success><Data><cachesize>100</cachesize></Data></Success>\n</Response>\n`,
    );
  });

  it('the HA parameters, in their own element', async () => {
    const answer = await callV1(world, 'getawshaparams');
    expect(compact(answer.body)).toContain(
      '<Success><Data><AwsHA><HaMode>master</HaMode><HaPrefered>1</HaPrefered><Partner>10.0.1.6</Partner><Port>8444</Port>',
    );
  });

  it('getall as text, line by line', async () => {
    const { body } = await callV1(world, 'getall');
    for (const line of [
      '<enableapi>yes</enableapi>\n',
      '<sessionbasicauth>no</sessionbasicauth>\n',
      '<nameserver>8.8.8.8</nameserver>\n',
      '<hamode>3</hamode>\n',
      '<boottime>Thu, 16 Oct 25 09:06:27 UTC</boottime>\n',
      '<serialnumber>1182772</serialnumber>\n',
    ])
      expect(body).toContain(line);
  });

  it('listapi', async () => {
    const { body } = await callV1(world, 'listapi');
    expect(body).toContain(
      '<version>7.2.54.12.22642.RELEASE</version>\n<commands><cmd>get</cmd><cmd>set</cmd>',
    );
  });

  it.each([
    { newlineInValues: true, value: '<cachesize>\n100\n</cachesize>' },
    { newlineInValues: false, value: '<cachesize>100</cachesize>' },
  ])('line breaks around values: $newlineInValues', async ({ newlineInValues, value }) => {
    await behaving({ newlineInValues });
    expect((await callV1(world, 'get?param=cachesize')).body).toContain(value);
  });

  it.each([
    { missingParameterCodeV1: 400, newlineInValues: true, error: '\nparam: String Value missing\n' },
    { missingParameterCodeV1: 422, newlineInValues: false, error: 'param: String Value missing' },
  ] as const)('a missing parameter: $missingParameterCodeV1', async ({ error, ...behaviour }) => {
    await behaving(behaviour);
    const code = behaviour.missingParameterCodeV1;
    expect(await callV1(world, 'get')).toMatchObject({
      status: code,
      body: `${PROLOG}<Response stat="${code}" code="fail">\n<Error>${error}</Error>\n</Response>\n`,
    });
  });

  it('an unknown command', async () => {
    expect(await callV1(world, 'nosuchcommand')).toMatchObject({
      status: 405,
      body: `${PROLOG}<Response stat="405" code="fail">\n<Error>Unknown command</Error>\n</Response>\n`,
    });
  });

  it('text outside ISO-8859-1 as references, markup escaped', async () => {
    await callV1(world, `set?param=ntphost&value=${encodeURIComponent('caf\u00e9 \u2020 <&>')}`);
    const { body } = await callV1(world, 'get?param=ntphost');
    expect(body).toContain('<ntphost>caf\u00e9 &#8224; &lt;&amp;&gt;</ntphost>');
  });
});

describe('API v1 takes', () => {
  it('parameters as a form', async () => {
    const answer = await callManagement(world, '/access/get', {
      method: 'POST',
      auth: `bal:${PASSWORD}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'param=version',
    });
    expect(answer.body).toContain('<version>7.2.54.12.22642.RELEASE</version>');
  });

  it('an API key as parameter', async () => {
    const { body } = await callV1(world, 'addapikey');
    const key = /<apikeys>([^<]+)</.exec(body)?.[1];
    expect((await callManagement(world, `/access/get?param=version&apikey=${key}`)).status).toBe(200);
    expect((await callManagement(world, '/access/get?param=version&apikey=wrong')).status).toBe(401);
  });

  it('no URL above 1K', async () => {
    const value = (length: number) => `set?param=ntphost&value=${'a'.repeat(length)}`;
    expect((await callV1(world, value(900))).status).toBe(200);
    await expect(callV1(world, value(1024))).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it.each([undefined, 'bal:wrong', 'nobody:wrong'])('no credentials like %s', async (auth) => {
    const answer = await callManagement(world, '/access/get?param=version', { auth });
    expect(answer).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="LoadMaster"' },
    });
    expect(answer.headers['content-type']).not.toContain('xml');
  });
});
