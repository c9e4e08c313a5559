import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { UnitEndpoint } from '#loadmaster/transport.ts';

const read = (response: IncomingMessage): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    response
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .once('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
      .once('error', reject);
  });

/** A script's way to call a unit: Node's own client on one connection, whoever answers, and the reply as it is. */
export const makeBareCalls = ({ management }: Pick<UnitEndpoint, 'management'>) => {
  const { hostname, port } = new URL(management);
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  return {
    call: (body: string) =>
      new Promise<unknown>((resolve, reject) => {
        const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
        request({ agent, hostname, port, method: 'POST', path: '/accessv2', headers })
          .once('response', (response) => read(response).then(resolve, reject))
          .once('error', reject)
          .end(body);
      }),
    close: () => agent.destroy(),
  };
};
