import { randomUUID } from 'node:crypto';
import type { ApplianceRef } from '#control/ports.ts';
import type { FirmwareImage } from '#domain/firmware/firmware-order.ts';
import {
  type Beginning,
  beginCheck,
  beginJob,
  type CheckRecord,
  type JobRecord,
  type JobRecords,
} from '#loadmaster/jobs/job-records.ts';

const ofUnit = ({ pairId, unit }: ApplianceRef): string => `${pairId} ${unit}`;
const ofImage = ({ key, sha256 }: FirmwareImage): string => `${sha256} ${key}`;

/** The records of jobs, for tests and rehearsals: as `dynamo/job-records.ts` keeps them. */
export const makeMemoryJobRecords = (): JobRecords => {
  const jobs = new Map<string, JobRecord>();
  const checks = new Map<string, CheckRecord>();

  const begin = <T>(records: Map<string, T>, key: string, beginning: Beginning<T>): Beginning<T> => {
    if (beginning.kind === 'begun') records.set(key, beginning.record);
    return beginning;
  };

  const end = <T extends { readonly claim: string }>(records: Map<string, T>, key: string, record: T) => {
    const isMine = records.get(key)?.claim === record.claim;
    if (isMine) records.set(key, record);
    return isMine;
  };

  return {
    begin: async (unit, job) =>
      begin(jobs, ofUnit(unit), beginJob(jobs.get(ofUnit(unit)), job, randomUUID())),
    end: async (unit, record) => end(jobs, ofUnit(unit), record),
    readJob: async (unit) => jobs.get(ofUnit(unit))?.job,
    beginCheck: async (image, at) =>
      begin(checks, ofImage(image), beginCheck(checks.get(ofImage(image)), at, randomUUID())),
    endCheck: async (image, record) => end(checks, ofImage(image), record),
    readCheck: async (image) => checks.get(ofImage(image)),
  };
};
