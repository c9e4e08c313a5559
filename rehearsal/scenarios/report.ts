import { SECOND_MS } from '#domain/time.ts';
import type { Outcome } from '#rehearsal/scenarios/run-scenario.ts';
import type { Scenario, TimelineEntry } from '#rehearsal/scenarios/scenario.ts';

/* What people read. */

/** Simulated seconds since the cause, such as `+12.3 s`. */
export const timelineLine = ({ at, words }: TimelineEntry, causedAt: number): string => {
  const tenths = Math.round(((at - causedAt) * 10) / SECOND_MS);
  const seconds = `${tenths < 0 ? '-' : '+'}${(Math.abs(tenths) / 10).toFixed(1)}`;
  return `${seconds.padStart(8)} s  ${words}`;
};

const inColumns = (rows: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
};

/** The figures and the expectations of a run, as lines. */
export const summaryLines = ({
  scenario,
  hasControlPlane,
  figures,
  expectations,
  defects,
  table,
  passed,
}: Outcome): readonly string[] => [
  '',
  ...(table.length === 0 ? [] : [...table, '']),
  `Figures (simulated seconds; safe: ${scenario.safe.words})`,
  ...inColumns(Object.entries(figures).map(([name, value]) => [name, String(value)])),
  '',
  `Expected ${hasControlPlane ? 'with' : 'without'} the control plane`,
  ...expectations.map(({ words, held }) => `  ${held ? 'held    ' : 'NOT HELD'}  ${words}`),
  ...defects.map((defect) => `  BROKEN    ${defect}`),
  '',
  `${scenario.name}: ${passed ? 'held' : 'NOT HELD'}`,
];

/** Names and sentences of all scenarios. */
export const listLines = (scenarios: readonly Scenario[]): readonly string[] =>
  inColumns(scenarios.map(({ name, sentence }) => [name, sentence]));
