/** A score, and the one at the audit before. */
export interface Scores {
  /** 0 to 100; absent where nothing was judged. */
  readonly score?: number | undefined;
  readonly scoreBefore?: number | undefined;
}

/** `5 better`, `5 worse` or `unchanged`; undefined where there is nothing to compare. */
export const changeWords = ({ score, scoreBefore }: Scores): string | undefined => {
  if (score === undefined || scoreBefore === undefined) return undefined;
  if (score === scoreBefore) return 'unchanged';
  return score > scoreBefore ? `${score - scoreBefore} better` : `${scoreBefore - score} worse`;
};

export const scoreWords = (scores: Scores): string => {
  const { score } = scores;
  if (score === undefined) return 'none, because nothing could be assessed';
  const change = changeWords(scores);
  if (change === undefined) return `${score} of 100`;
  return change === 'unchanged'
    ? `${score} of 100, unchanged`
    : `${score} of 100, ${change} than at the audit before`;
};
