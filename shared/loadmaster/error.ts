/**
 * Which way a call to a unit failed. Closed; the operator's meaning of each is in `#observability/error-codes.ts`.
 * HTTP codes are those of the vendor's API: 401 credentials, 403 permission, 404 API disabled, 405 command unknown
 * to this firmware, 400 and 422 command refused.
 * @see LoadMaster Interface Description, RESTful API
 */
export type LoadMasterErrorCode =
  | 'auth'
  | 'permission'
  | 'api-disabled'
  | 'unknown-command'
  /** The unit answered a command of the AWS platform without what only units on AWS have. */
  | 'wrong-platform'
  | 'command'
  | 'unreachable'
  | 'timeout'
  | 'certificate-changed'
  | 'garbage'
  | 'too-large'
  /** The unit said it did, and reads back as if it had not. */
  | 'not-taken';

export interface LoadMasterErrorDetails {
  readonly command?: string;
  readonly httpStatus?: number;
  /** The unit's own words, free of credentials. Evidence for people; no logic rests on it, but for `jobs/set-geo-lists.ts`. */
  readonly said?: string;
  /** The call did not go out: the unit refused these same credentials a short while ago. */
  readonly withheld?: boolean;
  readonly cause?: unknown;
}

/**
 * A call to a LoadMaster that did not give what was asked. Carries no request, no credentials and no raw bytes of the
 * reply, so it may be logged whole.
 */
export class LoadMasterError extends Error {
  override readonly name = 'LoadMasterError';
  readonly code: LoadMasterErrorCode;
  readonly command?: string;
  readonly httpStatus?: number;
  readonly said?: string;
  readonly withheld?: boolean;

  constructor(code: LoadMasterErrorCode, details: LoadMasterErrorDetails = {}) {
    const { command, httpStatus, said, withheld, cause } = details;
    super(`LoadMaster call failed: ${code}`, cause === undefined ? undefined : { cause });
    this.code = code;
    if (command !== undefined) this.command = command;
    if (httpStatus !== undefined) this.httpStatus = httpStatus;
    if (said !== undefined) this.said = said;
    if (withheld !== undefined) this.withheld = withheld;
  }
}
