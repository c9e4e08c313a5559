import type { EpochMs } from '#domain/time.ts';

/** Credentials that a unit refused: this version of its secret, so many times, last at this time. */
export interface Refusal {
  readonly version: string;
  readonly count: number;
  readonly at: EpochMs;
}

/** Calls of one unit that a process wants for itself. */
export interface CallBlock {
  /** Number of the slot in which they will be sent, see `rate-limit-slots.ts`. */
  readonly slot: number;
  readonly calls: number;
  /** How many the slot has for all processes together. */
  readonly most: number;
}

export interface Reserved {
  /** False when the slot has no room for the whole block, or the next one has begun already. */
  readonly granted: boolean;
  /** What the unit refused last; absent when it refused nothing since it last took credentials. */
  readonly refusal?: Refusal;
}

/**
 * What all processes that call a unit know in common: one item per unit. `unitKey` is host and port of its management
 * endpoint. Everything throws StoreUnavailableError.
 */
export interface UnitCalls {
  reserve(unitKey: string, block: CallBlock): Promise<Reserved>;
  /** Counts one more refusal of this version; one of another version begins a new count. */
  refused(unitKey: string, version: string, at: EpochMs): Promise<void>;
  /** The unit took the credentials: forgets the refusals. */
  accepted(unitKey: string): Promise<void>;
}
