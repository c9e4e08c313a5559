import type { AuditReport, ReportedPair } from '#domain/audit/report.ts';
import { SEVERITIES, type Severity } from '#domain/audit/severity.ts';

const A_FINDING: Readonly<Record<Severity, string>> = {
  critical: 'a critical finding',
  high: 'a high-severity finding',
  medium: 'a medium-severity finding',
  low: 'a low-severity finding',
};

const plural = (count: number): string => (count === 1 ? '' : 's');

const has = (count: number): string => (count === 1 ? 'has' : 'have');

/** How bad the worst of its open findings is; undefined where nothing is open. */
const worstOf = ({ findings }: ReportedPair): Severity | undefined =>
  SEVERITIES.find((severity) =>
    findings.some((finding) => finding.waiver === undefined && finding.severity === severity),
  );

/** Of those that were audited. */
const openWords = (pairs: readonly ReportedPair[]): readonly string[] => {
  const worst = pairs.flatMap((pair) => worstOf(pair) ?? []);
  const severity = SEVERITIES.find((one) => worst.includes(one));
  const among = `${pairs.length} pair${plural(pairs.length)}`;
  if (severity === undefined) return [`no open finding in ${among}`];
  const count = worst.filter((one) => one === severity).length;
  const others = worst.length - count;
  return [
    `${count} of ${among} ${has(count)} ${A_FINDING[severity]}`,
    ...(others === 0 ? [] : [`${others} more ${has(others)} lesser ones`]),
  ];
};

/** The whole report in one sentence. What nobody judged is part of it: silence would read as a pass. */
export const summaryWords = ({ region, pairs, unjudged }: AuditReport): string => {
  if (pairs.length === 0) return `No pair is declared in ${region}.`;
  const audited = pairs.filter(({ at }) => at !== undefined);
  const never = pairs.length - audited.length;
  const words = [
    ...(audited.length === 0 ? [] : openWords(audited)),
    ...(never === 0 ? [] : [`${never} ${has(never)} never been audited`]),
    ...(unjudged === 0 ? [] : [`${unjudged} check${plural(unjudged)} could not be assessed`]),
  ].join('; ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
};
