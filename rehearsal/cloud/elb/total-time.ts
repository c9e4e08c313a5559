import type { DurationMs, EpochMs } from '#domain/time.ts';

/** How long something was so, in all. */
export class TotalTime {
  readonly #now: () => EpochMs;
  #beforeMs: DurationMs = 0;
  /** While it is so. */
  #since: EpochMs | undefined;

  constructor(now: () => EpochMs) {
    this.#now = now;
  }

  get ms(): DurationMs {
    return this.#beforeMs + (this.#since === undefined ? 0 : this.#now() - this.#since);
  }

  set(isSo: boolean): void {
    if (isSo === (this.#since !== undefined)) return;
    this.#beforeMs = this.ms;
    this.#since = isSo ? this.#now() : undefined;
  }
}
