import type { Clock } from '#control/ports.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** The world has ended while a function slept. */
export class WorldStoppedError extends Error {
  override readonly name = 'WorldStoppedError';
  constructor() {
    super('the rehearsal has ended');
  }
}

/** A clock on the scheduler's time whose sleepers can be sent home. */
export interface StoppableClock extends Clock {
  /** Every sleep ends, and every further one, with WorldStoppedError. */
  stop(): void;
}

export const makeStoppableClock = (scheduler: Scheduler): StoppableClock => {
  const sleepers = new Set<() => void>();
  let stopped = false;
  return {
    now: () => scheduler.now(),
    sleep: (ms) =>
      new Promise((resolve, reject) => {
        const sendHome = (): void => reject(new WorldStoppedError());
        if (stopped) return sendHome();
        sleepers.add(sendHome);
        scheduler.after(ms, () => {
          sleepers.delete(sendHome);
          resolve();
        });
      }),
    stop: () => {
      stopped = true;
      for (const sendHome of sleepers) sendHome();
      sleepers.clear();
    },
  };
};
