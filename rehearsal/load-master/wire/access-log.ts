import type { DurationMs, EpochMs } from '#domain/time.ts';

/** One call of the management API that reached the unit over its wire. */
export interface AccessLogEntry {
  /** When it came. */
  readonly at: EpochMs;
  /** The HTTP status of the answer; `dropped`: the unit was called too often, and there was none. */
  readonly status: number | 'dropped';
}

/** Every call that reached a unit, whatever came of it: what the caller says of itself can be held against this. */
export class AccessLog {
  readonly #entries: AccessLogEntry[] = [];

  note(entry: AccessLogEntry): void {
    this.#entries.push(entry);
  }

  entries(from: EpochMs = 0): readonly AccessLogEntry[] {
    return this.#entries.filter(({ at }) => at >= from);
  }
}

/** The most calls within any time of this length. */
export const peakOf = (entries: readonly AccessLogEntry[], withinMs: DurationMs): number =>
  Math.max(
    0,
    ...entries.map(({ at: from }) => entries.filter(({ at }) => at >= from && at < from + withinMs).length),
  );
