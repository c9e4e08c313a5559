/** Wider than a terminal of old, narrower than what a pager cuts off. */
const COLUMNS = 100;

/** Words behind a label, in lines that fit a terminal; all but the first are indented by the label's length. */
export const hanging = (label: string, words: string): readonly string[] => {
  const lines: string[] = [];
  let line = label;
  for (const word of words.split(' ')) {
    const isFirst = line.length === label.length;
    if (!isFirst && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = `${' '.repeat(label.length)}${word}`;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line];
};
