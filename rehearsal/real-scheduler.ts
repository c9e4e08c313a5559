import type { Clock } from '#control/ports.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** Real time, or real time run `speed` times faster: ten simulated seconds take one at speed 10. */
export class RealScheduler implements Scheduler, Clock {
  readonly #speed: number;
  readonly #startedAt: EpochMs = Date.now();
  readonly #startedTick: number = performance.now();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(speed: number) {
    this.#speed = speed;
  }

  now(): EpochMs {
    return Math.round(this.#startedAt + (performance.now() - this.#startedTick) * this.#speed);
  }

  after(delayMs: DurationMs, task: () => void): () => void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      task();
    }, Math.max(0, delayMs) / this.#speed);
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  sleep(ms: DurationMs): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** Forgets everything that was still to come, so that the process can end. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
