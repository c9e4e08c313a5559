import { describe, expect, it } from 'vitest';
import { FirmwareBucketError } from '#loadmaster/jobs/firmware-bucket.ts';
import { readBackup } from '#rehearsal/load-master/api/backup-file.ts';
import { BUCKET, UNIT, useJobsWorld } from './jobs-world.ts';

const world = useJobsWorld();
const backup = { kind: 'backup' } as const;
const job = () => world.now.records.readJob(UNIT);
const failsWith = (code: string) => expect.objectContaining({ jobId: 'j1', state: 'failed', code });
const stored = () => world.now.s3.keys(BUCKET);

describe('a backup', () => {
  it('lies in the bucket under pair, unit, time and version, and is what the unit sent', async () => {
    const before = world.now.scheduler.now();
    expect(await world.now.runJob(backup)).toBe('done');
    const [key = ''] = stored();
    const [, at = ''] =
      /^backups\/dublin-1\/first\/(\S{24})-7\.2\.60\.0\.22525\.RELEASE\.backup$/.exec(key) ?? [];
    expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
    expect(await job()).toEqual({
      jobId: 'j1',
      kind: 'backup',
      state: 'done',
      key,
      at: expect.any(Number),
    });
    const chunks: Buffer[] = [];
    for await (const chunk of world.now.s3.read(BUCKET, key)?.body.open() ?? []) chunks.push(chunk);
    expect(readBackup(Buffer.concat(chunks))).toMatchObject({ ha: true });
    expect(world.now.calls.read()).toEqual({ 's3.PutObject': 1, 's3.HeadObject': 1, 's3.GetObject': 1 });
  });

  it('is made once, however often it is asked for under one id', async () => {
    await world.now.runJob(backup);
    expect(await world.now.runJob(backup)).toBe('known');
    expect(await world.now.runJob(backup, 'j2')).toBe('done');
    expect(stored()).toHaveLength(2);
  });
});

describe('what is no backup', () => {
  it('is refused, and nothing is stored', async () => {
    world.now.unit.hang();
    world.now.unit.resume();
    world.now.wired.management.settings.set('enableapi', 'no');
    expect(await world.now.runJob(backup)).toBe('failed');
    expect(await job()).toEqual(failsWith('loadmaster-api-disabled'));
    expect(world.now.calls.read()).toEqual({});
  });

  it.each([
    { what: 'S3 does not take it', operation: 'PutObject', fault: { kind: 'drop-request' } },
    {
      what: 'S3 denies it',
      operation: 'PutObject',
      fault: { kind: 'error', code: 'AccessDenied', httpStatus: 403, message: 'no' },
    },
    { what: 'S3 does not give it back', operation: 'HeadObject', fault: { kind: 'drop-request' } },
    { what: 'S3 breaks off', operation: 'GetObject', fault: { kind: 'cut-body', afterBytes: 10 } },
  ] as const)('does not count when $what', async ({ operation, fault }) => {
    world.now.faults.inject({ service: 's3', operation, fault });
    expect(await world.now.runJob(backup)).toBe('failed');
    expect(await job()).toEqual(failsWith('backup-unstored'));
    expect(await job()).not.toHaveProperty('key');
  });

  it.each([
    { what: 'of another size', seen: { etag: '"x"', bytes: 1 } },
    { what: 'not there', seen: 'missing' },
  ] as const)('does not count when it reads back $what', async ({ seen }) => {
    const bucket = { ...world.now.bucket, head: async () => seen };
    expect(await world.now.runJob(backup, 'j1', { bucket })).toBe('failed');
    expect(await job()).toEqual(failsWith('backup-differs'));
  });

  it('does not count when it reads back with other bytes', async () => {
    const open: typeof world.now.bucket.open = (_key, { bytes }) => ({
      length: bytes,
      bytes: ReadableStream.from([Buffer.alloc(bytes)]),
    });
    expect(await world.now.runJob(backup, 'j1', { bucket: { ...world.now.bucket, open } })).toBe('failed');
    expect(await job()).toEqual(failsWith('backup-differs'));
  });

  it('lets a bug be seen', async () => {
    const putBackup = () => Promise.reject(new TypeError('ours'));
    const bucket = { ...world.now.bucket, putBackup };
    await expect(world.now.runJob(backup, 'j1', { bucket })).rejects.toThrow(TypeError);
  });

  it('ends the download when the bucket fails before it has begun to read', async () => {
    const putBackup = () => Promise.reject(new FirmwareBucketError('unavailable'));
    const bucket = { ...world.now.bucket, putBackup };
    expect(await world.now.runJob(backup, 'j1', { bucket })).toBe('failed');
    expect(await job()).toEqual(failsWith('backup-unstored'));
  });
});

describe('a unit of which the version is no version', () => {
  const odd = useJobsWorld('unknown');

  it('is not backed up under a name of its own making', async () => {
    expect(await odd.now.runJob(backup)).toBe('failed');
    expect(await odd.now.records.readJob(UNIT)).toEqual(failsWith('version-unread'));
  });
});
