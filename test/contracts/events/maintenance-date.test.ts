import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseMaintenanceDate } from '#contracts/events/maintenance-date.ts';

it.each<[string, string]>([
  ['Fri, 1 May 2026 22:00:00 GMT', '2026-05-01T22:00:00Z'],
  ['Fri, 01 May 2026 22:00:00 GMT', '2026-05-01T22:00:00Z'],
  ['Thu, 29 Feb 2024 00:00:00 GMT', '2024-02-29T00:00:00Z'],
  ['Sat, 05 Jun 2016 15:10:09 GMT', '2016-06-05T15:10:09Z'],
])('reads %s', (text, expected) => {
  expect(parseMaintenanceDate(text)).toBe(Date.parse(expected));
});

it.each([
  '',
  '2026-05-01T22:00:00Z',
  'Fri, 1 May 2026 22:00:00',
  'Fri, 1 May 2026 22:00:00 PST',
  'Fri, 1 May 2026 22:00 GMT',
  'Fri, 1 may 2026 22:00:00 GMT',
  'Fri, 1 Foo 2026 22:00:00 GMT',
  'Fri, 0 May 2026 22:00:00 GMT',
  'Fri, 31 Apr 2026 22:00:00 GMT',
  'Sun, 29 Feb 2026 22:00:00 GMT',
  'Fri, 1 May 2026 24:00:00 GMT',
  'Fri, 1 May 2026 22:60:00 GMT',
  'Fri, 1 May 2026 22:00:00 GMT and more',
  '1 May 2026 22:00:00 GMT',
])('refuses %j', (text) => {
  expect(parseMaintenanceDate(text)).toBeUndefined();
});

it('reads every instant as AWS Health writes it', () => {
  const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(instant, fc.boolean(), (date, padded) => {
      const text = date.toUTCString();
      const seconds = Math.floor(date.getTime() / 1_000) * 1_000;
      expect(parseMaintenanceDate(padded ? text : text.replace(', 0', ', '))).toBe(seconds);
    }),
  );
});
