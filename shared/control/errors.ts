/** Somebody claimed the pair first. Not a failure: whoever won has looked, and the next look sees what they did. */
export class StaleStateError extends Error {
  override readonly name = 'StaleStateError';
  readonly pairId: string;
  constructor(pairId: string, options?: ErrorOptions) {
    super(`the state of ${pairId} was claimed by somebody else`, options);
    this.pairId = pairId;
  }
}

/** The table did not answer. Nothing was decided; the source of the invocation retries. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  constructor(options?: ErrorOptions) {
    super('the table did not answer', options);
  }
}

/** A stored item that this release cannot read: damaged, or written by a newer one. Nothing is decided from it. */
export class DamagedItemError extends Error {
  override readonly name = 'DamagedItemError';
  /** Partition and sort key, as in the table. */
  readonly key: string;
  constructor(key: string, options?: ErrorOptions) {
    super(`the item ${key} cannot be read`, options);
    this.key = key;
  }
}
