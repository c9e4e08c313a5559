import { auditPolicyOf } from '#domain/audit/audit-policy.ts';
import type { PairAudit } from '#domain/audit/pair-audit.ts';
import type { Rule } from '#domain/audit/rule.ts';
import type { Pair } from '#domain/estate/estate.ts';
import { makeFnv1a64 } from '#domain/fnv1a64.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** Until a change of AWS or of a unit shows everywhere: only then a fix is looked at again. */
export const SEE_FIX_AFTER_MS: DurationMs = 2 * MINUTE_MS;

/** How often a pair is looked at again in a window, for what of its findings can be put right. */
const LOOK_IN_WINDOW_MS: DurationMs = 30 * MINUTE_MS;

/** 48 bits: exact in a number, and far more than any interval has milliseconds. */
const HASH_DIGITS = 12;

const phaseOf = (pairId: string, everyMs: DurationMs): DurationMs => {
  const hash = makeFnv1a64();
  hash.take(pairId);
  return Number.parseInt(hash.digest().slice(0, HASH_DIGITS), 16) % everyMs;
};

/** Something was put right since the pair was last judged, and has had time to show. */
const hasUnseenFix = ({ at, findings }: PairAudit, now: EpochMs): boolean =>
  findings.some(({ fixedAt }) => fixedAt !== undefined && fixedAt >= at && now - fixedAt >= SEE_FIX_AFTER_MS);

/** A fix that did not take is tried again after an interval, so that what refuses it is not pestered. */
export const wasTriedLately = (
  { fixedAt }: { readonly fixedAt?: EpochMs },
  pair: Pair,
  now: EpochMs,
): boolean => fixedAt !== undefined && now - fixedAt < auditPolicyOf(pair).everyMs;

const hasSomethingToFix = (rules: readonly Rule[], pair: Pair, audit: PairAudit, now: EpochMs): boolean =>
  pair.mode === 'enforce' &&
  now - audit.at >= LOOK_IN_WINDOW_MS &&
  audit.findings.some(
    (finding) =>
      !wasTriedLately(finding, pair, now) &&
      rules.some(({ id, fix }) => id === finding.ruleId && fix !== undefined),
  );

/** A pair, how it was found last, and whether one of its windows for fixes is open. */
export interface AuditSight {
  readonly pair: Pair;
  readonly audit?: PairAudit;
  readonly windowOpen: boolean;
}

/**
 * Whether the pair is to be audited without anybody asking. Each pair has its own moment in the interval, by its id, so that
 * a region's pairs are spread over it; one that was missed is made up for.
 */
export const isAuditDue = (
  rules: readonly Rule[],
  { pair, audit, windowOpen }: AuditSight,
  now: EpochMs,
): boolean => {
  if (audit === undefined || hasUnseenFix(audit, now)) return true;
  if (windowOpen && hasSomethingToFix(rules, pair, audit, now)) return true;
  const { everyMs } = auditPolicyOf(pair);
  const phase = phaseOf(pair.id, everyMs);
  return Math.floor((now - phase) / everyMs) > Math.floor((audit.at - phase) / everyMs);
};

/** Those that were audited longest ago first; never is longest. */
export const longestAgoFirst = (sights: readonly AuditSight[]): readonly AuditSight[] =>
  sights.toSorted((one, other) => (one.audit?.at ?? 0) - (other.audit?.at ?? 0));
