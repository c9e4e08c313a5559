import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#control/ports.ts';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => sleep(ms),
};
