import {
  type AuditFinding,
  isSameFinding,
  type PairAudit,
  type ResolvedFinding,
} from '#domain/audit/pair-audit.ts';
import { type RuleFault, type RulesRun, type RuleUnjudged, WHOLE_RULE } from '#domain/audit/run-rules.ts';
import { scoreOf } from '#domain/audit/score.ts';
import type { Waiver } from '#domain/audit/waiver.ts';
import type { EpochMs } from '#domain/time.ts';

/** Enough to see what has happened lately; the journal of fixes and Security Hub keep more. */
const MOST_RESOLVED = 20;

export interface AuditedPair {
  readonly pairId: string;
  readonly region: string;
  /** When the snapshot was taken. */
  readonly at: EpochMs;
  readonly run: RulesRun;
}

/** Of a pair with a hundred target groups that are all wrong in every way: an item of the table has its limits. */
const MOST_KEPT = 300;

/** An audit, and how it differs from the one before. */
export interface AuditStep {
  readonly next: PairAudit;
  readonly opened: readonly AuditFinding[];
  readonly resolved: readonly ResolvedFinding[];
}

/** The rule could not say this time whether it is still so. */
const isLeftOpen = (finding: AuditFinding, unjudged: readonly RuleUnjudged[]): boolean =>
  unjudged.some(
    ({ ruleId, subject }) =>
      ruleId === finding.ruleId &&
      (subject === finding.subject || subject === WHOLE_RULE || subject === 'pair'),
  );

const found = (fault: RuleFault, known: AuditFinding | undefined, at: EpochMs): AuditFinding => ({
  ...fault,
  firstSeen: known?.firstSeen ?? at,
  lastSeen: at,
  ...(known?.fixedAt === undefined ? {} : { fixedAt: known.fixedAt }),
});

const earlier = (before: PairAudit | undefined, waivers: readonly Waiver[]): Pick<PairAudit, 'before'> => {
  if (before === undefined) return {};
  const score = scoreOf(before, waivers, before.at);
  return { before: { at: before.at, ...(score === undefined ? {} : { score }) } };
};

/**
 * The pair's audit with a new judgement in it. A finding that is not found again is resolved; one that could not be judged
 * stays as it is.
 */
export const mergeAudit = (
  before: PairAudit | undefined,
  { pairId, region, at, run }: AuditedPair,
  waivers: readonly Waiver[],
): AuditStep => {
  const known = before?.findings ?? [];
  const faults = run.faults.map((fault) =>
    found(
      fault,
      known.find((one) => isSameFinding(one, fault)),
      at,
    ),
  );
  const missing = known.filter((one) => !faults.some((fault) => isSameFinding(one, fault)));
  const leftOpen = missing.filter((one) => isLeftOpen(one, run.unjudged));
  const resolved = missing
    .filter((one) => !leftOpen.includes(one))
    .map((one): ResolvedFinding => ({ ...one, resolvedAt: at }));
  const next: PairAudit = {
    schemaVersion: 1,
    pairId,
    region,
    version: (before?.version ?? 0) + 1,
    at,
    findings: [...faults, ...leftOpen].slice(0, MOST_KEPT),
    resolved: [...resolved, ...(before?.resolved ?? [])].slice(0, MOST_RESOLVED),
    unjudged: run.unjudged.slice(0, MOST_KEPT),
    counts: run.counts,
    ...earlier(before, waivers),
  };
  const opened = faults.filter(({ firstSeen, ...fault }) => !known.some((one) => isSameFinding(one, fault)));
  return { next, opened, resolved };
};
