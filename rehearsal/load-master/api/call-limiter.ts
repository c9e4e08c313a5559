import { type EpochMs, SECOND_MS } from '#domain/time.ts';

/** "The connection drops if more than 30 calls are performed in less than 3 seconds over all API interfaces." */
const MOST_CALLS = 30;
const WINDOW_MS = 3 * SECOND_MS;

/** Counts the calls of one unit, whoever makes them. A call that is dropped does not count: undocumented. */
export class CallLimiter {
  readonly #calls: EpochMs[] = [];

  /** False when this call is one too many. */
  admit(now: EpochMs): boolean {
    while (this.#calls[0] !== undefined && now - this.#calls[0] >= WINDOW_MS) this.#calls.shift();
    if (this.#calls.length >= MOST_CALLS) return false;
    this.#calls.push(now);
    return true;
  }
}
