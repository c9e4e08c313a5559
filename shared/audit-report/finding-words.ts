import { minuteText } from '#audit-report/minute-text.ts';
import type { ReportedFinding, ReportedPair } from '#domain/audit/report.ts';

/** Who can put it right. */
export const whoFixesWords = (
  { fixable }: Pick<ReportedFinding, 'fixable'>,
  { mode }: Pick<ReportedPair, 'mode'>,
): string => {
  if (!fixable) return 'only a person can put this right';
  return mode === 'observe'
    ? 'the control plane could put this right, but it only observes this pair'
    : 'the control plane can put this right where that is allowed: when asked, or in a declared window';
};

/** What is to be known of one finding beside what was seen; empty for most. */
export const remarksOf = (
  { lastSeen, fixedAt }: ReportedFinding,
  { at }: Pick<ReportedPair, 'at'>,
): readonly string[] => [
  ...(at !== undefined && lastSeen < at ? [`last seen ${minuteText(lastSeen)}, not assessed since`] : []),
  ...(fixedAt === undefined ? [] : [`the control plane set about putting it right ${minuteText(fixedAt)}`]),
];
