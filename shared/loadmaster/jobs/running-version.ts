import { mayBrick } from '#domain/firmware/release-line.ts';
import { type FirmwareVersion, parseVersion } from '#domain/firmware/version.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import { getVersion } from '#loadmaster/commands/identity.ts';
import { failed, type JobFailed } from '#loadmaster/jobs/job-end.ts';

/**
 * Undefined where the unit may go to the version, by what it runs at this moment; else the end of the job. It is asked
 * here as well as in every plan: this is the last place before the unit, and it takes nobody's word for what runs there.
 */
export const refuseToBrick = async (
  session: LoadMasterSession,
  to: FirmwareVersion,
): Promise<JobFailed | undefined> => {
  const running = parseVersion(await getVersion(session));
  if (running === undefined) return failed('version-unread');
  return mayBrick(running, to) ? failed('brick-floor') : undefined;
};
