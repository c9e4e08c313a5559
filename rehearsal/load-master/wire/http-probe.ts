import { request } from 'node:http';
import type { Network, Probe } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/**
 * A Probe that sends real HTTP requests, each on a connection of its own. The timeout runs on the scheduler, so it
 * keeps its meaning when time runs faster. `userAgent`: who asks; `LOAD_BALANCER_USER_AGENT` for the load balancer.
 */
export const makeHttpProbe =
  (network: Network, scheduler: Scheduler, userAgent: string): Probe =>
  ({ address, port, path, timeoutMs }, done) => {
    const localPort = network.resolve(address, port);
    if (localPort === undefined) return done({ kind: 'refused' });
    let timedOut = false;
    const call = request({
      host: '127.0.0.1',
      port: localPort,
      path,
      agent: false,
      headers: { 'user-agent': userAgent },
    });
    const cancelTimeout = scheduler.after(timeoutMs, () => {
      timedOut = true;
      call.destroy();
      done({ kind: 'timeout' });
    });
    call.on('response', (response) => {
      cancelTimeout();
      response.resume();
      if (!timedOut) done({ kind: 'status', status: response.statusCode ?? 0 });
    });
    call.on('error', () => {
      cancelTimeout();
      if (!timedOut) done({ kind: 'refused' });
    });
    call.end();
  };
