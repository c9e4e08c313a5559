import type { X509Certificate } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import type { DurationMs, EpochMs } from '#domain/time.ts';
import { LoadMasterError } from '#loadmaster/error.ts';

/** What a peer shows in the TLS handshake. Nothing in it is to be trusted before a person has compared the fingerprint. */
export interface UnitCertificate {
  /** SHA-256 of the certificate (DER), lower-case hex: the pin. */
  readonly certificateSha256: string;
  /** One line, for example `CN=10.0.1.5, O=…`; empty where there is none. */
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs;
  /** For example `rsa 2048` or `ec prime256v1`. */
  readonly keyType: string;
}

/** Long enough for any honest name. */
const NAME_CHARACTERS = 500;

/** A name as one line: node writes its parts on lines of their own, and the peer chose the characters. */
const oneLine = (name: string | undefined): string =>
  (name ?? '')
    .split('\n')
    .join(', ')
    .replace(/\p{Cc}/gu, '')
    .slice(0, NAME_CHARACTERS);

const keyTypeOf = ({ publicKey }: X509Certificate): string => {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  return [publicKey.asymmetricKeyType ?? 'unknown', modulusLength ?? namedCurve ?? ''].join(' ').trim();
};

const describe = (certificate: X509Certificate): UnitCertificate => ({
  certificateSha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  subject: oneLine(certificate.subject),
  issuer: oneLine(certificate.issuer),
  validFrom: Date.parse(certificate.validFrom),
  validTo: Date.parse(certificate.validTo),
  keyType: keyTypeOf(certificate),
});

/** What answers does not speak TLS. */
const NOT_TLS = /^(ERR_SSL_|EPROTO)/;

const failureOf = (error: Error): LoadMasterError => {
  if (error instanceof LoadMasterError) return error;
  const isTls = !('code' in error && NOT_TLS.test(String(error.code)));
  return new LoadMasterError(isTls ? 'unreachable' : 'garbage', { cause: error });
};

const shake = (socket: TLSSocket, withinMs: DurationMs): Promise<X509Certificate | undefined> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new LoadMasterError('timeout')), withinMs);
    socket
      .once('secureConnect', () => resolve(socket.getPeerX509Certificate()))
      .on('error', (error) => reject(failureOf(error)))
      .once('close', () => {
        clearTimeout(timer);
        reject(new LoadMasterError('unreachable'));
      });
  });

/**
 * Shakes hands with whoever answers at a management endpoint and hangs up: no request is sent, no credential is read.
 * Throws LoadMasterError `unreachable`, `timeout` or `garbage`.
 */
export const readCertificate = async (
  management: string,
  connectMs: DurationMs,
): Promise<UnitCertificate> => {
  const { hostname, port } = new URL(management);
  // As the pinned agent connects: a peer that chooses its certificate by name is given none either way.
  const socket = connect({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || 443),
    rejectUnauthorized: false,
  });
  try {
    const certificate = await shake(socket, connectMs);
    if (certificate === undefined) throw new LoadMasterError('garbage');
    return describe(certificate);
  } finally {
    socket.destroy();
  }
};
