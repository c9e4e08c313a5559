import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { text } from '#loadmaster/fields.ts';
import type { ByteSource } from '#loadmaster/transport.ts';

/*
 * Installing and going back. Both take effect with the next reboot, and until then no command shows that they were
 * done: whoever asks for them must remember.
 * @see LoadMaster HA for AWS, section 7
 */

const PreviousReply = z.object({ previousversion: text });

/** Sends an image. "If the file does not work in the WUI it will not work using a RESTful API command." */
export const installPatch = (session: LoadMasterSession, image: ByteSource): Promise<void> =>
  // Required on the way to 7.2.61 or later, and ignored by firmware that does not know it.
  session.upload('installpatch', { confirm: 'yes' }, image);

/** The version that `restorePatch` brings back; undefined where none is kept. */
export const getPreviousVersion = async (session: LoadMasterSession): Promise<string | undefined> =>
  (await session.read('getpreviousversion', {}, PreviousReply)).previousversion;

/** Makes the previous version the one that the next reboot starts. */
export const restorePatch = (session: LoadMasterSession): Promise<void> => session.write('restorepatch', {});
