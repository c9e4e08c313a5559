import { startForked } from './forked.ts';
import type { RegionKind, ServerCommand, ServerMessage } from './region-server.ts';

type Ready = Extract<ServerMessage, { readonly kind: 'ready' }>;

/** A region of steady pairs, served by a process of its own so that its work does not count as ours. */
export interface RegionProcess extends Ready, AsyncDisposable {
  /** When the next DeregisterTargets request arrives there, on `monotonicMs`. Ask before it is sent. */
  nextDeregistration(): Promise<number>;
  /** Registers again whatever was deregistered, and waits until the load balancer has seen it. */
  settle(): Promise<void>;
}

/** Use with `await using`. Rejects when the process ends before it is ready. */
export const startRegionProcess = async (
  pairCount: number,
  kind: RegionKind = 'steady',
): Promise<RegionProcess> => {
  const server = startForked<ServerMessage>('./region-server.ts', [String(pairCount), kind]);
  const send = (command: ServerCommand): void => server.send(command);
  const ready = await server.next('ready');
  return {
    ...ready,
    nextDeregistration: async () => (await server.next('deregister-arrived')).atMs,
    settle: async () => {
      const settled = server.next('settled');
      send('settle');
      await settled;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
};
