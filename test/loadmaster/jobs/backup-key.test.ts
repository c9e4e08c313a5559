import { describe, expect, it } from 'vitest';
import { parseVersion } from '#domain/firmware/version.ts';
import { formatBackupKey, parseBackupKey } from '#loadmaster/jobs/backup-key.ts';

const AT = Date.parse('2026-03-01T08:00:00.123Z');

describe('the key of a backup', () => {
  it.each(['7.2.60.0.22525.RELEASE', '7.2.54.12'])(
    'says of whom, when, and of which version, such as %s',
    (text) => {
      const version = parseVersion(text) ?? { numbers: [0, 0, 0, 0] };
      const key = formatBackupKey({ pairId: 'dublin-1', unit: 'first' }, AT, version);
      expect(key).toBe(`backups/dublin-1/first/2026-03-01T08:00:00.123Z-${text}.backup`);
      expect(parseBackupKey(key)).toEqual({ pairId: 'dublin-1', unit: 'first', at: AT });
    },
  );

  it.each([
    'images/dublin-1/first/2026-03-01T08:00:00.123Z-7.2.60.0.backup',
    'backups/dublin-1/2026-03-01T08:00:00.123Z-7.2.60.0.backup',
    'backups/dublin-1/first/old/2026-03-01T08:00:00.123Z-7.2.60.0.backup',
    'backups//first/2026-03-01T08:00:00.123Z-7.2.60.0.backup',
    'backups/dublin-1/first/2026-13-01T08:00:00.123Z-7.2.60.0.backup',
    'backups/dublin-1/first/2026-03-01-7.2.60.0.backup',
    'backups/dublin-1/first/2026-03-01T08:00:00.123Z-7.2.60.0.backup.part',
    'backups/dublin-1/first/2026-03-01T08:00:00.123Z.backup',
    'backups/dublin-1/first/',
    'backups/',
    '',
  ])('is not %s', (key) => {
    expect(parseBackupKey(key)).toBeUndefined();
  });
});
