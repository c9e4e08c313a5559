import { describe } from 'vitest';
import { makeMemoryJobRecords } from '#store/memory/job-records.ts';
import { testJobRecords } from './job-records.contract.ts';

describe('the records of jobs in memory', () => {
  testJobRecords({ make: makeMemoryJobRecords });
});
