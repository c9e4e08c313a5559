import type { PairAudit } from '#domain/audit/pair-audit.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';
import { BLAST_RADIUS_AT_LEAST, BLAST_RADIUS_SHARE } from '#domain/watch/blast-radius.ts';

/** A mistake of ours would show within a day. */
const WITHIN_MS: DurationMs = 24 * 60 * MINUTE_MS;

/** Whether or not it took: a finding that is resolved by now was touched all the same. */
const wasFixedLately = ({ findings, resolved }: PairAudit, now: EpochMs): boolean =>
  [...findings, ...resolved].some(({ fixedAt }) => fixedAt !== undefined && now - fixedAt < WITHIN_MS);

/**
 * Which of these pairs may have something put right now: within a day no more of a region's pairs than the blast radius,
 * 20 % and at least 3. More at once is more likely our rules than their pairs, and the rest waits. Those that have been
 * touched already may be touched again. @see design rule 9
 */
export const withinFixLimit = (
  wanting: readonly string[],
  audits: readonly PairAudit[],
  pairs: number,
  now: EpochMs,
): ReadonlySet<string> => {
  const most = Math.max(BLAST_RADIUS_AT_LEAST, Math.floor(pairs * BLAST_RADIUS_SHARE));
  const touched = new Set(audits.filter((audit) => wasFixedLately(audit, now)).map(({ pairId }) => pairId));
  const again = wanting.filter((id) => touched.has(id));
  const anew = wanting.filter((id) => !touched.has(id));
  return new Set([...again, ...anew.slice(0, Math.max(0, most - touched.size))]);
};
