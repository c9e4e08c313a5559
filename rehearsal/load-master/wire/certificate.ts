import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** A unit's own certificate, PEM, with the key to it. */
export interface UnitCertificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate (DER), lower-case hex: what a client pins. */
  readonly sha256: string;
}

/** For how long a unit makes its own is not published; this is longer than anything here lasts. */
const VALID_MS = 10 * 365 * 24 * 60 * MINUTE_MS;

/** Self-signed for the unit's address, as a unit out of the box has it. An elliptic curve key: quick to make. */
export const makeUnitCertificate = async (
  address: string,
  validUntil: EpochMs = Date.now() + VALID_MS,
): Promise<UnitCertificate> => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: address }], {
    keyType: 'ec',
    notBeforeDate: new Date(Math.min(Date.now(), validUntil - MINUTE_MS)),
    notAfterDate: new Date(validUntil),
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: address }] }],
  });
  const sha256 = new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
  return { cert, key, sha256 };
};
