import { describe, it } from 'vitest';
import { drainHistories } from './history.ts';
import { holdRules, NUM_RUNS, TIMEOUT_MS } from './hold-rules.ts';

describe('units that leave, over random histories', () => {
  it(
    `hold every safety rule, journal every decision and come to rest (${NUM_RUNS} histories)`,
    {
      timeout: TIMEOUT_MS,
    },
    () => holdRules(drainHistories),
  );
});
