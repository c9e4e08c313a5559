import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ServerCommand, ServerMessage } from './region-server.ts';

type Ready = Extract<ServerMessage, { readonly kind: 'ready' }>;

/** A region of steady pairs, served by a process of its own so that its work does not count as ours. */
export interface RegionProcess extends Ready, AsyncDisposable {
  /** When the next DeregisterTargets request arrives there, on `monotonicMs`. Ask before it is sent. */
  nextDeregistration(): Promise<number>;
  /** Registers again whatever was deregistered, and waits until the load balancer has seen it. */
  settle(): Promise<void>;
}

/** Use with `await using`. Rejects when the process ends before it is ready. */
export const startRegionProcess = async (pairCount: number): Promise<RegionProcess> => {
  const server = fork(fileURLToPath(new URL('./region-server.ts', import.meta.url)), [String(pairCount)], {
    // A profile of this process is not one of that process.
    execArgv: [],
  });
  const next = <Kind extends ServerMessage['kind']>(kind: Kind) =>
    new Promise<Extract<ServerMessage, { readonly kind: Kind }>>((resolve, reject) => {
      const hear = (message: ServerMessage): void => {
        if (message.kind !== kind) return;
        server.off('message', hear);
        server.off('exit', mourn);
        // Told apart by `kind`, which the compiler does not see through the type parameter.
        resolve(message as Extract<ServerMessage, { readonly kind: Kind }>);
      };
      const mourn = (code: number | null): void => reject(new Error(`the region's process ended: ${code}`));
      server.on('message', hear);
      server.once('exit', mourn);
    });
  const send = (command: ServerCommand): void => void server.send(command);
  const ready = await next('ready');
  return {
    ...ready,
    nextDeregistration: async () => (await next('deregister-arrived')).atMs,
    settle: async () => {
      const settled = next('settled');
      send('settle');
      await settled;
    },
    [Symbol.asyncDispose]: async () => {
      const ended = once(server, 'exit');
      server.disconnect();
      await ended;
    },
  };
};
