import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach } from 'vitest';
import type { UnitEndpoint } from '#loadmaster/transport.ts';
import { makeUnitCertificate } from '#rehearsal/load-master/wire/certificate.ts';

export type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/** A TLS server that does with a request what the test says, whatever the API; one per test. */
export interface RawUnit {
  readonly endpoint: UnitEndpoint;
  serve: Serve;
}

export const useRawUnit = (): RawUnit => {
  let server: ReturnType<typeof createServer>;
  let endpoint: UnitEndpoint;
  beforeEach(async () => {
    const { cert, key, sha256 } = await makeUnitCertificate('127.0.0.1');
    server = createServer({ cert, key }, (request, response) => unit.serve(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    endpoint = { management: `https://127.0.0.1:${port}`, certificateSha256: sha256 };
  });
  afterEach(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const unit: RawUnit = {
    get endpoint() {
      return endpoint;
    },
    serve: (_request, response) => void response.end(),
  };
  return unit;
};
