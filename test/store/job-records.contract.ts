import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#domain/time.ts';
import {
  type Beginning,
  type CheckRecord,
  GONE_AFTER_MS,
  type JobRecord,
  type JobRecords,
} from '#loadmaster/jobs/job-records.ts';

export interface RecordsUnderTest {
  /** With nothing on record. */
  readonly make: () => Promise<JobRecords> | JobRecords;
}

const UNIT = { pairId: 'dublin-1', unit: 'first' } as const;
const AT = Date.parse('2026-05-28T12:00:00Z');
const IMAGE = { key: 'images/7.2.61.1.24109.RELEASE-64bit.patch', sha256: 'ab'.repeat(32) };

const backup = (jobId: string, at = AT) => ({ jobId, kind: 'backup' as const, at });

const recordOf = <T>(beginning: Beginning<T>): T => {
  if (beginning.kind !== 'begun') throw new Error(beginning.kind);
  return beginning.record;
};

const done = (record: JobRecord, at = AT + 1): JobRecord => ({
  ...record,
  job: { ...record.job, at, state: 'done' },
});

/** Begins a job and ends it. */
const doJob = async (records: JobRecords, jobId: string, at = AT): Promise<void> => {
  const record = recordOf(await records.begin(UNIT, backup(jobId, at)));
  expect(await records.end(UNIT, done(record, at))).toBe(true);
};

/** What JobRecords promises, whatever it is made of. */
export const testJobRecords = ({ make }: RecordsUnderTest): void => {
  describe('the jobs of a unit', () => {
    it('are none at first', async () => {
      expect(await (await make()).readJob(UNIT)).toBeUndefined();
    });

    it('are seen from their beginning to their end', async () => {
      const records = await make();
      const record = recordOf(await records.begin(UNIT, backup('j1')));
      expect(await records.readJob(UNIT)).toEqual({ ...backup('j1'), state: 'running' });
      const ended = { ...backup('j1', AT + 5), state: 'done', key: 'backups/x' } as const;
      expect(await records.end(UNIT, { ...record, job: ended })).toBe(true);
      expect(await records.readJob(UNIT)).toEqual(ended);
    });

    it('fail with a code', async () => {
      const records = await make();
      const record = recordOf(await records.begin(UNIT, backup('j1')));
      const ended = { ...backup('j1', AT + 5), state: 'failed', code: 'backup-empty' } as const;
      await records.end(UNIT, { ...record, job: ended });
      expect(await records.readJob(UNIT)).toEqual(ended);
    });

    it.each(['backup', 'access', 'partners'] as const)(
      'fail somewhere, with what was done before: %s',
      async (failedAt) => {
        const records = await make();
        const record = recordOf(await records.begin(UNIT, backup('j1')));
        const failure = { state: 'failed', code: 'loadmaster-command', failedAt, key: 'backups/x' } as const;
        const ended = { ...backup('j1', AT + 5), kind: 'set-geo-lists', ...failure } as const;
        await records.end(UNIT, { ...record, job: ended });
        expect(await records.readJob(UNIT)).toEqual(ended);
      },
    );

    it.each(['running', 'done', 'failed'] as const)('are begun once: %s', async (state) => {
      const records = await make();
      const record = recordOf(await records.begin(UNIT, backup('j1')));
      await records.end(UNIT, { ...record, job: { ...record.job, state } });
      const before = await records.readJob(UNIT);
      expect(await records.begin(UNIT, backup('j1', AT + 9))).toEqual({ kind: 'known' });
      expect(await records.readJob(UNIT)).toEqual(before);
    });

    it('are begun once by those who race for it', async () => {
      const records = await make();
      const racing = Array.from({ length: 8 }, () => records.begin(UNIT, backup('j1')));
      const kinds = (await Promise.all(racing)).map(({ kind }) => kind);
      expect(kinds.toSorted()).toEqual(['begun', ...Array.from({ length: 7 }, () => 'known')]);
    });

    it('are one at a time, whoever races for it', async () => {
      const records = await make();
      const racing = ['a', 'b', 'c', 'd'].map((jobId) => records.begin(UNIT, backup(jobId)));
      const kinds = (await Promise.all(racing)).map(({ kind }) => kind);
      expect(kinds.toSorted()).toEqual(['begun', 'busy', 'busy', 'busy']);
    });

    it('are still known when others were done since', async () => {
      const records = await make();
      for (const jobId of ['j1', 'j2', 'j3']) await doJob(records, jobId);
      expect(await records.begin(UNIT, backup('j1'))).toEqual({ kind: 'known' });
      expect(await records.begin(UNIT, backup('j2'))).toEqual({ kind: 'known' });
      expect((await records.readJob(UNIT))?.jobId).toBe('j3');
    });

    it('are known by id for the last twenty and no longer', async () => {
      const records = await make();
      for (let nth = 0; nth <= 21; nth += 1) await doJob(records, `j${nth}`);
      expect(await records.begin(UNIT, backup('j1'))).toEqual({ kind: 'known' });
      expect((await records.begin(UNIT, backup('j0'))).kind).toBe('begun');
    });

    it('wait for one another, until whoever began is gone', async () => {
      const records = await make();
      const lost = recordOf(await records.begin(UNIT, backup('j1')));
      const last = AT + GONE_AFTER_MS - 1;
      expect(await records.begin(UNIT, backup('j2', last))).toEqual({ kind: 'busy' });
      expect(await records.begin(UNIT, backup('j1', last))).toEqual({ kind: 'known' });
      const next = recordOf(await records.begin(UNIT, backup('j2', last + 1)));
      expect(await records.end(UNIT, done(lost))).toBe(false);
      expect(await records.readJob(UNIT)).toEqual({ ...backup('j2', last + 1), state: 'running' });
      expect(await records.end(UNIT, done(next))).toBe(true);
      expect(await records.begin(UNIT, backup('j1', last + 2))).toEqual({ kind: 'known' });
    });

    it('are begun anew under the same id when whoever began is gone', async () => {
      const records = await make();
      const lost = recordOf(await records.begin(UNIT, backup('j1')));
      const again = recordOf(await records.begin(UNIT, backup('j1', AT + GONE_AFTER_MS)));
      expect(await records.end(UNIT, done(lost))).toBe(false);
      expect(await records.end(UNIT, done(again))).toBe(true);
    });

    it('are not begun anew however long ago they ended', async () => {
      const records = await make();
      await doJob(records, 'j1');
      expect(await records.begin(UNIT, backup('j1', AT + 100 * GONE_AFTER_MS))).toEqual({ kind: 'known' });
    });

    it('are each unit’s own', async () => {
      const records = await make();
      await records.begin(UNIT, backup('j1'));
      for (const other of [
        { ...UNIT, unit: 'second' },
        { ...UNIT, unit: 'standalone' },
        { ...UNIT, pairId: 'IMAGE' },
      ] as const) {
        expect(await records.readJob(other)).toBeUndefined();
        expect((await records.begin(other, backup('j1'))).kind).toBe('begun');
      }
    });
  });

  describe('the checks of an image', () => {
    const verified = { etag: '"e1"', bytes: 7 };
    const ended = (record: CheckRecord): CheckRecord => ({
      ...record,
      check: { state: 'done', at: AT + 1, bytes: 7 },
      verified,
    });

    it('are seen from their beginning to their end', async () => {
      const records = await make();
      expect(await records.readCheck(IMAGE)).toBeUndefined();
      const record = recordOf(await records.beginCheck(IMAGE, AT));
      expect(await records.readCheck(IMAGE)).toEqual(record);
      expect(record.check).toEqual({ state: 'running', at: AT });
      expect(await records.endCheck(IMAGE, ended(record))).toBe(true);
      expect(await records.readCheck(IMAGE)).toEqual(ended(record));
    });

    it('are made once at a time, until whoever began is gone', async () => {
      const records = await make();
      const lost = recordOf(await records.beginCheck(IMAGE, AT));
      expect(await records.beginCheck(IMAGE, AT + 15 * MINUTE_MS)).toEqual({ kind: 'known' });
      const again = recordOf(await records.beginCheck(IMAGE, AT + GONE_AFTER_MS));
      expect(await records.endCheck(IMAGE, ended(lost))).toBe(false);
      expect(await records.endCheck(IMAGE, ended(again))).toBe(true);
    });

    it('are made again when asked for again, and remember what was verified', async () => {
      const records = await make();
      await records.endCheck(IMAGE, ended(recordOf(await records.beginCheck(IMAGE, AT))));
      const again = recordOf(await records.beginCheck(IMAGE, AT + 2));
      expect(again).toMatchObject({ check: { state: 'running', at: AT + 2 }, verified });
    });

    it.each([
      { what: 'key', other: { ...IMAGE, key: `${IMAGE.key}2` } },
      { what: 'checksum', other: { ...IMAGE, sha256: 'cd'.repeat(32) } },
    ])('are of one key and one checksum: another $what', async ({ other }) => {
      const records = await make();
      await records.beginCheck(IMAGE, AT);
      expect(await records.readCheck(other)).toBeUndefined();
    });
  });
};
