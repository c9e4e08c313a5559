/** How many letters have to be typed, left out or replaced to make one word of the other (Levenshtein). */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (const [column, otherLetter] of [...other].entries())
      next.push(
        Math.min(
          (row[column] ?? 0) + (letter === otherLetter ? 0 : 1),
          (row[column + 1] ?? 0) + 1,
          (next[column] ?? 0) + 1,
        ),
      );
    row = next;
  }
  return row[other.length] ?? 0;
};

/** A misspelling differs by at most a third of the word. */
const isClose = (word: string, candidate: string, apart: number): boolean =>
  apart <= Math.max(word.length, candidate.length) / 3;

/** The candidate that was probably meant, if one is close, whatever the case. */
export const suggest = (word: string, candidates: readonly string[]): string | undefined => {
  // A key is bounded by the file, not by reason; nobody misspells a word into forty letters.
  if (word.length > 40) return undefined;
  const [closest] = candidates
    .map((candidate) => ({ candidate, apart: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, apart }) => isClose(word, candidate, apart))
    .sort((a, b) => a.apart - b.apart);
  return closest?.candidate;
};
