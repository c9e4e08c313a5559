import { type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** More boots than this within the window and the unit is pacified. @see High Availability, Feature Description */
const MOST_REBOOTS = 3;
const WINDOW_MS = 5 * MINUTE_MS;

/** Remembers the boots that count towards pacification. */
export class BootLog {
  #boots: EpochMs[] = [];

  /** Notes a boot; true when it was one too many. */
  note(now: EpochMs): boolean {
    this.#boots = [...this.#boots.filter((at) => now - at < WINDOW_MS), now];
    return this.#boots.length > MOST_REBOOTS;
  }

  forget(): void {
    this.#boots = [];
  }
}
