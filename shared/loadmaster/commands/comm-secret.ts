import type { LoadMasterSession } from '#loadmaster/client.ts';
import type { Secret } from '#loadmaster/credentials.ts';

/**
 * The secret that units of a pair and GEO partners must have in common from firmware 7.2.54.10 (LTSF) and 7.2.59.4 (GA)
 * on: 8 to 127 characters. No command reads it, so it is not read back; older firmware answers `unknown-command`.
 * @see LoadMaster Technical Note, Updating the LoadMaster Software, "Set the Partner Shared Secret"
 */
export const setCommSecret = (session: LoadMasterSession, secret: Secret): Promise<void> =>
  session.write('setlmcommsecret', { secret: secret.reveal() });
