import * as z from 'zod/mini';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { text } from '#loadmaster/fields.ts';
import { writeAndReadBack } from '#loadmaster/read-back.ts';

/*
 * GEO, the LoadMaster's global server load balancing, on or off.
 * @see LoadMaster Interface Description, RESTful API, section 3.7.8
 */

const GeoReply = z.object({ data: text, message: text });

export const isGeoEnabled = async (session: LoadMasterSession): Promise<boolean> => {
  const { data, message } = await session.read('isgeoenabled', {}, GeoReply);
  const said = data ?? message ?? '';
  if (/\b(not enabled|disabled)\b/i.test(said)) return false;
  if (!/\benabled\b/i.test(said)) throw new LoadMasterError('garbage', { command: 'isgeoenabled' });
  return true;
};

/** Throws LoadMasterError `not-taken` when it is off afterwards, as the next does when it is on. */
export const enableGeo = async (session: LoadMasterSession): Promise<void> => {
  await writeAndReadBack(session, 'enablegeo', {}, { read: isGeoEnabled, hasTaken: (isOn) => isOn });
};

export const disableGeo = async (session: LoadMasterSession): Promise<void> => {
  await writeAndReadBack(session, 'disablegeo', {}, { read: isGeoEnabled, hasTaken: (isOn) => !isOn });
};
