import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowNow } from '#control/window-now.ts';
import { WEEKDAYS, type Weekday, type WeeklyWindow } from '#domain/estate/estate.ts';
import { MINUTE_MS } from '#domain/time.ts';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_BEGINS = Date.UTC(2026, 0, 1);
const YEAR_ENDS = Date.UTC(2027, 0, 1);

/** Clocks that change by an hour and by half of one, at night and at midnight, back for a month, and never. */
const ZONES = [
  'Europe/Dublin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Africa/Cairo',
  'UTC',
] as const;

const two = (count: number): string => String(count).padStart(2, '0');
const time = fc
  .tuple(fc.nat(23), fc.constantFrom(0, 15, 30, 59))
  .map(([hour, minute]) => `${two(hour)}:${two(minute)}`);

const weekly = fc.record<WeeklyWindow>({
  days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
  from: time,
  to: time,
  timeZone: fc.constantFrom(...ZONES),
});
const windows = fc.array(weekly, { minLength: 1, maxLength: 3 });
const instant = fc.integer({ min: YEAR_BEGINS, max: YEAR_ENDS });

const clocks = new Map(
  ZONES.map((timeZone) => [
    timeZone as string,
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
  ]),
);

/** What the clock on the wall shows, by Intl alone. */
const wallClock = (timeZone: string, at: number) => {
  const parts = new Map(
    clocks
      .get(timeZone)
      ?.formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  return {
    weekday: part('weekday').toLowerCase() as Weekday,
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
};

/** The clock has not been changed within a day of this instant. */
const isCalm = (timeZone: string, at: number): boolean =>
  [at - DAY_MS, at + DAY_MS].every(
    (other) => wallClock(timeZone, other).time === wallClock(timeZone, at).time,
  );

/** What the declaration says to somebody who looks at the clock. */
const isOpenByTheClock = ({ days, from, to, timeZone }: WeeklyWindow, at: number): boolean => {
  const today = wallClock(timeZone, at);
  const yesterday = wallClock(timeZone, at - DAY_MS).weekday;
  if (to > from) return days.includes(today.weekday) && from <= today.time && today.time < to;
  return (
    (days.includes(today.weekday) && from <= today.time) || (days.includes(yesterday) && today.time < to)
  );
};

/** Time zones are worked out slowly, and slower on a busy machine. */
const TIMEOUT_MS = 60_000;

describe('weekly windows', { timeout: TIMEOUT_MS }, () => {
  it('are open when the clock says so, on days on which it is not changed', () => {
    fc.assert(
      fc.property(windows, instant, (declared, now) => {
        fc.pre(declared.every(({ timeZone }) => isCalm(timeZone, now)));
        expect(windowNow(declared, now).kind === 'open').toBe(
          declared.some((window) => isOpenByTheClock(window, now)),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('open at the instant they say, and close at the instant they say', () => {
    fc.assert(
      fc.property(windows, instant, (declared, now) => {
        const before = windowNow(declared, now);
        if (before.kind === 'closed') {
          expect(before.opensAt).toBeGreaterThan(now);
          expect(before.opensAt).toBeLessThanOrEqual(now + 8 * DAY_MS);
          expect(windowNow(declared, before.opensAt).kind).toBe('open');
          expect(windowNow(declared, before.opensAt - 1)).toEqual(before);
        }
        if (before.kind === 'open') {
          expect(before.closesAt).toBeGreaterThan(now);
          const neverCloses = before.closesAt > now + 8 * DAY_MS;
          if (!neverCloses) {
            expect(windowNow(declared, before.closesAt - 1)).toEqual(before);
            expect(windowNow(declared, before.closesAt).kind).toBe('closed');
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The openings of a year, one after the other. */
const openingsOf = (
  window: WeeklyWindow,
): readonly { readonly opensAt: number; readonly closesAt: number }[] => {
  const openings: { readonly opensAt: number; readonly closesAt: number }[] = [];
  for (let at = YEAR_BEGINS - 2 * DAY_MS; at < YEAR_ENDS + 2 * DAY_MS; ) {
    const now = windowNow([window], at);
    if (now.kind === 'always') throw new Error('a window is declared');
    if (now.kind === 'open') openings.push({ opensAt: at, closesAt: now.closesAt });
    at = now.kind === 'open' ? now.closesAt : now.opensAt;
  }
  return openings;
};

const datesOf = (day: Weekday): readonly string[] =>
  Array.from({ length: (YEAR_ENDS - YEAR_BEGINS) / DAY_MS }, (_, index) => YEAR_BEGINS + index * DAY_MS)
    .filter((at) => wallClock('UTC', at).weekday === day)
    .map((at) => wallClock('UTC', at).date);

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

describe.each(ZONES)('a year in %s', { timeout: TIMEOUT_MS }, (timeZone) => {
  it('has an opening on each declared day, as long as declared give or take a change of the clocks', () => {
    fc.assert(
      fc.property(fc.constantFrom(...WEEKDAYS), time, time, (day, from, to) => {
        const openings = openingsOf({ days: [day], from, to, timeZone }).map((opening) => ({
          ...opening,
          date: wallClock(timeZone, opening.opensAt).date,
        }));
        const inTheYear = openings.filter(({ date }) => date.startsWith('2026'));
        expect(inTheYear.map(({ date }) => date)).toEqual(datesOf(day));
        const declaredMs = (((minutesOf(to) - minutesOf(from) + 1_439) % 1_440) + 1) * MINUTE_MS;
        for (const { opensAt, closesAt } of inTheYear) {
          expect(closesAt - opensAt).toBeGreaterThan(0);
          expect(Math.abs(closesAt - opensAt - declaredMs)).toBeLessThanOrEqual(HOUR_MS);
        }
      }),
      { numRuns: 25 },
    );
  });
});
