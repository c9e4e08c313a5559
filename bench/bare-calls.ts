import { Agent, request } from 'node:https';
import type { UnitEndpoint } from '#loadmaster/transport.ts';

/** A script's way to call a unit: Node's own client on one connection, whoever answers, the answers thrown away. */
export const makeBareCalls = ({ management }: UnitEndpoint, body: string) => {
  const { hostname, port } = new URL(management);
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return {
    call: () =>
      new Promise<void>((resolve, reject) => {
        request({ agent, hostname, port, method: 'POST', path: '/accessv2', headers })
          .once('response', (response) => void response.once('end', resolve).once('error', reject).resume())
          .once('error', reject)
          .end(body);
      }),
    close: () => agent.destroy(),
  };
};
