import { X509Certificate } from 'node:crypto';
import * as z from 'zod/mini';
import type { EpochMs } from '#domain/time.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { commandParams } from '#loadmaster/command-params.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { listOf, text } from '#loadmaster/fields.ts';
import { verify, writeAndReadBack } from '#loadmaster/read-back.ts';
import type { ByteSource } from '#loadmaster/transport.ts';

const CertificatesReply = z.object({ cert: listOf(z.object({ name: text })) });
const CertificateReply = z.object({ certificate: text });

/** The names of the certificates of virtual services. */
export const listCertificates = async (session: LoadMasterSession): Promise<readonly string[]> => {
  const { cert } = await session.read('listcert', {}, CertificatesReply);
  return cert.flatMap(({ name }) => (name === undefined ? [] : [name]));
};

export interface Certificate {
  readonly pem: string;
  readonly expiresAt: EpochMs;
  /** Of the certificate (DER), lower-case hex. */
  readonly sha256: string;
}

/** Throws LoadMasterError `garbage` when what comes is no certificate. */
export const readCertificate = async (session: LoadMasterSession, name: string): Promise<Certificate> => {
  const { certificate } = await session.read('readcert', { cert: name }, CertificateReply);
  try {
    // The unit's list has no date of expiry, so the certificate itself is read.
    const { validToDate, fingerprint256 } = new X509Certificate(certificate ?? '');
    const sha256 = fingerprint256.replaceAll(':', '').toLowerCase();
    return { pem: certificate ?? '', expiresAt: validToDate.getTime(), sha256 };
  } catch (cause) {
    throw new LoadMasterError('garbage', { command: 'readcert', cause });
  }
};

/** Stores a certificate with its key. Throws LoadMasterError `not-taken` when its name is not listed afterwards. */
export const addCertificate = async (
  session: LoadMasterSession,
  name: string,
  file: ByteSource,
  options: { readonly replace?: boolean } = {},
): Promise<void> => {
  await session.upload('addcert', commandParams({ cert: name, replace: options.replace }), file);
  await verify(session, 'addcert', { read: listCertificates, hasTaken: (names) => names.includes(name) });
};

/** Throws LoadMasterError `not-taken` when the certificate is still listed. */
export const deleteCertificate = async (session: LoadMasterSession, name: string): Promise<void> => {
  await writeAndReadBack(
    session,
    'delcert',
    { cert: name },
    {
      read: listCertificates,
      hasTaken: (names) => !names.includes(name),
    },
  );
};
