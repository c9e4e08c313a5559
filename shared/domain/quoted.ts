const LONGEST_QUOTE = 60;

/** Text from outside: on one line, and not too much of it. */
export const quoted = (text: string): string => JSON.stringify(text.slice(0, LONGEST_QUOTE));
