import type { ApplianceRef } from '#control/ports.ts';
import type { LoadMasterSession } from '#loadmaster/client.ts';
import type { Declared } from '#loadmaster/declared.ts';
import { failed, type JobEnd, type JobFailed } from '#loadmaster/jobs/job-end.ts';
import { isEstateUnread, type Reach, withSession } from '#loadmaster/with-session.ts';

/** How a job ends that the table does not answer; undefined for every other error. */
export const tableUnread = (error: unknown): JobFailed | undefined =>
  isEstateUnread(error) ? failed('estate-unread') : undefined;

/** Does the work in a session with the unit; what the unit fails at is the job's end. */
export const withUnit = async (
  reach: Reach,
  unit: ApplianceRef,
  work: (session: LoadMasterSession, declared: Declared) => Promise<JobEnd>,
): Promise<JobEnd> => {
  const reached = await withSession(reach, unit, work);
  return reached.kind === 'answer' ? reached.value : failed(reached.code, reached.details);
};
