import { API_ERRORS, type ApiErrorCode } from '#contracts/api/errors.ts';
import { DamagedItemError } from '#control/errors.ts';
import { OperatorRefusal } from '#control/operator/refusal.ts';
import { refusalsText } from '#domain/firmware/refusals-text.ts';
import { EdgeError } from '#functions/api/edge-error.ts';
import type { ApiReply } from '#functions/api/reply.ts';

/** An answer to a request that failed; `body` is an `ErrorReply`. With `text` only where `API_ERRORS` says so. */
export interface FailedReply extends ApiReply {
  readonly code: ApiErrorCode;
}

const failed = (
  code: ApiErrorCode,
  message: string,
  requestId: string,
  details: object = {},
): FailedReply => ({
  code,
  status: API_ERRORS[code].status,
  body: { code, message, requestId, ...details },
});

/**
 * What is answered when a request fails. Refusals say everything; of whatever else went wrong the answer says nothing
 * but where to look for it.
 */
export const errorReply = (error: unknown, requestId: string): FailedReply => {
  if (error instanceof OperatorRefusal) {
    const { code, message, details } = error;
    const reply = failed(code, message, requestId, details);
    const { refusals } = details;
    return refusals === undefined ? reply : { ...reply, text: refusalsText(message, refusals) };
  }
  if (error instanceof EdgeError) {
    const { headers = {}, ...details } = error.details;
    return { ...failed(error.code, error.message, requestId, details), headers };
  }
  const code = error instanceof DamagedItemError ? 'damaged' : 'internal';
  return failed(code, API_ERRORS[code].meaning, requestId);
};
