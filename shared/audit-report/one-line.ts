/** What operators and appliances wrote may have line ends and control characters in it, which no report is to pass on. */
export const oneLine = (words: string): string => words.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
