import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dyingFunctions, firmwareHistories } from './firmware-history.ts';
import type { History } from './history.ts';
import { holdRules, NUM_RUNS, SEED, TIMEOUT_MS } from './hold-rules.ts';
import { play } from './play.ts';

/** Each takes longer than one of the others. */
const FIRMWARE_RUNS = Math.ceil(NUM_RUNS / 2);
const DYING_RUNS = Math.ceil(NUM_RUNS / 20);

const endOf = async (history: History) => {
  const { units, state } = await play(history);
  const { operation, firmware } = (await state()) ?? {};
  return {
    first: units.first.firmware.version(),
    second: units.second.firmware.version(),
    end: firmware?.last?.end,
    operation: operation?.kind,
  };
};

describe('firmware that is changed, over random histories', () => {
  it(
    `holds every safety rule, journals every decision and comes to an end (${FIRMWARE_RUNS} histories)`,
    { timeout: TIMEOUT_MS },
    () => holdRules(firmwareHistories, FIRMWARE_RUNS),
  );

  it(`ends the same whichever functions die (${DYING_RUNS} histories)`, { timeout: TIMEOUT_MS }, () =>
    fc.assert(
      fc.asyncProperty(dyingFunctions, async (history) => {
        const steps = history.steps.filter(({ kind }) => kind !== 'function-dies');
        expect(await endOf(history)).toEqual(await endOf({ ...history, steps }));
      }),
      { numRuns: DYING_RUNS, seed: SEED },
    ),
  );
});
