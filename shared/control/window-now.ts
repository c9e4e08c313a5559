import { DateTime } from 'luxon';
import { WEEKDAYS, type WeeklyWindow } from '#domain/estate/estate.ts';
import { ALWAYS, type WindowNow } from '#domain/failback/window.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** Every window opens within a week; the rest is for clocks that change and for zones that are a day apart. */
const LOOK_AHEAD_DAYS = 8;

/** A window is open for a day at most, and for an hour more where the clock jumps over its end, into one more date. */
const LOOK_BACK_DAYS = 2;

/** A time during which at least one window is open. */
interface Opening {
  readonly opensAt: EpochMs;
  readonly closesAt: EpochMs;
  /** Of the window that opens it. */
  readonly timeZone: string;
}

/** A local time as luxon reads it, `2026-03-29T01:30`: where the clock jumps over it, it is later by the jump. */
const localTime = (date: DateTime, time: string, timeZone: string): DateTime =>
  DateTime.fromISO(`${date.toISODate()}T${time}`, { zone: timeZone });

/** The instants at which the clock shows this time: two where it is turned back over it. */
const occurrences = (local: DateTime): readonly EpochMs[] =>
  local.getPossibleOffsets().map((one) => one.toMillis());

/** When the clock jumped that shows `after`. Clocks are changed at whole minutes. */
const jumpBefore = (after: DateTime): EpochMs => {
  let at = after;
  for (let before = at; before.offset === after.offset; before = before.minus(MINUTE_MS)) at = before;
  return at.toMillis();
};

/** At the earlier of two occurrences; at the jump, where the clock jumps over it. */
const opensAt = (local: DateTime, time: string): EpochMs =>
  local.toISOTime({ suppressSeconds: true, includeOffset: false }) === time
    ? Math.min(...occurrences(local))
    : jumpBefore(local);

/** At the later of two occurrences; later by the jump, where the clock jumps over it, so that it is after the opening. */
const closesAt = (local: DateTime): EpochMs => Math.max(...occurrences(local));

/** Days without hours: in UTC every one has 24. A zone that the runtime does not know has none. */
const datesAround = (now: EpochMs, timeZone: string): readonly DateTime[] => {
  const today = DateTime.fromMillis(now, { zone: timeZone }).setZone('utc', { keepLocalTime: true });
  return Array.from({ length: LOOK_BACK_DAYS + 1 + LOOK_AHEAD_DAYS }, (_, index) =>
    today.plus({ days: index - LOOK_BACK_DAYS }),
  );
};

/**
 * A window that begins in the hour that is left out and ends as the clock has jumped over it would be lost: it closes later
 * by the jump, like one that ends within that hour.
 */
const openingOn = (date: DateTime, { from, to, timeZone }: WeeklyWindow): Opening => {
  const begins = localTime(date, from, timeZone);
  const opens = opensAt(begins, from);
  const closes = closesAt(localTime(to > from ? date : date.plus({ days: 1 }), to, timeZone));
  const declaredMs = localTime(date, to, 'utc').toMillis() - localTime(date, from, 'utc').toMillis();
  return { opensAt: opens, closesAt: closes > opens ? closes : begins.toMillis() + declaredMs, timeZone };
};

const openingsOf = (window: WeeklyWindow, now: EpochMs): readonly Opening[] =>
  datesAround(now, window.timeZone)
    .filter(({ weekday }) => window.days.some((day) => WEEKDAYS.indexOf(day) + 1 === weekday))
    .map((date) => openingOn(date, window));

/** In the order of their beginning; those that overlap or touch are one. */
const merge = (openings: readonly Opening[]): readonly Opening[] => {
  const merged: Opening[] = [];
  for (const next of openings.toSorted((a, b) => a.opensAt - b.opensAt)) {
    const last = merged.at(-1);
    if (last === undefined || last.closesAt < next.opensAt) merged.push(next);
    else merged.splice(-1, 1, { ...last, closesAt: Math.max(last.closesAt, next.closesAt) });
  }
  return merged;
};

const inWords = ({ opensAt, timeZone }: Opening): string =>
  `${DateTime.fromMillis(opensAt, { zone: timeZone, locale: 'en' }).toFormat('ccc HH:mm')} ${timeZone}`;

/**
 * Where the windows stand at this moment. An opening includes its first millisecond and not `closesAt`. Windows that
 * never leave a gap close at some instant more than 8 days ahead; windows in zones that the runtime does not know never
 * open, which is said for those 8 days.
 * @see docs/estate.md for what happens when the clocks change
 */
export const windowNow = (windows: readonly WeeklyWindow[], now: EpochMs): WindowNow => {
  if (windows.length === 0) return ALWAYS;
  const next = merge(windows.flatMap((window) => openingsOf(window, now))).find(
    (opening) => now < opening.closesAt,
  );
  if (next === undefined)
    return {
      kind: 'closed',
      opensAt: now + LOOK_AHEAD_DAYS * 24 * 60 * MINUTE_MS,
      opensWords: 'never: its time zone is not known here',
    };
  return next.opensAt <= now
    ? { kind: 'open', closesAt: next.closesAt }
    : { kind: 'closed', opensAt: next.opensAt, opensWords: inWords(next) };
};
