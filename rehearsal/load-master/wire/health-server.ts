import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { LoadMasterUnit } from '#rehearsal/load-master/types.ts';
import { UnitListener } from '#rehearsal/load-master/wire/unit-listener.ts';
import type { Network } from '#rehearsal/network.ts';

/**
 * How Elastic Load Balancing names itself in an HTTP health check. A unit tells the load balancer from its partner by
 * the address they come from; in the rehearsal everything comes from 127.0.0.1, so it goes by this name. Whether a
 * unit takes a poll by anybody else for the load balancer's is not published; here it does not.
 */
export const LOAD_BALANCER_USER_AGENT = 'ELB-HealthChecker/2.0';

/** The health port: plain HTTP, an empty body, any path and method. */
export const makeHealthListener = (unit: LoadMasterUnit, network: Network): UnitListener => {
  const answer = (port: number, request: IncomingMessage, response: ServerResponse): void => {
    const isLoadBalancer = request.headers['user-agent'] === LOAD_BALANCER_USER_AGENT;
    const result = isLoadBalancer ? unit.polledByLoadBalancer(port) : unit.healthAnswer(port);
    if (result.kind === 'status') response.writeHead(result.status, { connection: 'close' }).end();
    else if (result.kind === 'refused') request.socket.destroy();
  };
  const server = createServer((request, response) => {
    const port = unit.openHealthPort();
    if (port === undefined) request.socket.destroy();
    else answer(port, request, response);
  });
  return new UnitListener(network, unit.address, (socket) => void server.emit('connection', socket));
};
