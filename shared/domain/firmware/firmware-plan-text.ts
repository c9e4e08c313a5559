import type { Pair } from '#domain/estate/estate.ts';
import type { FirmwarePlan } from '#domain/firmware/firmware-plan.ts';
import { hanging } from '#domain/firmware/hanging.ts';

const LABEL_WIDTH = 8;
const NUMBER_WIDTH = 2;

/** A plan as a checklist to tick off in a terminal or on paper. `seenAt`: when the pair was looked at, as text. */
export const firmwarePlanText = (
  { id, region, mode }: Pair,
  { kind, from, to, warnings, steps }: FirmwarePlan,
  seenAt: string,
): string =>
  [
    `${id} (${region}, ${mode}): ${kind} to ${to}`,
    ...hanging('seen'.padEnd(LABEL_WIDTH), `${seenAt}; the plan is for the pair as it was then`),
    ...hanging('runs'.padEnd(LABEL_WIDTH), `first ${from.first}, second ${from.second}`),
    ...warnings.flatMap((warning) => hanging('beware'.padEnd(LABEL_WIDTH), warning)),
    '',
    ...steps.flatMap(({ words }, at) => hanging(`${String(at + 1).padStart(NUMBER_WIDTH)}. [ ] `, words)),
    '',
  ].join('\n');
