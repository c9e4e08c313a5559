/** The first half of a character that takes two code units. */
const HALF_AT_END = /[\uD800-\uDBFF]$/;

/** The words in at most so many UTF-16 code units; the last one says that there was more. */
export const cutWords = (words: string, most: number): string =>
  words.length > most ? `${words.slice(0, most - 1).replace(HALF_AT_END, '')}…` : words;
