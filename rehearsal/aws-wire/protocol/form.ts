import type { WireRequest } from '#rehearsal/aws-wire/protocol/wire.ts';

/**
 * The parameters of a query-protocol request. They may come in the body of a POST or in the query string of a GET;
 * AWS reads both. @see Amazon EC2 Developer Guide, Query requests
 */
export const parametersOf = (request: Omit<WireRequest, 'path'>): URLSearchParams => {
  const parameters = new URLSearchParams(request.query);
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? true;
  if (request.method !== 'POST' || !isForm) return parameters;
  for (const [name, value] of new URLSearchParams(request.body.toString('utf8'))) {
    parameters.append(name, value);
  }
  return parameters;
};

/** Parameters that belong to how a request is sent and signed (Signature Version 2 and 4), not to the operation. */
const ENVELOPE =
  /^(Action|Version|X-Amz-.+|AWSAccessKeyId|Expires|SecurityToken|Signature|SignatureMethod|SignatureVersion|Timestamp)$/i;

/** The parameters of the operation alone. */
export function* operationParametersOf(request: WireRequest): Generator<readonly [string, string]> {
  for (const parameter of parametersOf(request)) {
    if (!ENVELOPE.test(parameter[0])) yield parameter;
  }
}
