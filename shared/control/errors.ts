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
