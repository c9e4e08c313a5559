import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Credentials, makeSecret } from '#loadmaster/credentials.ts';
import { DEFAULT_LIMITS, type Limits } from '#loadmaster/limits.ts';
import type { UnitEndpoint } from '#loadmaster/transport.ts';
import { makeUnitCertificate, type UnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';

/** What was sent to the unit, as API v2 puts it. */
export type Received = Readonly<Record<string, string>>;

export type Script = (call: Received, response: ServerResponse, request: IncomingMessage) => void;

/** A TLS server that answers calls as a test says, and remembers what reached it. */
export interface ScriptedUnit {
  readonly endpoint: UnitEndpoint;
  readonly certificate: UnitCertificate;
  readonly received: readonly Received[];
  /** Connections taken, whatever came of them. */
  connections(): number;
  /** Bytes of requests, before any parsing. */
  requestBytes(): number;
  /** Resolves when every connection taken so far is closed. */
  disconnected(): Promise<void>;
  script: Script;
  stop(): Promise<void>;
}

export const json = (response: ServerResponse, status: number, fields: object): void => {
  response.writeHead(status, { 'Content-Type': 'text/json' }).end(JSON.stringify(fields));
};

export const ok: Script = (_call, response) =>
  json(response, 200, { code: 200, message: 'Command completed ok', status: 'ok' });

export const startScriptedUnit = async (script: Script = ok): Promise<ScriptedUnit> => {
  const certificate = await makeUnitCertificate('127.0.0.1');
  const received: Received[] = [];
  const closed: Promise<unknown>[] = [];
  let requestBytes = 0;
  const server = createServer({ cert: certificate.cert, key: certificate.key }, async (request, response) => {
    const call: Received = JSON.parse((await buffer(request)).toString('utf8'));
    received.push(call);
    unit.script(call, response, request);
  });
  server.on('connection', (socket) => {
    closed.push(once(socket, 'close'));
  });
  server.on('secureConnection', (socket) => {
    socket.on('data', (chunk) => {
      requestBytes += chunk.length;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const unit: ScriptedUnit = {
    endpoint: { management: `https://127.0.0.1:${port}`, certificateSha256: certificate.sha256 },
    certificate,
    received,
    connections: () => closed.length,
    requestBytes: () => requestBytes,
    disconnected: async () => void (await Promise.all(closed)),
    script,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return unit;
};

export const PASSWORD = 'p"ss w\\rd-Zx9';
export const API_KEY = 'KEY-8c1f00d5ecre7';

export const passwordCredentials: Credentials = {
  kind: 'password',
  user: 'understudy',
  password: makeSecret(PASSWORD),
  version: 'v1',
};

export const keyCredentials: Credentials = { kind: 'api-key', apiKey: makeSecret(API_KEY), version: 'v1' };

/** Long enough for a busy machine where an answer comes, short where none will. */
export const PATIENT: Limits = DEFAULT_LIMITS;
export const IMPATIENT: Limits = { ...DEFAULT_LIMITS, connectMs: 30, replyMs: 60 };
