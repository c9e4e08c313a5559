import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Network } from '#rehearsal/network.ts';

/**
 * One port of a simulated machine: a listener on 127.0.0.1 that comes and goes. It can be asked to move or close at
 * any time; opening takes a moment, which `settled` waits for.
 */
export class UnitListener {
  readonly #network: Network;
  readonly #address: string;
  readonly #serve: (socket: Socket) => void;
  readonly #sockets = new Set<Socket>();
  #wanted: number | undefined;
  #open: { readonly port: number; readonly server: Server } | undefined;
  #work: Promise<void> = Promise.resolve();

  /** `serve` gets every connection. */
  constructor(network: Network, address: string, serve: (socket: Socket) => void) {
    this.#network = network;
    this.#address = address;
    this.#serve = serve;
  }

  /** Listens on this port of the machine from now on, on none where undefined. Connections that exist go on. */
  listenOn(port: number | undefined): void {
    if (port === this.#wanted) return;
    this.#wanted = port;
    this.#close();
    this.#work = this.#work.then(() => this.#openWanted());
  }

  destroyConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Resolves when the listener is where it was last asked to be. @throws what `listen` failed with */
  settled(): Promise<void> {
    return this.#work;
  }

  #close(): void {
    if (this.#open === undefined) return;
    this.#network.close(this.#address, this.#open.port);
    this.#open.server.close();
    this.#open = undefined;
  }

  async #openWanted(): Promise<void> {
    const port = this.#wanted;
    if (port === undefined || port === this.#open?.port) return;
    const server = createServer((socket) => this.#accept(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    if (port !== this.#wanted) {
      server.close();
      return;
    }
    this.#open = { port, server };
    // A listener on a TCP port always has an AddressInfo.
    this.#network.open(this.#address, port, (server.address() as AddressInfo).port);
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // A peer that resets the connection is its own business.
    socket.on('error', () => socket.destroy());
    this.#serve(socket);
  }
}
