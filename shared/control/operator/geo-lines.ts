import { hanging } from '#domain/firmware/hanging.ts';
import type { BriefFinding, GeoFinding } from '#domain/geo/geo-finding.ts';

/* What the views of GEO have in common. */

/** Wider than `hanging` makes a line that has somewhere to break. */
const MOST_COLUMNS = 110;

/** What operators wrote may have line ends and control characters in it, which are not to reach a terminal. */
const inOneLine = (words: string): string => words.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();

/** Words behind a label, in lines that fit a terminal; a word that does not is cut. */
export const lines = (label: string, words: string): readonly string[] =>
  hanging(label, inOneLine(words)).map((line) =>
    line.length > MOST_COLUMNS ? `${line.slice(0, MOST_COLUMNS - 1)}…` : line,
  );

const LABEL_WIDTH = 10;

export const labelled = (label: string, words: string): readonly string[] =>
  lines(label.padEnd(LABEL_WIDTH), words);

/** A finding, and where it is known what to do about it. */
export const findingLines = (
  indent: string,
  { code, words, remedy }: BriefFinding & Partial<Pick<GeoFinding, 'remedy'>>,
): readonly string[] => [
  ...lines(indent, `${code}: ${words}`),
  ...(remedy === undefined ? [] : lines(`${indent}→ `, remedy)),
];

export const listsWrongWords = (count: number): string =>
  `${count} list${count === 1 ? '' : 's'} not as declared`;

/** The end of an ARN is what tells people apart. */
const LONGEST_NAME = 60;

export const whoWords = (by: string): string =>
  by.length > LONGEST_NAME ? `…${by.slice(-LONGEST_NAME)}` : by;
