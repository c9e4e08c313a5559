import type { Credential } from '#rehearsal/aws-wire/credential.ts';
import { awsJson11 } from '#rehearsal/aws-wire/protocol/aws-json.ts';
import { awsQuery } from '#rehearsal/aws-wire/protocol/aws-query.ts';
import type { Protocol, WireRequest } from '#rehearsal/aws-wire/protocol/wire.ts';
import type { Operation, WireService } from '#rehearsal/aws-wire/service.ts';

/** Somebody who asks for a service that is not here is refused in the protocol they spoke. */
const STRANGER_QUERY = awsQuery({
  version: '2015-12-01',
  xmlns: 'http://webservices.amazon.com/AWSFault/2005-15-09',
});
const STRANGER_JSON = awsJson11({ target: '', messageMember: 'message' });

export interface Route {
  readonly protocol: Protocol;
  readonly service: WireService | undefined;
}

const stranger = (request: WireRequest): Route => ({
  protocol: request.headers['x-amz-target'] === undefined ? STRANGER_QUERY : STRANGER_JSON,
  service: undefined,
});

/** Which service a request is for: the one it is signed for, or else the one whose words it uses. */
export const routeOf = (
  request: WireRequest,
  credential: Credential,
  services: readonly WireService[],
): Route => {
  const service = services.find(({ signingName, protocol }) =>
    credential.kind === 'scoped' ? signingName === credential.service : protocol.claims(request),
  );
  return service === undefined ? stranger(request) : { protocol: service.protocol, service };
};

/** @throws CloudError where the service has no such operation, or the service itself is not here */
export const operationOf = (
  request: WireRequest,
  { protocol, service }: Route,
): { readonly service: WireService; readonly operation: Operation } => {
  const action = protocol.actionOf(request);
  const operation = service?.operations.get(action);
  if (service === undefined || operation === undefined) throw protocol.refusals.unknownAction(action);
  return { service, operation };
};
