import type { EpochMs } from '#domain/time.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { getSetting } from '#loadmaster/commands/settings.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { instant, text, wholeNumber } from '#loadmaster/fields.ts';

/*
 * What a unit is and since when.
 * @see LoadMaster Interface Description, RESTful API, section 3.3
 */

/** As the unit writes it, for example `7.2.54.12.22642.RELEASE`; the part before the last may be a hash. */
export const getVersion = async (session: LoadMasterSession): Promise<string> =>
  required(await getSetting(session, 'version', text));

export const getSerialNumber = async (session: LoadMasterSession): Promise<string> =>
  required(await getSetting(session, 'serialnumber', text));

export const getHostname = async (session: LoadMasterSession): Promise<string> =>
  required(await getSetting(session, 'hostname', text));

/** When the unit last became active; undefined where it is not, or says so in a way that is not published. */
export const getActiveSince = (session: LoadMasterSession): Promise<EpochMs | undefined> =>
  getSetting(session, 'activetime', instant);

/** What kind of HA the unit takes part in. @see LoadMaster Interface Description, RESTful API, section 3.22.4 */
export type HaKind = 'off' | 'classic-first' | 'classic-second' | 'cloud' | 'cluster' | 'unknown';

const HA_KINDS: readonly HaKind[] = ['off', 'classic-first', 'classic-second', 'cloud', 'cluster'];

export const getHaKind = async (session: LoadMasterSession): Promise<HaKind> =>
  HA_KINDS[(await getSetting(session, 'hamode', wholeNumber)) ?? -1] ?? 'unknown';

const required = (value: string | undefined): string => {
  if (value === undefined) throw new LoadMasterError('garbage', { command: 'get' });
  return value;
};
