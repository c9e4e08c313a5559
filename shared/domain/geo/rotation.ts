import type { GeoRequest, MemberReport } from '#domain/geo/geo-report.ts';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';

/**
 * Somebody may change a list on a unit itself: every member is looked at once in so many minutes, sooner where something
 * is not as it should be.
 */
const ROTATION_MINUTES = { inOrder: 60, otherwise: 5 } as const;

/** Of an id, the same always, and different for most ids: spreads the members over the rotation. */
const spread = (id: string): number => {
  let sum = 0;
  for (let at = 0; at < id.length; at++) sum = (sum * 31 + id.charCodeAt(at)) % 1_000_003;
  return sum;
};

/**
 * Whether a member to which nothing is being done has to be asked now. At once where other lists are expected of it than
 * it was judged by, or where something has just been done to it; else when its minute has come, of which only the schedule takes notice.
 */
export const isDueForLook = (
  id: string,
  report: MemberReport | undefined,
  expected: string,
  requests: readonly GeoRequest[],
  isSweep: boolean,
  now: EpochMs,
): boolean => {
  if (report === undefined || report.expected !== expected) return true;
  if (!isSweep) return false;
  if (requests.some(({ members }) => members.includes(id))) return true;
  const isInOrder = report.state === 'right' && report.findings.length === 0;
  const every = ROTATION_MINUTES[isInOrder ? 'inOrder' : 'otherwise'];
  return (Math.floor(now / MINUTE_MS) + spread(id)) % every === 0;
};
