import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import {
  callManagement,
  callV1,
  callV2,
  connectTo,
  MANAGEMENT_PORT,
  makeWiredWorld,
  type WiredWorld,
} from './wired-world.ts';

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

describe('the switched-off API', () => {
  it.each([
    { disabledApiBody: 'html', body: /<html>/ },
    { disabledApiBody: 'empty', body: /^$/ },
  ] as const)('is 404 on both interfaces, body: $disabledApiBody', async ({ disabledApiBody, body }) => {
    await behaving({ disabledApiBody }, { enableapi: 'no' });
    for (const answer of [
      await callV1(world, 'get?param=version'),
      await callV2(world, { cmd: 'listapi' }),
    ]) {
      expect(answer.status).toBe(404);
      expect(answer.body).toMatch(body);
    }
  });

  it('is switched on by the one call it takes', async () => {
    await behaving({}, { enableapi: 'no' });
    expect((await callV1(world, 'set?value=yes&param=enableapi')).status).toBe(404);
    expect((await callV1(world, 'set?param=enableapi&value=yes')).status).toBe(200);
    expect((await callV2(world, { cmd: 'listapi' })).status).toBe(200);
  });

  it('paths outside the API are not found', async () => {
    expect((await callManagement(world, '/')).status).toBe(404);
  });
});

describe('the limit of 30 calls in 3 s', () => {
  const spend = async () => {
    for (let count = 0; count < 15; count++) {
      await callV1(world, 'get?param=version');
      await callV2(world, { cmd: 'get', param: 'version' });
    }
  };

  it('drops the connection of the next, on either interface, until time has passed', async () => {
    await spend();
    await expect(callV1(world, 'get?param=version')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(callV2(world, { cmd: 'listapi' })).rejects.toMatchObject({ code: 'ECONNRESET' });
    world.pass(3);
    expect((await callV1(world, 'get?param=version')).status).toBe(200);
  });

  it('or never answers', async () => {
    await behaving({ rateLimitAction: 'hang' });
    await spend();
    const late = callV1(world, 'get?param=version').then(
      () => 'answered',
      () => 'broken off',
    );
    // A page is not a call: it is answered on a later connection, so the call had its chance.
    await callManagement(world, '/');
    expect(await Promise.race([late, Promise.resolve('nothing')])).toBe('nothing');
    world.wired.stop();
    expect(await late).toBe('broken off');
  });
});

describe('headers', () => {
  it.each([
    { emitDirtyHeader: true, insecureHTTPParser: false, outcome: 'HPE_INVALID_HEADER_TOKEN' },
    { emitDirtyHeader: true, insecureHTTPParser: true, outcome: 200 },
    { emitDirtyHeader: false, insecureHTTPParser: false, outcome: 200 },
  ])(
    'dirty: $emitDirtyHeader, lenient parser: $insecureHTTPParser → $outcome',
    async ({ emitDirtyHeader, insecureHTTPParser, outcome }) => {
      await behaving({ emitDirtyHeader });
      const result = await callV2(world, { cmd: 'get', param: 'hostname' }, { insecureHTTPParser }).then(
        ({ status, body }) => {
          expect(JSON.parse(body).hostname).toBe('lb100');
          return status;
        },
        (error: NodeJS.ErrnoException) => error.code,
      );
      expect(result).toBe(outcome);
    },
  );
});

describe('going away', () => {
  it.each([
    { call: () => callV2(world, { cmd: 'reboot' }), machine: 'booting' },
    { call: () => callV1(world, 'shutdown'), machine: 'off' },
  ])('the answer arrives, then nothing listens ($machine)', async ({ call, machine }) => {
    expect((await call()).status).toBe(200);
    expect(world.first.machine()).toBe(machine);
    expect(world.localPort(MANAGEMENT_PORT)).toBeUndefined();
  });

  it('listens again when it is back', async () => {
    await callV2(world, { cmd: 'reboot' });
    world.pass(60);
    await world.wired.settled();
    const { body } = await callV2(world, { cmd: 'get', param: 'boottime' });
    expect(JSON.parse(body).boottime).toBe('Thu, 16 Oct 25 09:07:27 UTC');
  });

  it('a crash breaks off what is open', async () => {
    const socket = await connectTo(world, MANAGEMENT_PORT);
    const closed = once(socket, 'close');
    world.first.crash();
    await closed;
    expect(world.localPort(MANAGEMENT_PORT)).toBeUndefined();
  });

  it('a hung unit accepts connections and does not speak', async () => {
    world.first.hang();
    const secure = connect({ socket: await connectTo(world, MANAGEMENT_PORT), rejectUnauthorized: false });
    secure.on('error', () => secure.destroy());
    let spoke = false;
    secure.on('secureConnect', () => {
      spoke = true;
    });
    world.first.resume();
    // A whole call that began later, so the first had its chance.
    expect((await callV1(world, 'get?param=version')).status).toBe(200);
    expect(spoke).toBe(false);
    secure.destroy();
  });
});

describe('the certificate', () => {
  it('is self-signed, for the address, with the announced fingerprint', async () => {
    const socket = await connectTo(world, MANAGEMENT_PORT);
    const secure = connect({ socket, rejectUnauthorized: false });
    await once(secure, 'secureConnect');
    const { raw, subject, issuer } = secure.getPeerCertificate();
    secure.destroy();
    expect(subject.CN).toBe('10.0.1.5');
    expect(issuer.CN).toBe('10.0.1.5');
    expect(createHash('sha256').update(raw).digest('hex')).toBe(world.wired.certificate.sha256);
  });
});

describe('apiport', () => {
  it('moves the API', async () => {
    expect((await callV2(world, { cmd: 'set', param: 'apiport', value: '9443' })).status).toBe(200);
    await world.wired.settled();
    expect(world.localPort(MANAGEMENT_PORT)).toBeUndefined();
    expect((await callV2(world, { cmd: 'listapi' }, { port: world.localPort(9443) })).status).toBe(200);
  });
});
