import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

const LOOK_EVERY_MS: DurationMs = SECOND_MS / 2;

/** Looks twice a simulated second until it is so. False when it was not so in time. */
export const waitUntil = async (
  scheduler: Scheduler,
  isSo: () => boolean | Promise<boolean>,
  withinMs: DurationMs,
): Promise<boolean> => {
  const until = scheduler.now() + withinMs;
  while (!(await isSo())) {
    if (scheduler.now() >= until) return false;
    await new Promise<void>((resolve) => {
      scheduler.after(LOOK_EVERY_MS, resolve);
    });
  }
  return true;
};
