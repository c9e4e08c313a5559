import { describe, it } from 'vitest';
import { failbackHistories } from './history.ts';
import { holdRules, NUM_RUNS, TIMEOUT_MS } from './hold-rules.ts';

describe('roles that change and return, over random histories', () => {
  it(
    `hold every safety rule, journal every decision and come to rest (${NUM_RUNS} histories)`,
    {
      timeout: TIMEOUT_MS,
    },
    () => holdRules(failbackHistories),
  );
});
