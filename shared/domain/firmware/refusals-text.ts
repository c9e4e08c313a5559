import type { Refusal } from '#domain/firmware/firmware-plan.ts';
import { hanging } from '#domain/firmware/hanging.ts';

/** What stands in the way of a plan, as it is read in a terminal: each with what to do about it below. */
export const refusalsText = (heading: string, refusals: readonly Refusal[]): string => {
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
