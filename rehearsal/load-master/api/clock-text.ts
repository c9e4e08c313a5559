import type { EpochMs } from '#domain/time.ts';

/** As a unit writes times: `Wed, 16 Oct 19 09:06:27 UTC`. @see LoadMaster API v2 documentation, `get` of `boottime` */
export const clockText = (at: EpochMs): string => {
  const [weekday, day, month, year, time] = new Date(at).toUTCString().split(' ');
  return `${weekday} ${day} ${month} ${year?.slice(-2)} ${time} UTC`;
};
