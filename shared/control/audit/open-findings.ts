import type { AuditRecord } from '#control/ports.ts';
import type { PairAudit } from '#domain/audit/pair-audit.ts';
import type { Severity } from '#domain/audit/severity.ts';
import { waiverOf } from '#domain/audit/waiver.ts';
import type { EpochMs } from '#domain/time.ts';

/** How many findings of a region are open and not waived, by severity. */
export const openFindings = (
  audits: readonly PairAudit[],
  { waivers }: Pick<AuditRecord, 'waivers'>,
  now: EpochMs,
): Readonly<Record<Severity, number>> => {
  const open = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { pairId, findings } of audits)
    for (const finding of findings)
      if (waiverOf(waivers, pairId, finding, now) === undefined) open[finding.severity] += 1;
  return open;
};
