import { oneLine } from '#audit-report/one-line.ts';
import { cutWords } from '#domain/cut-words.ts';
import { hanging } from '#domain/firmware/hanging.ts';

/** As wide as `hanging` makes a line that has somewhere to break. */
const MOST_COLUMNS = 100;

/** Words behind a label, in lines that fit a terminal; a word that does not is cut. */
export const terminalLines = (label: string, words: string): readonly string[] =>
  hanging(label, oneLine(words)).map((line) => cutWords(line, MOST_COLUMNS));
