import { describe, expect, it } from 'vitest';
import { windowNow } from '#control/window-now.ts';
import { WEEKDAYS, type WeeklyWindow } from '#domain/estate/estate.ts';

const at = (instant: string): number => Date.parse(instant);

/** `sat,sun 02:00-04:00 Europe/Dublin` */
const windowOf = (text: string): WeeklyWindow => {
  const [days = '', times = '', timeZone = ''] = text.split(' ');
  const [from = '', to = ''] = times.split('-');
  return {
    days: days === 'daily' ? WEEKDAYS : WEEKDAYS.filter((day) => days.includes(day)),
    from,
    to,
    timeZone,
  };
};

const open = (closesAt: string) => ({ kind: 'open', closesAt: at(closesAt) });
const closed = (opensAt: string, opensWords: string) => ({
  kind: 'closed',
  opensAt: at(opensAt),
  opensWords,
});

interface Row {
  readonly windows: readonly string[];
  readonly now: string;
  readonly is: ReturnType<typeof open> | ReturnType<typeof closed>;
}

const expectRow = ({ windows, now, is }: Row): void => {
  expect(windowNow(windows.map(windowOf), at(now))).toEqual(is);
};

const NIGHTS = ['sat,sun 02:00-04:00 Europe/Dublin'];

describe('windows on days like any other', () => {
  it('are always open where none is declared', () => {
    expect(windowNow([], at('2026-05-01T10:00Z'))).toEqual({ kind: 'always' });
  });

  it.each<Row>([
    { windows: NIGHTS, now: '2026-06-05T23:00Z', is: closed('2026-06-06T01:00Z', 'Sat 02:00 Europe/Dublin') },
    {
      windows: NIGHTS,
      now: '2026-06-06T00:59:59.999Z',
      is: closed('2026-06-06T01:00Z', 'Sat 02:00 Europe/Dublin'),
    },
    { windows: NIGHTS, now: '2026-06-06T01:00Z', is: open('2026-06-06T03:00Z') },
    { windows: NIGHTS, now: '2026-06-06T02:59:59.999Z', is: open('2026-06-06T03:00Z') },
    { windows: NIGHTS, now: '2026-06-06T03:00Z', is: closed('2026-06-07T01:00Z', 'Sun 02:00 Europe/Dublin') },
    { windows: NIGHTS, now: '2026-06-07T03:00Z', is: closed('2026-06-13T01:00Z', 'Sat 02:00 Europe/Dublin') },
    { windows: NIGHTS, now: '2026-12-04T00:00Z', is: closed('2026-12-05T02:00Z', 'Sat 02:00 Europe/Dublin') },
  ])('$windows at $now', expectRow);

  it.each<Row>([
    {
      windows: ['fri 22:00-06:00 America/New_York'],
      now: '2026-06-06T03:00Z',
      is: open('2026-06-06T10:00Z'),
    },
    {
      windows: ['fri 22:00-06:00 America/New_York'],
      now: '2026-06-06T10:00Z',
      is: closed('2026-06-13T02:00Z', 'Fri 22:00 America/New_York'),
    },
    { windows: ['mon 12:00-12:00 UTC'], now: '2026-06-02T11:59Z', is: open('2026-06-02T12:00Z') },
    {
      windows: ['mon 12:00-12:00 UTC'],
      now: '2026-06-02T12:00Z',
      is: closed('2026-06-08T12:00Z', 'Mon 12:00 UTC'),
    },
  ])('overnight, $windows at $now', expectRow);

  it.each<Row>([
    {
      windows: ['mon 02:00-04:00 UTC', 'mon 03:00-05:00 UTC'],
      now: '2026-06-01T02:00Z',
      is: open('2026-06-01T05:00Z'),
    },
    {
      windows: ['mon 04:00-05:00 UTC', 'mon 02:00-04:00 UTC'],
      now: '2026-06-01T02:00Z',
      is: open('2026-06-01T05:00Z'),
    },
    {
      windows: ['mon 02:00-06:00 UTC', 'mon 03:00-04:00 UTC'],
      now: '2026-06-01T03:30Z',
      is: open('2026-06-01T06:00Z'),
    },
    {
      windows: ['mon 02:00-04:00 UTC', 'mon 06:00-08:00 Europe/Paris'],
      now: '2026-06-01T03:00Z',
      is: open('2026-06-01T06:00Z'),
    },
    {
      windows: ['mon 02:00-04:00 UTC', 'mon 04:01-05:00 UTC'],
      now: '2026-06-01T02:00Z',
      is: open('2026-06-01T04:00Z'),
    },
    {
      windows: ['tue 02:00-04:00 UTC', 'mon 20:00-21:00 America/New_York'],
      now: '2026-06-01T12:00Z',
      is: closed('2026-06-02T00:00Z', 'Mon 20:00 America/New_York'),
    },
    { windows: ['sat,sun 00:00-00:00 UTC'], now: '2026-06-06T10:00Z', is: open('2026-06-08T00:00Z') },
  ])('together, $windows at $now', expectRow);

  it('that never leave a gap close beyond the days that are looked ahead', () => {
    const is = windowNow([windowOf('daily 02:00-02:00 Europe/Dublin')], at('2026-06-01T12:00Z'));
    expect(is.kind === 'open' && is.closesAt).toBeGreaterThan(at('2026-06-09T12:00Z'));
  });

  it('never open in a zone that nobody knows, and hinder no other window', () => {
    const mars = windowOf('daily 02:00-04:00 Mars/Olympus_Mons');
    expect(windowNow([mars], at('2026-06-01T03:00Z'))).toEqual(
      closed('2026-06-09T03:00Z', 'never: its time zone is not known here'),
    );
    expect(windowNow([mars, windowOf('mon 02:00-04:00 UTC')], at('2026-06-01T03:00Z'))).toEqual(
      open('2026-06-01T04:00Z'),
    );
  });
});

/* Dublin: 01:00 becomes 02:00 on 29 March 2026, 02:00 becomes 01:00 on 25 October. */
describe('windows when the clocks change', () => {
  it.each<Row>([
    {
      // Begins within the hour that is left out.
      windows: ['sun 01:30-03:00 Europe/Dublin'],
      now: '2026-03-29T00:00Z',
      is: closed('2026-03-29T01:00Z', 'Sun 02:00 Europe/Dublin'),
    },
    { windows: ['sun 01:30-03:00 Europe/Dublin'], now: '2026-03-29T01:00Z', is: open('2026-03-29T02:00Z') },
    // Ends within it.
    { windows: ['sun 00:30-01:30 Europe/Dublin'], now: '2026-03-29T00:30Z', is: open('2026-03-29T01:30Z') },
    // Is within it altogether.
    { windows: ['sun 01:15-01:45 Europe/Dublin'], now: '2026-03-29T01:00Z', is: open('2026-03-29T01:45Z') },
    // Begins within it and ends with it.
    { windows: ['sun 01:30-02:00 Europe/Dublin'], now: '2026-03-29T01:00Z', is: open('2026-03-29T02:00Z') },
    {
      windows: ['sun 01:00-02:00 Europe/Dublin'],
      now: '2026-03-28T12:00Z',
      is: closed('2026-03-29T01:00Z', 'Sun 02:00 Europe/Dublin'),
    },
    // Goes over it.
    { windows: ['sat 22:00-06:00 Europe/Dublin'], now: '2026-03-28T22:00Z', is: open('2026-03-29T05:00Z') },
    {
      // The clock jumps by half an hour, from 02:00 to 02:30.
      windows: ['sun 02:10-03:00 Australia/Lord_Howe'],
      now: '2026-10-03T12:00Z',
      is: closed('2026-10-03T15:30Z', 'Sun 02:30 Australia/Lord_Howe'),
    },
    {
      // At midnight: Friday begins at 01:00.
      windows: ['fri 00:00-00:30 Africa/Cairo'],
      now: '2026-04-23T12:00Z',
      is: closed('2026-04-23T22:00Z', 'Fri 01:00 Africa/Cairo'),
    },
    {
      // From Saturday 23:00 to Sunday: it closes two dates after its own.
      windows: ['fri 23:30-23:30 America/Nuuk'],
      now: '2026-03-29T01:15Z',
      is: open('2026-03-29T01:30Z'),
    },
    // A whole day that the zone left out.
    { windows: ['fri 02:00-04:00 Pacific/Apia'], now: '2011-12-30T13:00Z', is: open('2011-12-30T14:00Z') },
  ])('forward, $windows at $now', expectRow);

  it.each<Row>([
    {
      // Begins within the hour that comes twice.
      windows: ['sun 01:30-03:00 Europe/Dublin'],
      now: '2026-10-25T00:00Z',
      is: closed('2026-10-25T00:30Z', 'Sun 01:30 Europe/Dublin'),
    },
    { windows: ['sun 01:30-03:00 Europe/Dublin'], now: '2026-10-25T00:30Z', is: open('2026-10-25T03:00Z') },
    // Ends within it.
    { windows: ['sun 00:30-01:30 Europe/Dublin'], now: '2026-10-25T00:30Z', is: open('2026-10-25T01:30Z') },
    // Is within it: once, from the first time to the second.
    { windows: ['sun 01:15-01:45 Europe/Dublin'], now: '2026-10-25T00:50Z', is: open('2026-10-25T01:45Z') },
    {
      windows: ['sun 01:15-01:45 Europe/Dublin'],
      now: '2026-10-25T01:45Z',
      is: closed('2026-11-01T01:15Z', 'Sun 01:15 Europe/Dublin'),
    },
    // Goes over it.
    { windows: ['sat 22:00-06:00 Europe/Dublin'], now: '2026-10-24T21:00Z', is: open('2026-10-25T06:00Z') },
    // The clock is turned back by half an hour, from 02:00 to 01:30.
    {
      windows: ['sun 01:40-01:50 Australia/Lord_Howe'],
      now: '2026-04-04T14:40Z',
      is: open('2026-04-04T15:20Z'),
    },
  ])('back, $windows at $now', expectRow);
});
