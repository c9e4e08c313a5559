import type { ByteSink, LoadMasterSession } from '#loadmaster/client.ts';
import type { ByteSource } from '#loadmaster/transport.ts';

/** A backup of everything but certificates, as an opaque file. Throws what the sink throws. */
export const downloadBackup = (session: LoadMasterSession, sink: ByteSink): Promise<void> =>
  session.download('backup', {}, sink);

/** What of a backup is put back. */
export type RestorePart = 'base' | 'virtual-services' | 'geo' | 'sso';

const BIT: Readonly<Record<RestorePart, number>> = { base: 1, 'virtual-services': 2, geo: 4, sso: 8 };

/**
 * Puts parts of a backup back. What they should read afterwards only the backup knows, so nothing is read back here.
 * The base configuration takes effect with a reboot, and may change the management certificate.
 * @see LoadMaster Interface Description, RESTful API, `restore`
 */
export const restoreBackup = (
  session: LoadMasterSession,
  parts: readonly [RestorePart, ...RestorePart[]],
  backup: ByteSource,
): Promise<void> => {
  const type = parts.reduce((bits, part) => bits | BIT[part], 0);
  return session.upload('restore', { type: String(type) }, backup);
};
