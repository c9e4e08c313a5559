import { hanging } from '#domain/firmware/hanging.ts';

/** Of a plan for a pair, or of a rollout. */
interface AnyRefusal {
  readonly code: string;
  readonly words: string;
  readonly remedy: string;
}

/** What stands in the way of a plan, as it is read in a terminal: each with what to do about it below. */
export const refusalsText = (heading: string, refusals: readonly AnyRefusal[]): string => {
  const width = Math.max(...refusals.map(({ code }) => code.length)) + 2;
  return [
    heading,
    '',
    ...refusals.flatMap(({ code, words, remedy }) => [
      ...hanging(code.padEnd(width), words),
      ...hanging(`${' '.repeat(width)}→ `, remedy),
    ]),
    '',
  ].join('\n');
};
