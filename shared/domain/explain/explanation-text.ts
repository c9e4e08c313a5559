import type { Pair } from '#domain/estate/estate.ts';
import type { Explanation } from '#domain/explain/explain.ts';

const LABEL_WIDTH = 12;

const section = (label: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, at) => `${(at === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`);

/** An explanation as it is read in a terminal: one paragraph per question, nothing where there is nothing to say. */
export const explanationText = ({ id, region, mode, preferred }: Pair, explanation: Explanation): string =>
  [
    `${id} (${region}, ${mode})`,
    ...section('situation', [explanation.situation]),
    ...section('seen', explanation.seen),
    ...section('operation', [explanation.operation]),
    ...section('because', [explanation.because]),
    ...section('next', explanation.next),
    ...section('waiting', explanation.waiting),
    ...section('failback', preferred === 'none' ? [] : [explanation.failback]),
    ...section('firmware', explanation.firmware),
    ...section('GEO', explanation.geo),
    ...section('blocked by', explanation.blockedBy),
    ...section('you can', explanation.youCan),
    '',
  ].join('\n');
