import type { FindingsSink } from '#control/ports.ts';
import { type AsffContext, type AsffState, toAsff } from '#domain/audit/asff.ts';
import type { AuditStep } from '#domain/audit/merge-audit.ts';
import type { AuditFinding, PairAudit } from '#domain/audit/pair-audit.ts';
import { type Rule, ruleFacts } from '#domain/audit/rule.ts';
import type { PairSnapshot } from '#domain/audit/snapshot.ts';
import { type Waiver, waiverOf } from '#domain/audit/waiver.ts';
import { type DurationMs, type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** Security Hub forgets findings that nobody has imported for 90 days. @see Security Hub User Guide, Quotas */
const REFRESH_MS: DurationMs = 7 * 24 * 60 * MINUTE_MS;

const stateOf = (
  { pairId, at }: PairAudit,
  finding: AuditFinding,
  waivers: readonly Waiver[],
  now: EpochMs,
): AsffState => {
  const waiver = waiverOf(waivers, pairId, finding, now);
  if (waiver !== undefined) return { kind: 'waived', waiver };
  return finding.lastSeen < at ? { kind: 'not-assessed' } : { kind: 'open' };
};

/** Where nothing has changed about a finding it is imported again once a week: Security Hub is paid by the import. */
const isNews = (audit: PairAudit, finding: AuditFinding, waivers: readonly Waiver[]): boolean => {
  const { at, before } = audit;
  if (before === undefined || finding.firstSeen > before.at) return true;
  if (Math.floor(at / REFRESH_MS) > Math.floor(before.at / REFRESH_MS)) return true;
  const was = stateOf({ ...audit, at: before.at }, finding, waivers, before.at);
  return was.kind !== stateOf(audit, finding, waivers, at).kind;
};

export interface FindingsReporterOptions {
  readonly context: Omit<AsffContext, 'now' | 'instantText'>;
  readonly rules: readonly Rule[];
  readonly sink: FindingsSink;
  /** Told how many findings Security Hub did not take; the weekly import tries them again. */
  readonly onRefused: (failed: number) => void;
}

/** Tells Security Hub what an audit has found or found to be no more. */
export const makeFindingsReporter = ({ context, rules, sink, onRefused }: FindingsReporterOptions) => {
  const instantText = (at: EpochMs): string => new Date(at).toISOString();
  return async (
    { next, resolved }: AuditStep,
    { pair }: PairSnapshot,
    waivers: readonly Waiver[],
  ): Promise<void> => {
    const asff = (finding: AuditFinding, state: AsffState) => {
      const facts = ruleFacts(rules.find(({ id }) => id === finding.ruleId));
      return toAsff({ ...context, now: next.at, instantText }, pair, { ...finding, ...facts }, state);
    };
    const news = next.findings.filter((finding) => isNews(next, finding, waivers));
    const { failed } = await sink.report([
      ...news.map((finding) => asff(finding, stateOf(next, finding, waivers, next.at))),
      ...resolved.map((finding) => asff(finding, { kind: 'resolved' })),
    ]);
    if (failed > 0) onRefused(failed);
  };
};
