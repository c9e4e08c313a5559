import {
  capital,
  type RuleView,
  ruleView,
  type WaivedView,
  waivedViews,
} from '#audit-report/html-rule-view.ts';
import { minuteText } from '#audit-report/minute-text.ts';
import { byRule, openOf } from '#audit-report/rule-groups.ts';
import { changeWords, scoreWords } from '#audit-report/score-words.ts';

import type { ReportedPair, ReportedResolved, ReportedUnjudged } from '#domain/audit/report.ts';
import { SEVERITIES, type Severity } from '#domain/audit/severity.ts';

/** A list with a heading of its own; `false` where there is nothing to list. */
type ListView<T> = { readonly items: readonly T[] } | false;

export interface PairView {
  readonly anchor: string;
  readonly pairId: string;
  readonly score: string;
  readonly change: string;
  readonly cells: readonly { readonly count: string; readonly colour: Severity | '' }[];
  readonly lastAudit: string;
  readonly standing: string;
  readonly remark: string | false;
  readonly rules: readonly RuleView[];
  readonly waived: ListView<WaivedView>;
  readonly notAssessed: ListView<ReportedUnjudged>;
  readonly resolved: ListView<ReportedResolved>;
}

/** Where in the page a pair stands, and whether its findings are told. */
export interface PairPlace {
  readonly number: number;
  readonly isTold: boolean;
}

const NOTHING = '–';

const listOf = <T>(items: readonly T[], isTold: boolean): ListView<T> =>
  isTold && items.length > 0 && { items };

const cellsOf = ({ at, findings, unjudged }: ReportedPair): PairView['cells'] => {
  const open = openOf(findings);
  const bySeverity = SEVERITIES.map((severity) => {
    const count = open.filter((finding) => finding.severity === severity).length;
    return { count, colour: count > 0 ? severity : ('' as const) };
  });
  const others = [findings.length - open.length, unjudged.length].map((count) => ({
    count,
    colour: '' as const,
  }));
  return [...bySeverity, ...others].map(({ count, colour }) => ({
    count: at === undefined ? NOTHING : String(count),
    colour,
  }));
};

const scoresOf = ({ score, before }: ReportedPair) => ({ score, scoreBefore: before?.score });

const changeOf = (pair: ReportedPair): string => {
  if (pair.at === undefined) return NOTHING;
  return pair.before === undefined ? 'first audit' : (changeWords(scoresOf(pair)) ?? NOTHING);
};

const sinceWords = ({ before, findings, resolved }: ReportedPair): string => {
  if (before === undefined) return '';
  const isNew = findings.filter((finding) => finding.isNew).length;
  return ` Since the audit of ${minuteText(before.at)}: ${isNew} new, ${resolved.length} resolved.`;
};

const standingWords = (pair: ReportedPair): string => {
  const mode = pair.mode === 'observe' ? 'Observed only.' : 'Mode enforce.';
  if (pair.at === undefined) return mode;
  return `${mode} Score: ${scoreWords(scoresOf(pair))}. Audited ${minuteText(pair.at)}.${sinceWords(pair)}`;
};

const remarkOf = ({ at, findings, unjudged }: ReportedPair, isTold: boolean): string | false => {
  if (at === undefined) return 'This pair has never been audited: nothing is known of it.';
  if (!isTold) return `Left out: ${findings.length} findings, ${unjudged.length} not assessed.`;
  if (openOf(findings).length > 0) return false;
  return unjudged.length > 0 ? 'Nothing is open in what could be assessed.' : 'Nothing is open.';
};

const scoreCell = ({ at, score }: ReportedPair): string => {
  if (at === undefined) return 'never audited';
  return score === undefined ? 'not assessed' : String(score);
};

export const pairView = (pair: ReportedPair, { number, isTold }: PairPlace): PairView => {
  const { pairId, at, findings, unjudged, resolved } = pair;
  return {
    anchor: `pair-${number}`,
    pairId,
    score: scoreCell(pair),
    change: capital(changeOf(pair)),
    cells: cellsOf(pair),
    lastAudit: at === undefined ? 'never' : minuteText(at),
    standing: standingWords(pair),
    remark: remarkOf(pair, isTold),
    rules: isTold ? byRule(openOf(findings)).map((group) => ruleView(group, pair)) : [],
    waived: listOf(findings.flatMap(waivedViews), isTold),
    notAssessed: listOf(unjudged, isTold),
    resolved: listOf(resolved, isTold),
  };
};
