/**
 * What the source of an upload or the sink of a download threw. It carries that through the transport, where it would
 * otherwise pass for the unit's or the network's failure; the session throws `cause` itself.
 */
export class CallerFailure extends Error {
  override readonly name = 'CallerFailure';

  constructor(cause: unknown) {
    super('the source or the sink of a transfer failed', { cause });
  }
}

export const isCallerFailure = (error: unknown): error is CallerFailure => error instanceof CallerFailure;
