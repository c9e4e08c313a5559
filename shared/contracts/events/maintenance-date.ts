import type { EpochMs } from '#domain/time.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const MAINTENANCE_DATE =
  /^[A-Z][a-z]{2}, (?<day>\d{1,2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) GMT$/;

/**
 * The dates of AWS Health: `Fri, 1 May 2026 22:00:00 GMT`, the day with or without a leading zero. The weekday is
 * not compared with the date. Undefined for every other form and for dates that do not exist: a date taken wrongly
 * would drain a unit weeks early or too late.
 */
export const parseMaintenanceDate = (text: string): EpochMs | undefined => {
  const { day, month = '', year, hour, minute, second } = MAINTENANCE_DATE.exec(text)?.groups ?? {};
  const monthIndex = MONTHS.indexOf(month);
  if (monthIndex < 0) return undefined;
  const at = Date.UTC(Number(year), monthIndex, Number(day), Number(hour), Number(minute), Number(second));
  const canonical = `${day?.padStart(2, '0')} ${month} ${year} ${hour}:${minute}:${second} GMT`;
  return new Date(at).toUTCString().endsWith(` ${canonical}`) ? at : undefined;
};
