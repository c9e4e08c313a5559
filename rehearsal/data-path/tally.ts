import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import type { Attempt, FailureReason } from '#rehearsal/data-path/client.ts';

/** What the clients met that connected within one second. */
export interface TrafficSlot {
  /** The beginning of the second. */
  readonly at: EpochMs;
  readonly attempted: number;
  readonly failed: number;
  readonly failures: Readonly<Partial<Record<FailureReason, number>>>;
  /** By the name of the unit that served. */
  readonly served: Readonly<Record<string, number>>;
}

export type TrafficSum = Omit<TrafficSlot, 'at'>;

interface OpenSlot {
  readonly at: EpochMs;
  attempted: number;
  failed: number;
  failures: Partial<Record<FailureReason, number>>;
  served: Record<string, number>;
}

const addTo = (counts: Record<string, number>, name: string, count: number): void => {
  counts[name] = (counts[name] ?? 0) + count;
};

/** Counts attempts by the second in which they began. An attempt that is not over yet counts as neither. */
export class Tally {
  readonly #slots = new Map<EpochMs, OpenSlot>();

  note(startedAt: EpochMs, attempt: Attempt): void {
    const slot = this.#slotAt(startedAt);
    slot.attempted += 1;
    if (attempt.kind === 'served') {
      addTo(slot.served, attempt.by, 1);
      return;
    }
    slot.failed += 1;
    addTo(slot.failures, attempt.reason, 1);
  }

  /** Oldest first; seconds without an attempt are left out. */
  slots(from: EpochMs = 0): readonly TrafficSlot[] {
    return [...this.#slots.values()]
      .filter(({ at }) => at + SECOND_MS > from)
      .sort((a, b) => a.at - b.at)
      .map((slot) => structuredClone(slot));
  }

  /** Everything that began in the slots from `from` on. */
  sum(from: EpochMs = 0): TrafficSum {
    const sum: OpenSlot = { at: from, attempted: 0, failed: 0, failures: {}, served: {} };
    for (const slot of this.slots(from)) {
      sum.attempted += slot.attempted;
      sum.failed += slot.failed;
      for (const [reason, count] of Object.entries(slot.failures)) addTo(sum.failures, reason, count);
      for (const [unit, count] of Object.entries(slot.served)) addTo(sum.served, unit, count);
    }
    return sum;
  }

  #slotAt(startedAt: EpochMs): OpenSlot {
    const at = Math.floor(startedAt / SECOND_MS) * SECOND_MS;
    const known = this.#slots.get(at);
    if (known !== undefined) return known;
    const slot: OpenSlot = { at, attempted: 0, failed: 0, failures: {}, served: {} };
    this.#slots.set(at, slot);
    return slot;
  }
}
