import * as z from 'zod';
import { isTimeZone, suggestTimeZone } from '#contracts/estate-time-zone.ts';
import { WEEKDAYS } from '#domain/estate/estate.ts';
import { type DurationMs, MINUTE_MS, SECOND_MS } from '#domain/time.ts';

/* Values of the estate file that more than one of its parts has. */

const UNIT_MS = { s: SECOND_MS, m: MINUTE_MS, h: 60 * MINUTE_MS } as const;
type TimeUnit = keyof typeof UNIT_MS;

const DURATION_WORDS = 'must be a whole number with its unit, for example 10s, 5m or 1h';

export const hours = (count: number): DurationMs => count * UNIT_MS.h;

/** A length of time as operators write it, `30m`, within these bounds; `range` says them. */
export const duration = (min: DurationMs, max: DurationMs, range: string) =>
  z
    .string(DURATION_WORDS)
    .regex(/^\d{1,9}[smh]$/, DURATION_WORDS)
    .transform((text) => Number(text.slice(0, -1)) * UNIT_MS[text.slice(-1) as TimeUnit])
    .refine((ms) => ms >= min && ms <= max, `must be ${range}`);

/** Two for each day of the week. */
export const MAX_WINDOWS = 14;

const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time from 00:00 to 23:59, as HH:MM');

const timeZone = z.string().check(({ value, issues }) => {
  if (!isTimeZone(value))
    issues.push({
      code: 'custom',
      input: value,
      message: 'must be the name of a time zone with its area, for example Europe/Dublin, or UTC',
      params: { meant: () => suggestTimeZone(value) },
    });
});

export const weeklyWindow = z.strictObject({
  days: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .refine((days) => new Set(days).size === days.length, 'must name no day twice'),
  from: timeOfDay,
  to: timeOfDay,
  timeZone,
});
