import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { CUSTOMARY_HEALTH_PORT } from '#rehearsal/load-master/pair.ts';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { makeUnit } from '#rehearsal/load-master/unit.ts';
import { type WiredUnit, type WiredUnitSetup, wireUnit } from '#rehearsal/load-master/wire/wired-unit.ts';
import { makeNetwork, type Network } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import { ADDRESSES, makeRunningPair, type VirtualPair } from './virtual-pair.ts';

export const PASSWORD = 'correct horse';
export const MANAGEMENT_PORT = 8443;
export const SERVICE_PORT = 443;

const SETUP: WiredUnitSetup = {
  users: { bal: PASSWORD },
  serialNumber: '1182772',
  servicePort: SERVICE_PORT,
};

/** A running pair in virtual time, its first unit behind real sockets. */
export interface WiredWorld extends VirtualPair {
  readonly wired: WiredUnit;
  readonly network: Network;
  readonly localPort: (port: number) => number | undefined;
}

/** Stop it with `wired.stop()`. */
export const makeWiredWorld = async (
  options: {
    readonly behaviour?: Partial<UnitBehaviour>;
    readonly settings?: Readonly<Record<string, string>>;
    /** The wired unit is one out of the box: no HA, no partner. */
    readonly unconfigured?: boolean;
  } = {},
): Promise<WiredWorld> => {
  const { settings = {}, unconfigured = false, ...pairOptions } = options;
  const pair = makeRunningPair(pairOptions);
  const network = makeNetwork();
  const surroundings = { network, scheduler: pair.scheduler };
  const first = unconfigured ? makeUnconfigured(pair.first, pair.scheduler) : pair.first;
  const wired = await wireUnit(first, { ...SETUP, settings }, surroundings);
  return { ...pair, first, wired, network, localPort: (port) => network.resolve(ADDRESSES.first, port) };
};

const makeUnconfigured = (like: LoadMasterUnit, scheduler: Scheduler): LoadMasterUnit => {
  const cloudHa = { mode: 'single', preferFirst: true, allInterfaces: false } as const;
  const { name, address, behaviour } = like;
  return makeUnit({ name, address, cloudHa, behaviour }, scheduler, () => undefined);
};

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const receive = async (response: IncomingMessage): Promise<Received> => ({
  status: response.statusCode ?? 0,
  headers: response.headers,
  body: (await buffer(response)).toString('latin1'),
});

/** One HTTPS request to the management API, on a connection of its own. Rejects with Node's own error. */
export const callManagement = (
  world: WiredWorld,
  path: string,
  options: RequestOptions & { readonly body?: string | Buffer } = {},
): Promise<Received> =>
  new Promise((resolve, reject) => {
    const { body, ...rest } = options;
    const call = request({
      host: '127.0.0.1',
      port: world.localPort(MANAGEMENT_PORT),
      path,
      agent: false,
      rejectUnauthorized: false,
      ...rest,
    });
    call.on('response', (response) => receive(response).then(resolve, reject));
    call.on('error', reject);
    call.end(body);
  });

/** `GET /access/…` as `bal`. */
export const callV1 = (world: WiredWorld, path: string, options: RequestOptions = {}): Promise<Received> =>
  callManagement(world, `/access/${path}`, { auth: `bal:${PASSWORD}`, ...options });

/** `POST /accessv2` as `bal`. */
export const callV2 = (world: WiredWorld, fields: object, options: RequestOptions = {}): Promise<Received> =>
  callManagement(world, '/accessv2', {
    method: 'POST',
    body: JSON.stringify({ apiuser: 'bal', apipass: PASSWORD, ...fields }),
    ...options,
  });

/** One HTTP request to the health port. */
export const callHealth = (
  world: WiredWorld,
  userAgent: string,
  port = CUSTOMARY_HEALTH_PORT,
): Promise<Received> =>
  new Promise((resolve, reject) => {
    const call = plainRequest({
      host: '127.0.0.1',
      port: world.localPort(port),
      path: '/',
      agent: false,
      headers: { 'user-agent': userAgent },
    });
    call.on('response', (response) => receive(response).then(resolve, reject));
    call.on('error', reject);
    call.end();
  });

/** A client's connection to one of the unit's ports. */
export const connectTo = async (world: WiredWorld, port: number): Promise<Socket> => {
  const localPort = world.localPort(port);
  if (localPort === undefined) throw new Error(`nothing listens on ${port}`);
  const socket = connect(localPort, '127.0.0.1');
  // A reset is one way for the unit to go away; `close` follows.
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  return socket;
};
