import type { ApplianceRef } from '#control/ports.ts';
import { sameAddresses } from '#domain/geo/addresses.ts';
import type { UnitJob } from '#domain/job/unit-job.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { type GeoList, getGeoList, setGeoList } from '#loadmaster/commands/geo-partners.ts';
import { type BackupParts, backUp } from '#loadmaster/jobs/backup.ts';
import { DONE, type JobEnd, type JobFailed } from '#loadmaster/jobs/job-end.ts';
import { withUnit } from '#loadmaster/jobs/reach-unit.ts';

/** Whoever may ask a unit is let in before its partners are told to. */
const IN_ORDER: readonly GeoList[] = ['access', 'partners'];

/**
 * Makes a backup, then brings the lists that are given to the addresses that are meant; each is read back. Ends at the
 * first that fails: what comes before it is done, and the same job again goes on from there.
 */
export const setGeoLists = async (
  parts: BackupParts,
  unit: ApplianceRef,
  { lists }: Extract<UnitJob, { readonly kind: 'set-geo-lists' }>,
): Promise<JobEnd> => {
  const backup = await backUp(parts, unit);
  if (backup.state === 'failed') return { ...backup, failedAt: 'backup' };
  for (const list of IN_ORDER) {
    const addresses = lists[list];
    if (addresses === undefined) continue;
    const end = await withUnit(parts, unit, (session) => bring(session, list, addresses));
    if (end.state === 'failed') return { ...named(end), ...backup, state: 'failed', failedAt: list };
  }
  return backup;
};

/** Writes nothing where nothing would change. */
const bring = async (
  session: LoadMasterSession,
  list: GeoList,
  addresses: readonly string[],
): Promise<JobEnd> => {
  if (!sameAddresses(await getGeoList(session, list), addresses)) await setGeoList(session, list, addresses);
  return DONE;
};

/**
 * Refused values have one code, whatever is wrong with them; that the list is full is for people to know, because it
 * concerns what is declared. These words of the unit are the only ones that anything rests on.
 * @see LoadMaster Interface Description, RESTful API, section 3.12.4
 */
const saysFull = ({ code, details }: JobFailed): boolean =>
  code === 'loadmaster-command' && /too many ip addresses already specified/i.test(details?.said ?? '');

const named = (end: JobFailed): JobFailed => (saysFull(end) ? { ...end, code: 'geo-list-too-long' } : end);
