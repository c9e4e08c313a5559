import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#domain/time.ts';
import { makeLoadMasterClient } from '#loadmaster/client.ts';
import { getHaStatus } from '#loadmaster/commands/get.ts';
import type { Credentials } from '#loadmaster/credentials.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import type { Limits } from '#loadmaster/limits.ts';
import type { UnitEndpoint } from '#loadmaster/transport.ts';
import { active, useOneUnit } from './one-unit.ts';
import {
  API_KEY,
  IMPATIENT,
  json,
  keyCredentials,
  PASSWORD,
  passwordCredentials,
  type Script,
} from './scripted-unit.ts';

const world = useOneUnit();

describe('whoever else is at the address', () => {
  it('gets no byte of a request when it shows another certificate', async () => {
    const certificateSha256 = '0'.repeat(64);
    expect(await world.askOnce({ endpoint: { ...world.unit.endpoint, certificateSha256 } })).toMatchObject({
      code: 'certificate-changed',
    });
    expect(world.unit.connections()).toBe(1);
    expect(world.unit.requestBytes()).toBe(0);
  });

  const plain = async (
    onSocket: (socket: Socket) => void,
  ): Promise<{ server: Server; endpoint: UnitEndpoint }> => {
    const server = createServer((socket) => onSocket(socket.on('error', () => socket.destroy())));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { server, endpoint: { ...world.unit.endpoint, management: `https://127.0.0.1:${port}` } };
  };

  it.each<{ what: string; onSocket: (s: Socket) => void; code: string; limits?: Limits }>([
    {
      what: 'plain HTTP',
      onSocket: (s) => void s.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      code: 'garbage',
    },
    { what: 'silence', onSocket: () => undefined, code: 'timeout', limits: IMPATIENT },
    { what: 'a closed door', onSocket: (s) => void s.destroy(), code: 'unreachable' },
  ])('$what instead of TLS is $code', async ({ onSocket, code, limits }) => {
    const sockets: Socket[] = [];
    const { server, endpoint } = await plain((socket) => {
      sockets.push(socket);
      onSocket(socket);
    });
    expect(await world.askOnce({ endpoint, ...(limits && { limits }) })).toMatchObject({ code });
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('nobody there is unreachable, asked once', async () => {
    const { server, endpoint } = await plain(() => undefined);
    server.close();
    await once(server, 'close');
    const startedAt = world.now;
    expect(await world.askOnce({ endpoint })).toMatchObject({
      code: 'unreachable',
      cause: { code: 'ECONNREFUSED' },
    });
    expect(world.now).toBe(startedAt);
  });
});

describe('refused credentials', () => {
  const refuse: Script = (_call, response) => json(response, 401, { code: 401, status: 'fail' });

  it('are tried once more after 15 minutes, then not until the secret changes', async () => {
    world.unit.script = refuse;
    const client = world.makeClient();
    const ask = async (credentials: Credentials) => {
      const session = client.open(world.unit.endpoint, credentials);
      return getHaStatus(session)
        .catch((error: unknown) => error)
        .finally(() => session.close());
    };
    expect(await ask(passwordCredentials)).toMatchObject({ code: 'auth', httpStatus: 401 });
    expect(await ask(passwordCredentials)).toMatchObject({ code: 'auth', withheld: true });
    expect(world.unit.received).toHaveLength(1);

    expect(await ask({ ...passwordCredentials, version: 'v2' })).toMatchObject({
      code: 'auth',
      httpStatus: 401,
    });
    expect(world.unit.received).toHaveLength(2);

    world.now += 15 * MINUTE_MS;
    world.unit.script = active;
    expect(await ask({ ...passwordCredentials, version: 'v2' })).toBe('active');

    world.unit.script = refuse;
    expect(await ask({ ...passwordCredentials, version: 'v2' })).toMatchObject({ httpStatus: 401 });
    world.now += 15 * MINUTE_MS;
    expect(await ask({ ...passwordCredentials, version: 'v2' })).toMatchObject({ httpStatus: 401 });
    world.now += 15 * MINUTE_MS;
    expect(await ask({ ...passwordCredentials, version: 'v2' })).toMatchObject({ withheld: true });
  });

  it('are sent once when twenty callers come at the same time', async () => {
    world.unit.script = refuse;
    const client = world.makeClient();
    const sessions = Array.from({ length: 20 }, () => client.open(world.unit.endpoint, passwordCredentials));
    const results = await Promise.allSettled(sessions.map(getHaStatus));
    for (const session of sessions) session.close();
    expect(results.every((result) => result.status === 'rejected')).toBe(true);
    expect(world.unit.received).toHaveLength(1);
  });
});

it('credentials that another process was refused are not sent once that is known', async () => {
  let isKnown = false;
  const client = makeLoadMasterClient({
    clock: { now: () => world.now, sleep: async () => undefined },
    rateLimit: {
      take: async () => {
        isKnown = true;
        return true;
      },
    },
    lockOut: {
      refused: async () => undefined,
      accepted: async () => undefined,
      withholds: () => isKnown,
    },
  });
  const session = client.open(world.unit.endpoint, passwordCredentials);
  await expect(getHaStatus(session)).rejects.toMatchObject({ code: 'auth', withheld: true });
  session.close();
  expect(world.unit.received).toEqual([]);
});

describe('credentials', () => {
  const echo = (call: object) => Buffer.from(JSON.stringify(call)).toString('latin1');

  it.each([passwordCredentials, keyCredentials])(
    'of kind $kind are in no error, however printed',
    async (credentials) => {
      const scripts: Script[] = [
        (call, response) => json(response, 422, { code: 422, message: `bad: ${echo(call)}`, status: 'fail' }),
        (call, response) =>
          json(response, 401, { code: 401, message: call.apipass ?? call.apikey, status: 'fail' }),
        (call, _response, request) => void request.socket.end(`${call.apipass ?? call.apikey}\r\n\r\n`),
        (call, _response, request) => void request.socket.end(`no HTTP ${echo(call)}\r\n\r\n`),
        (call, _response, request) => void request.socket.end(`HTTP/1.1 200 OK\r\n${echo(call)}\r\n\r\n`),
        (call, response) => json(response, 200, { code: 200, status: 'ok', hastatus: [call] }),
        (_call, _response, request) => void request.socket.destroy(),
      ];
      for (const script of scripts) {
        world.unit.script = script;
        const error = await world.askOnce({ credentials });
        expect(error).toBeInstanceOf(LoadMasterError);
        if (!(error instanceof LoadMasterError)) continue;
        const printed = [
          inspect(error, { depth: 20, showHidden: true }),
          JSON.stringify(error),
          String(error.stack),
        ].join('\n');
        for (const secret of [PASSWORD, API_KEY]) {
          expect(printed).not.toContain(secret);
          expect(printed).not.toContain(JSON.stringify(secret).slice(1, -1));
          expect(printed).not.toContain(
            Buffer.from(secret)
              .toString('hex')
              .replace(/(..)(?=.)/g, '$1 '),
          );
        }
      }
    },
  );

  it('print as [secret]', () => {
    for (const credentials of [passwordCredentials, keyCredentials]) {
      const printed = `${JSON.stringify(credentials)} ${inspect(credentials, { depth: 9, showHidden: true })} ${Object.values(credentials).join()}`;
      expect(printed).toContain('[secret]');
      expect(printed).not.toContain(PASSWORD);
      expect(printed).not.toContain(API_KEY);
    }
  });
});
