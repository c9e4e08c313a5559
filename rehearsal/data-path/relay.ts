import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Where a new connection leads at this moment. */
export type Way =
  | { readonly kind: 'open'; readonly localPort: number }
  /** The machine is there and nothing listens: a reset comes back. */
  | { readonly kind: 'refused' }
  /** The machine is dead: nothing comes back at all. */
  | { readonly kind: 'no-answer' };

/** A connection that was led through. */
export interface Flow {
  /** Resets both ends. */
  reset(): void;
  onEnd(listener: () => void): void;
}

/** A port of 127.0.0.1 that stays while what is behind it comes, goes and moves. */
export interface Relay {
  readonly port: number;
  /** Resets every connection and stops listening. */
  close(): Promise<void>;
}

const relayTo = (client: Socket, localPort: number): Flow => {
  const target = connect({ host: '127.0.0.1', port: localPort });
  const reset = (): void => {
    client.resetAndDestroy();
    target.resetAndDestroy();
  };
  // Whichever end fails, the other learns it as a reset, which is what a packet-forwarding load balancer lets through.
  client.on('error', reset);
  target.on('error', reset);
  client.pipe(target).pipe(client);
  client.on('close', () => target.destroy());
  return { reset, onEnd: (listener) => void client.on('close', listener) };
};

/**
 * Forwards TCP connections: `way` is asked once for each, and the connection stays with the answer. `onFlow` is told
 * of every connection that was led through.
 */
export const startRelay = async <W extends Way>(
  way: () => W,
  onFlow: (flow: Flow, way: Extract<W, { kind: 'open' }>) => void = () => undefined,
): Promise<Relay> => {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    const found = way();
    if (found.kind === 'open') {
      // Extract does not see through the type parameter; the kind was just looked at.
      const open = found as Extract<W, { kind: 'open' }>;
      onFlow(relayTo(client, open.localPort), open);
      return;
    }
    client.on('error', () => client.destroy());
    if (found.kind === 'refused') client.resetAndDestroy();
    else client.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that is listening has an AddressInfo; strings are for pipes.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const client of clients) client.resetAndDestroy();
      await closed;
    },
  };
};
