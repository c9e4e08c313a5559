import type { X509Certificate } from 'node:crypto';
import { Agent, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { DurationMs, EpochMs } from '#domain/time.ts';
import { LoadMasterError } from '#loadmaster/error.ts';

export interface Peer {
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the certificate (DER), lower-case hex. */
  readonly certificateSha256: string;
}

type OnConnected = (error: Error | null, socket: Duplex) => void;

const sha256Of = (certificate: X509Certificate | undefined): string | undefined =>
  certificate?.fingerprint256.replaceAll(':', '').toLowerCase();

let context: SecureContext | undefined;

/** The same for every unit, for making one takes a good part of a handshake. Without authorities: the pin replaces them. */
const sharedContext = (): SecureContext => {
  context ??= createSecureContext({ ca: [] });
  return context;
};

/**
 * Connects to one unit and hands a connection to the HTTP layer only after the peer has proved to hold the pinned
 * certificate, so no byte of a request, and no credential, reaches anybody else. Units present self-signed
 * certificates, so the pin replaces the chain, the name and the dates. Keeps one connection between calls.
 */
export class PinnedAgent extends Agent {
  readonly #peer: Peer;
  readonly #connectMs: DurationMs;
  readonly #connecting = new Set<TLSSocket>();
  #validTo: string | undefined;

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

  /** Until when the pinned certificate is valid; undefined before the peer has shown it. */
  certificateExpiresAt(): EpochMs | undefined {
    const at = Date.parse(this.#validTo ?? '');
    return Number.isNaN(at) ? undefined : at;
  }

  #connect(done: OnConnected): void {
    const { host, port, certificateSha256 } = this.#peer;
    const socket = connect({ host, port, secureContext: sharedContext(), rejectUnauthorized: false });
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
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      const isPinned = sha256Of(certificate) === certificateSha256;
      if (isPinned) this.#validTo = certificate?.validTo;
      settle(isPinned ? null : new LoadMasterError('certificate-changed'));
    });
  }
}

/** The outcome is known; whatever the abandoned socket still says does not change it. */
const ignoreLate = (): void => undefined;
