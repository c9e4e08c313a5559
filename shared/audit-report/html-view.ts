import { type PairView, pairView } from '#audit-report/html-pair-view.ts';
import { type InstantView, instantView } from '#audit-report/html-rule-view.ts';
import { scoreWords } from '#audit-report/score-words.ts';
import { summaryWords } from '#audit-report/summary-words.ts';
import type { AuditReport } from '#domain/audit/report.ts';

/** What the page's template asks for. */
export interface PageView {
  readonly region: string;
  readonly reportAt: InstantView;
  readonly summary: string;
  readonly scoreInWords: string;
  /** Words saying that findings are left out. */
  readonly cut: string | false;
  readonly counts: readonly { readonly name: string; readonly count: number }[];
  readonly pairs: readonly PairView[];
}

const countsOf = ({ open, waived, unjudged, pairs }: AuditReport): PageView['counts'] => [
  { name: 'critical', count: open.critical },
  { name: 'high', count: open.high },
  { name: 'medium', count: open.medium },
  { name: 'low', count: open.low },
  { name: 'waived', count: waived },
  { name: 'not assessed', count: unjudged },
  { name: 'new', count: pairs.flatMap(({ findings }) => findings.filter(({ isNew }) => isNew)).length },
  { name: 'resolved', count: pairs.flatMap(({ resolved }) => resolved).length },
];

/** `told`: of so many pairs, worst first, the findings are told; the others are only counted. */
export const pageView = (report: AuditReport, told: number): PageView => {
  const { region, at, pairs } = report;
  return {
    region,
    reportAt: instantView(at),
    summary: summaryWords(report),
    scoreInWords: scoreWords(report),
    cut:
      told < pairs.length &&
      `Not everything is told here, because the page would be too large: the last ${pairs.length - told} of ${pairs.length} pairs are counted, without their findings.`,
    counts: countsOf(report),
    pairs: pairs.map((pair, index) => pairView(pair, { number: index + 1, isTold: index < told })),
  };
};
