import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeBackups } from '#aws/audit/backups.ts';
import type { UnitRef } from '#control/ports.ts';
import { failure } from './limits.ts';

const s3 = mockClient(S3Client);
const backups = makeBackups({ client: new S3Client({ region: 'eu-west-1' }), bucket: 'firmware' });

beforeEach(() => {
  s3.reset();
});

const FIRST: UnitRef = { pairId: 'dublin-1', unit: 'first' };
const SECOND: UnitRef = { pairId: 'dublin-1', unit: 'second' };
const OTHER: UnitRef = { pairId: 'dublin-2', unit: 'first' };
const backup = (unit: string, time: string, Size = 200_000) => ({
  Key: `backups/${unit}/${time}-7.2.60.0.22525.RELEASE.backup`,
  Size,
});
const read = (value: string) => ({ kind: 'read', value: value === 'none' ? value : Date.parse(value) });

describe('the newest backups', () => {
  it('are read of all units by one list, in the order of the units', async () => {
    s3.on(ListObjectsV2Command).resolves({
      Contents: [
        backup('dublin-1/first', '2026-03-09T08:00:00.000Z'),
        backup('dublin-1/first', '2026-03-10T08:00:00.000Z'),
        backup('dublin-1/first', '2026-02-28T08:00:00.000Z'),
        backup('dublin-2/first', '2026-01-01T08:00:00.000Z'),
        backup('solo-1/standalone', '2026-03-11T08:00:00.000Z'),
      ],
    });
    expect(await backups.readNewest([OTHER, SECOND, FIRST])).toEqual([
      read('2026-01-01T08:00:00.000Z'),
      read('none'),
      read('2026-03-10T08:00:00.000Z'),
    ]);
    expect(s3.calls().map(({ args: [command] }) => command.input)).toEqual([
      { Bucket: 'firmware', Prefix: 'backups/' },
    ]);
  });

  it('are neither empty objects nor what somebody else has put there', async () => {
    s3.on(ListObjectsV2Command).resolves({
      Contents: [
        backup('dublin-1/first', '2026-03-01T08:00:00.000Z'),
        backup('dublin-1/first', '2026-03-02T08:00:00.000Z', 0),
        { Key: 'backups/dublin-1/first/', Size: 0 },
        { Key: 'backups/dublin-1/first/by-hand.backup', Size: 9 },
        {},
      ],
    });
    expect(await backups.readNewest([FIRST])).toEqual([read('2026-03-01T08:00:00.000Z')]);
  });

  it('are found on later pages', async () => {
    s3.on(ListObjectsV2Command).resolves({
      Contents: [backup('dublin-1/first', '2026-03-01T08:00:00.000Z')],
      NextContinuationToken: 'more',
    });
    s3.on(ListObjectsV2Command, { ContinuationToken: 'more' }).resolves({
      Contents: [backup('dublin-1/second', '2026-03-02T08:00:00.000Z')],
    });
    expect(await backups.readNewest([FIRST, SECOND])).toEqual([
      read('2026-03-01T08:00:00.000Z'),
      read('2026-03-02T08:00:00.000Z'),
    ]);
  });

  it.each([
    { name: 'SlowDown', code: 'throttled' },
    { name: 'AccessDenied', code: 'aws-error' },
    { name: 'NoSuchBucket', code: 'aws-error' },
  ])(
    'are unread of every unit with $code after $name, also where a page was read',
    async ({ name, code }) => {
      s3.on(ListObjectsV2Command).resolves({
        Contents: [backup('dublin-1/first', '2026-03-01T08:00:00.000Z')],
        NextContinuationToken: 'more',
      });
      s3.on(ListObjectsV2Command, { ContinuationToken: 'more' }).rejects(failure(name));
      const unread = { kind: 'unread', code };
      expect(await backups.readNewest([FIRST, OTHER])).toEqual([unread, unread]);
    },
  );

  it('of nobody are asked of nobody', async () => {
    expect(await backups.readNewest([])).toEqual([]);
    expect(s3.calls()).toHaveLength(0);
  });

  it('are passed on as a bug where they are one', async () => {
    s3.on(ListObjectsV2Command).rejects(new RangeError('ours'));
    await expect(backups.readNewest([FIRST])).rejects.toThrow(RangeError);
  });
});
