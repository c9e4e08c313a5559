import type { LoadMasterErrorCode } from '#loadmaster/error.ts';

/** What a code means, as an HTTP status or in the reply's own `code` or `stat`. */
const CODE_OF: Readonly<Record<number, LoadMasterErrorCode>> = {
  400: 'command',
  401: 'auth',
  403: 'permission',
  404: 'api-disabled',
  405: 'unknown-command',
  422: 'command',
};

/** What a reply says of itself, apart from its HTTP status. */
export interface Verdict {
  /** v2's `status` in lower case; v1 has none. */
  readonly status?: string;
  /** v2's `code`, v1's `stat`; NaN where there is none. */
  readonly code: number;
}

/**
 * Undefined for a success: HTTP 2xx and `status` "ok", or `code` 200 where there is no `status`. Units have been seen to
 * send a failure under HTTP 200. `verdict`: undefined for a body that is no reply of the API.
 */
export const failureOf = (
  httpStatus: number,
  verdict: Verdict | undefined,
): LoadMasterErrorCode | undefined => {
  const isSuccess = httpStatus >= 200 && httpStatus < 300;
  const byHttp = CODE_OF[httpStatus];
  if (!isSuccess && byHttp !== undefined) return byHttp;
  if (verdict === undefined) return 'garbage';
  const { status, code } = verdict;
  const saysOk = status === 'ok' || (status === undefined && code === 200);
  if (saysOk) return isSuccess ? undefined : 'garbage';
  if (status === undefined && Number.isNaN(code)) return 'garbage';
  return CODE_OF[code] ?? 'command';
};
