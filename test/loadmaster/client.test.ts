import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { getAwsHaParams } from '#loadmaster/commands/aws-ha.ts';
import { getBootTime, getHaStatus } from '#loadmaster/commands/get.ts';
import { reboot } from '#loadmaster/commands/power.ts';
import { active, useOneUnit } from './one-unit.ts';
import {
  API_KEY,
  IMPATIENT,
  json,
  keyCredentials,
  ok,
  PASSWORD,
  PATIENT,
  passwordCredentials,
  type Script,
} from './scripted-unit.ts';

const world = useOneUnit();

/** Answers with these bytes instead of an HTTP response of Node's making, and ends the connection. */
const raw =
  (bytes: string): Script =>
  (_call, _response, request) => {
    request.socket.end(bytes, 'latin1');
  };

const OK_BODY = '{"code":200,"hastatus":"Active","status":"ok"}';

describe('a session', () => {
  it('asks over one connection', async () => {
    world.unit.script = (call, response) =>
      json(response, 200, {
        code: 200,
        status: 'ok',
        ...(call.cmd === 'getawshaparams'
          ? {
              HaMode: 'slave',
              HaPrefered: '0',
              Partner: '10.0.1.4',
              Port: '8444',
              HealthCheckAllInterfaces: 'unset',
            }
          : { hastatus: 'Standby', boottime: 'Thu, 28 May 26 11:22:37 UTC' }),
      });
    const session = world.makeClient().open(world.unit.endpoint, passwordCredentials);
    expect(await getHaStatus(session)).toBe('standby');
    expect(await getBootTime(session)).toBe(Date.parse('2026-05-28T11:22:37Z'));
    expect(await getAwsHaParams(session)).toEqual({
      designation: 'second',
      partner: '10.0.1.4',
      healthPort: 8444,
      prefersFirst: false,
      allInterfaces: false,
    });
    session.close();
    expect(world.unit.connections()).toBe(1);
    expect(world.unit.received).toHaveLength(3);
  });

  it.each([
    { credentials: passwordCredentials, fields: { apiuser: 'understudy', apipass: PASSWORD } },
    { credentials: keyCredentials, fields: { apikey: API_KEY } },
  ])('authenticates with a $credentials.kind in the body', async ({ credentials, fields }) => {
    world.unit.script = active;
    expect(await world.askOnce({ credentials })).toBe('active');
    expect(world.unit.received).toEqual([{ cmd: 'get', param: 'hastatus', ...fields }]);
  });

  it('does not overlap calls to one unit', async () => {
    let open = 0;
    let most = 0;
    world.unit.script = (call, response, request) => {
      most = Math.max(most, ++open);
      setImmediate(() => {
        open -= 1;
        active(call, response, request);
      });
    };
    const client = world.makeClient();
    const sessions = Array.from({ length: 5 }, () => client.open(world.unit.endpoint, passwordCredentials));
    await Promise.all(sessions.map(getHaStatus));
    for (const session of sessions) session.close();
    expect(world.unit.received).toHaveLength(5);
    expect(most).toBe(1);
  });
});

describe('what units are known to send', () => {
  it.each([
    {
      what: 'control characters in a header',
      bytes: `HTTP/1.1 200 OK\r\nSIOCSIFMTU: \x1b[31mInvalid argument\r\nContent-Length: ${OK_BODY.length}\r\n\r\n${OK_BODY}`,
    },
    { what: 'bare line feeds', bytes: `HTTP/1.1 200 OK\nContent-Length: ${OK_BODY.length}\n\n${OK_BODY}` },
    { what: 'no length', bytes: `HTTP/1.1 200 OK\r\n\r\n${OK_BODY}` },
    {
      what: 'headers inside the body',
      bytes: `HTTP/1.1 200 OK\r\n\r\nContent-Type: text/json\r\nStatus: 200\r\n\r\n${OK_BODY}`,
    },
  ])('is read all the same: $what', async ({ bytes }) => {
    world.unit.script = raw(bytes);
    expect(await world.askOnce()).toBe('active');
  });

  it.each([
    { status: 401, code: 'auth' },
    { status: 403, code: 'permission' },
    { status: 404, code: 'api-disabled' },
    { status: 405, code: 'unknown-command' },
    { status: 422, code: 'command' },
  ])('HTTP $status is $code, in HTML or in JSON or only in the body', async ({ status, code }) => {
    const failure = { code: status, message: 'no', status: 'fail' };
    const scripts: Script[] = [
      (_call, response) => response.writeHead(status).end('<html>no</html>'),
      (_call, response) => json(response, status, failure),
      (_call, response) => json(response, 200, failure),
    ];
    for (const script of scripts) {
      world.unit.script = script;
      expect(await world.askOnce()).toMatchObject({ code, command: 'get' });
    }
  });
});

describe('a unit that misbehaves', () => {
  it.each([
    { what: 'no HTTP', script: raw('hello there\r\n\r\n'), code: 'garbage' },
    { what: 'a broken header line', script: raw('HTTP/1.1 200 OK\r\nno colon\r\n\r\n{}'), code: 'garbage' },
    { what: 'endless headers', script: raw(`HTTP/1.1 200 OK\r\n${'x'.repeat(70_000)}`), code: 'garbage' },
    { what: 'no JSON', script: raw('HTTP/1.1 200 OK\r\n\r\n<html>'), code: 'garbage' },
    {
      what: 'another JSON',
      script: raw('HTTP/1.1 200 OK\r\n\r\n{"code":200,"status":"ok","hastatus":{}}'),
      code: 'garbage',
    },
    { what: 'a redirect', script: raw('HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n'), code: 'garbage' },
    {
      what: 'a body without end',
      script: ((_call, response) => {
        const flood = (): boolean => response.write('{'.repeat(64 * 1024), () => flood());
        flood();
      }) satisfies Script,
      code: 'too-large',
    },
    { what: 'no answer', script: (() => undefined) satisfies Script, code: 'timeout', limits: IMPATIENT },
    {
      what: 'half an answer',
      script: ((_call, response) => void response.write('{"code":200,')) satisfies Script,
      code: 'timeout',
      limits: IMPATIENT,
    },
    {
      what: 'a reset',
      script: ((_call, _response, request) => void request.socket.destroy()) satisfies Script,
      code: 'unreachable',
    },
    {
      what: 'a reset in mid-answer',
      script: ((_call, response, request) => {
        response.write('{"code":200,', () => request.socket.destroy());
      }) satisfies Script,
      code: 'unreachable',
    },
  ])('with $what fails as $code', async ({ script, code, limits }) => {
    world.unit.script = script;
    expect(await world.askOnce(limits && { limits })).toMatchObject({ name: 'LoadMasterError', code });
  });

  it('repeats a read after a reset, and never a write', async () => {
    world.unit.script = (call, response, request) => {
      if (world.unit.received.length === 1) request.socket.destroy();
      else active(call, response, request);
    };
    expect(await world.askOnce()).toBe('active');
    expect(world.unit.received).toHaveLength(2);

    world.unit.script = (_call, _response, request) => void request.socket.destroy();
    const session = world.makeClient().open(world.unit.endpoint, passwordCredentials);
    await expect(reboot(session)).rejects.toMatchObject({ code: 'unreachable', command: 'reboot' });
    session.close();
    expect(world.unit.received).toHaveLength(3);
  });

  it('is not waited for beyond the session’s time', async () => {
    world.unit.script = (_call, _response, request) => {
      world.now += 5_000;
      request.socket.destroy();
    };
    const startedAt = world.now;
    expect(await world.askOnce()).toMatchObject({ code: 'unreachable' });
    expect(world.now - startedAt).toBeLessThanOrEqual(PATIENT.sessionMs);
    expect(world.unit.received).toHaveLength(2);
  });

  it('is not asked at all once the session’s time is over', async () => {
    world.unit.script = active;
    const session = world.makeClient().open(world.unit.endpoint, passwordCredentials);
    world.now += PATIENT.sessionMs;
    await expect(getHaStatus(session)).rejects.toMatchObject({ code: 'timeout' });
    session.close();
    expect(world.unit.connections()).toBe(0);
  });
});

describe('a reply', () => {
  it('that does not fit the command is garbage', async () => {
    world.unit.script = ok;
    const session = world.makeClient().open(world.unit.endpoint, passwordCredentials);
    const wanted = z.object({ version: z.string() });
    await expect(session.read('get', { param: 'version' }, wanted)).rejects.toMatchObject({
      code: 'garbage',
    });
    session.close();
  });
});
