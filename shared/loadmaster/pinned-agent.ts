import { Agent, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import type { DurationMs } from '#domain/time.ts';
import { LoadMasterError } from '#loadmaster/error.ts';

export interface Peer {
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the certificate (DER), lower-case hex. */
  readonly certificateSha256: string;
}

type OnConnected = (error: Error | null, socket: Duplex) => void;

const sha256Of = (socket: TLSSocket): string | undefined =>
  socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase();

/**
 * Connects to one unit and hands a connection to the HTTP layer only after the peer has proved to hold the pinned
 * certificate, so no byte of a request, and no credential, reaches anybody else. Units present self-signed
 * certificates, so the pin replaces the chain, the name and the dates. Keeps one connection between calls.
 */
export class PinnedAgent extends Agent {
  readonly #peer: Peer;
  readonly #connectMs: DurationMs;
  readonly #connecting = new Set<TLSSocket>();

  constructor(peer: Peer, connectMs: DurationMs) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#peer = peer;
    this.#connectMs = connectMs;
  }

  override createConnection(_options: RequestOptions, callback?: OnConnected): undefined {
    if (callback !== undefined) this.#connect(callback);
  }

  override destroy(): void {
    for (const socket of this.#connecting) socket.destroy();
    super.destroy();
  }

  #connect(done: OnConnected): void {
    const { host, port, certificateSha256 } = this.#peer;
    const socket = connect({ host, port, rejectUnauthorized: false });
    this.#connecting.add(socket);
    const timer = setTimeout(() => socket.destroy(new LoadMasterError('timeout')), this.#connectMs);
    const settle = (error: Error | null): void => {
      clearTimeout(timer);
      this.#connecting.delete(socket);
      socket.removeListener('error', settle).removeListener('close', onClose);
      if (error !== null) socket.on('error', ignoreLate).destroy();
      done(error, socket);
    };
    const onClose = (): void => settle(new LoadMasterError('unreachable'));
    socket.once('error', settle).once('close', onClose);
    socket.once('secureConnect', () =>
      settle(sha256Of(socket) === certificateSha256 ? null : new LoadMasterError('certificate-changed')),
    );
  }
}

/** The outcome is known; whatever the abandoned socket still says does not change it. */
const ignoreLate = (): void => undefined;
