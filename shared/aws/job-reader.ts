import { DamagedItemError, StoreUnavailableError } from '#control/errors.ts';
import type { JobReader } from '#control/ports.ts';
import type { Reading } from '#domain/pair/seen.ts';
import type { JobRecords } from '#loadmaster/jobs/job-records.ts';

/** A record that cannot be read is unread, as everything else that cannot. */
export const readingOf = async <T>(read: () => Promise<T | undefined>): Promise<Reading<T | 'none'>> => {
  try {
    return { kind: 'read', value: (await read()) ?? 'none' };
  } catch (error) {
    if (error instanceof StoreUnavailableError) return { kind: 'unread', code: 'aws-error' };
    if (error instanceof DamagedItemError) return { kind: 'unread', code: 'gateway-error' };
    throw error;
  }
};

/** What came of jobs, for everybody who looks at pairs: it takes the table alone. */
export const makeJobReader = (records: Pick<JobRecords, 'readJob'>): JobReader => ({
  readJobs: (units) => Promise.all(units.map((unit) => readingOf(() => records.readJob(unit)))),
});
