import type { BodyError, EdgeCode } from '#contracts/api/errors.ts';

export interface EdgeErrorDetails {
  readonly errors?: readonly BodyError[];
  /** How many more errors there are than `errors` names. */
  readonly omitted?: number;
  /** Why a unit failed: a code of the runbook. */
  readonly failure?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is refused for its form, before anything is asked of a use case. */
export class EdgeError extends Error {
  override readonly name = 'EdgeError';
  readonly code: EdgeCode;
  readonly details: EdgeErrorDetails;
  constructor(code: EdgeCode, message: string, details: EdgeErrorDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
