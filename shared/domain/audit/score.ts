import type { PairAudit } from '#domain/audit/pair-audit.ts';
import { SEVERITIES, type Severity } from '#domain/audit/severity.ts';
import { type Waiver, waiverOf } from '#domain/audit/waiver.ts';
import type { EpochMs } from '#domain/time.ts';

/** What a rule counts for. */
const WEIGHT: Readonly<Record<Severity, number>> = { critical: 10, high: 5, medium: 2, low: 1 };

/** However much else is right: a pair with an open finding of this severity scores no better. */
const AT_BEST: Readonly<Record<Severity, number>> = { critical: 49, high: 74, medium: 94, low: 99 };

const openRules = (
  { findings, pairId }: Pick<PairAudit, 'findings' | 'pairId'>,
  waivers: readonly Waiver[],
  now: EpochMs,
): ReadonlyMap<string, Severity> =>
  new Map(
    findings
      .filter((finding) => waiverOf(waivers, pairId, finding, now) === undefined)
      .map(({ ruleId, severity }) => [ruleId, severity]),
  );

/**
 * How good a pair is, 0 to 100: the weight of the rules that hold in that of the rules that were judged. What is waived
 * counts as if it held; what was not judged does not count either way. Undefined where nothing was judged.
 */
export const scoreOf = (
  audit: Pick<PairAudit, 'findings' | 'pairId' | 'counts'>,
  waivers: readonly Waiver[],
  now: EpochMs,
): number | undefined => {
  const judged = SEVERITIES.reduce(
    (sum, severity) => sum + audit.counts[severity].judged * WEIGHT[severity],
    0,
  );
  if (judged === 0) return undefined;
  const open = [...openRules(audit, waivers, now).values()];
  const failed = open.reduce((sum, severity) => sum + WEIGHT[severity], 0);
  const share = Math.floor((100 * Math.max(0, judged - failed)) / judged);
  return Math.min(share, ...open.map((severity) => AT_BEST[severity]));
};
