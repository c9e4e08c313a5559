import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOAD_BALANCER_USER_AGENT } from '#rehearsal/load-master/wire/health-server.ts';
import { makeHttpProbe } from '#rehearsal/load-master/wire/http-probe.ts';
import { UnitListener } from '#rehearsal/load-master/wire/unit-listener.ts';
import { makeNetwork, type ProbeAnswer } from '#rehearsal/network.ts';
import { ADDRESSES } from './virtual-pair.ts';
import { callHealth, connectTo, makeWiredWorld, SERVICE_PORT, type WiredWorld } from './wired-world.ts';

let world: WiredWorld;
beforeEach(async () => {
  world = await makeWiredWorld();
});
afterEach(() => world.wired.stop());

const restart = async () => {
  world.first.reboot();
  world.pass(60);
  await world.wired.settled();
};

describe('the health port', () => {
  it('answers 200 while active, with nothing in it', async () => {
    expect(await callHealth(world, LOAD_BALANCER_USER_AGENT)).toMatchObject({ status: 200, body: '' });
  });

  it('only the load balancer ends the unconnected state', async () => {
    await restart();
    expect((await callHealth(world, 'curl/8.5.0')).status).toBe(503);
    expect(world.first.role()).toBe('passive');
    expect((await callHealth(world, LOAD_BALANCER_USER_AGENT)).status).toBe(503);
    expect(world.first.role()).toBe('active');
    expect((await callHealth(world, 'curl/8.5.0')).status).toBe(200);
  });

  it('moves with hcp', async () => {
    world.first.configureHa({ healthPort: 18444 });
    await world.wired.settled();
    expect(world.localPort(8444)).toBeUndefined();
    expect((await callHealth(world, LOAD_BALANCER_USER_AGENT, 18444)).status).toBe(200);
  });

  it('closes without HA', async () => {
    world.first.configureHa({ mode: 'single' });
    await world.wired.settled();
    expect(world.localPort(8444)).toBeUndefined();
  });
});

describe('makeHttpProbe', () => {
  const probeOnce = (path = '/', userAgent = LOAD_BALANCER_USER_AGENT) => {
    const probe = makeHttpProbe(world.network, world.scheduler, userAgent);
    const target = { address: ADDRESSES.first, port: 8444, path, timeoutMs: 2_000 };
    return new Promise<ProbeAnswer>((resolve) => probe(target, resolve));
  };

  it('gets the status', async () => {
    expect(await probeOnce()).toEqual({ kind: 'status', status: 200 });
  });

  it('says who asks', async () => {
    await restart();
    await probeOnce('/', 'LoadMaster');
    expect(world.first.role()).toBe('passive');
    await probeOnce('/');
    expect(world.first.role()).toBe('active');
  });

  it('is refused where nothing listens', async () => {
    world.first.crash();
    expect(await probeOnce()).toEqual({ kind: 'refused' });
  });

  it('is refused where the connection breaks', async () => {
    world.first.hang();
    const answer = probeOnce();
    await connectTo(world, 8444);
    world.first.crash();
    expect(await answer).toEqual({ kind: 'refused' });
  });

  it('times out on a hung unit, on the time of the simulation', async () => {
    world.first.hang();
    const answer = probeOnce();
    world.pass(2);
    expect(await answer).toEqual({ kind: 'timeout' });
  });

  it('answers once', async () => {
    const answers: string[] = [];
    const probe = makeHttpProbe(world.network, world.scheduler, LOAD_BALANCER_USER_AGENT);
    const target = { address: ADDRESSES.first, port: 8444, path: '/', timeoutMs: 2_000 };
    await new Promise<void>((resolve) => {
      probe(target, (answer) => {
        answers.push(answer.kind);
        resolve();
      });
    });
    world.pass(2);
    world.first.hang();
    probe(target, (answer) => answers.push(answer.kind));
    world.pass(2);
    world.first.resume();
    // A later request, so the broken-off one has had its end.
    await probeOnce();
    expect(answers).toEqual(['status', 'timeout']);
  });
});

describe('the service port', () => {
  const whoServes = async (): Promise<string> => {
    const socket = await connectTo(world, SERVICE_PORT);
    const [line] = await once(socket, 'data');
    socket.destroy();
    return String(line);
  };

  it("answers with the unit's name", async () => {
    expect(await whoServes()).toBe('first\n');
  });

  it('keeps serving while the health port is elsewhere', async () => {
    world.first.configureHa({ healthPort: 18444 });
    await world.wired.settled();
    expect(await whoServes()).toBe('first\n');
  });

  it('keeps a connection until the unit goes down', async () => {
    const socket = await connectTo(world, SERVICE_PORT);
    await once(socket, 'data');
    const closed = once(socket, 'close');
    world.first.powerOff();
    await closed;
    expect(world.localPort(SERVICE_PORT)).toBeUndefined();
  });

  it.each([true, false])('of a standby is open: %s', async (standbyAcceptsConnections) => {
    world.wired.stop();
    world = await makeWiredWorld({ behaviour: { standbyAcceptsConnections } });
    await restart();
    world.first.configureHa({ preferFirst: false });
    world.poll();
    expect(world.first.role()).toBe('standby');
    await world.wired.settled();
    expect(world.localPort(SERVICE_PORT) !== undefined).toBe(standbyAcceptsConnections);
  });

  it('of a hung unit accepts and serves nobody', async () => {
    world.first.hang();
    const socket = await connectTo(world, SERVICE_PORT);
    const heard: unknown[] = [];
    socket.on('data', (line) => heard.push(line));
    socket.on('close', () => heard.push('close'));
    world.first.resume();
    // Served on a later connection, so the first had its chance.
    expect(await whoServes()).toBe('first\n');
    expect(heard).toEqual([]);
    socket.destroy();
  });
});

describe('UnitListener', () => {
  it('asked to move while it opens, ends up only where it was asked last', async () => {
    const network = makeNetwork();
    const listener = new UnitListener(network, '10.0.1.9', (socket) => socket.destroy());
    listener.listenOn(8444);
    await Promise.resolve();
    listener.listenOn(18444);
    await listener.settled();
    expect(network.resolve('10.0.1.9', 8444)).toBeUndefined();
    expect(network.resolve('10.0.1.9', 18444)).toBeDefined();
    listener.listenOn(undefined);
  });
});

describe('stop', () => {
  it('closes every port, whatever the unit is', async () => {
    world.wired.stop();
    await world.wired.settled();
    for (const port of [SERVICE_PORT, 8443, 8444]) expect(world.localPort(port)).toBeUndefined();
    expect(world.first.machine()).toBe('up');
  });
});
