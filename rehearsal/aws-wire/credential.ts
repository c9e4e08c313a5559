import { parametersOf } from '#rehearsal/aws-wire/protocol/form.ts';
import type { WireRequest } from '#rehearsal/aws-wire/protocol/wire.ts';

/**
 * Who signed a request, as far as it says. Signatures are not verified: the rehearsal has no secrets to verify with.
 * @see AWS Identity and Access Management User Guide, Signature Version 4 request elements
 */
export type Credential =
  | { readonly kind: 'unsigned' }
  /** Signed, in a scope `<key>/<date>/<region>/<service>/aws4_request`. */
  | { readonly kind: 'scoped'; readonly region: string; readonly service: string }
  /** Signature Version 2, which names neither a region nor a service. */
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'incomplete' };

const fromScope = (scope: string): Credential => {
  const [, , region, service, terminator, ...rest] = scope.split('/');
  const isComplete = terminator === 'aws4_request' && rest.length === 0;
  return region && service && isComplete ? { kind: 'scoped', region, service } : { kind: 'incomplete' };
};

export const credentialOf = (request: Omit<WireRequest, 'path'>): Credential => {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const scope = /^AWS4-HMAC-SHA256 (?:.*[ ,])?Credential=([^,\s]+)/.exec(authorization)?.[1];
    return scope === undefined ? { kind: 'incomplete' } : fromScope(scope);
  }
  const presigned = request.query.get('X-Amz-Credential');
  if (presigned !== null) return fromScope(presigned);
  return parametersOf(request).has('AWSAccessKeyId') ? { kind: 'unscoped' } : { kind: 'unsigned' };
};
