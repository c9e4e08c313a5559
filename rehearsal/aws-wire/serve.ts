import { type Credential, credentialOf } from '#rehearsal/aws-wire/credential.ts';
import type { Protocol, WireRequest, WireResponse } from '#rehearsal/aws-wire/protocol/wire.ts';
import { operationOf, routeOf } from '#rehearsal/aws-wire/route.ts';
import type { RegionWorld, WireService } from '#rehearsal/aws-wire/service.ts';
import { suffer } from '#rehearsal/aws-wire/suffer.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** What answers the requests of one region. */
export interface RegionServices {
  readonly services: readonly WireService[];
  readonly world: RegionWorld;
  readonly scheduler: Scheduler;
  /** Told of an error in the simulator itself; the caller gets a 500. */
  readonly onDefect: (error: unknown) => void;
}

export interface ReceivedRequest extends WireRequest {
  readonly requestId: string;
  /** The body was over the limit and has been thrown away. */
  readonly isTooLarge: boolean;
}

/** An answer, or `undefined` for a connection that is to be closed without one. */
export type Served = WireResponse | undefined;

const checkCredential = (credential: Credential, protocol: Protocol, region: string): void => {
  if (credential.kind === 'unsigned') throw protocol.refusals.unsigned();
  if (credential.kind === 'incomplete') throw protocol.refusals.incompleteSignature();
  if (credential.kind === 'scoped' && credential.region !== region) {
    throw protocol.refusals.wrongRegion(credential.region);
  }
};

/** Serves one request to its end. Never rejects: what goes wrong becomes the answer. */
export const serve = async (
  request: ReceivedRequest,
  { services, world, scheduler, onDefect }: RegionServices,
): Promise<Served> => {
  const credential = credentialOf(request);
  const route = routeOf(request, credential, services);
  const { protocol } = route;
  try {
    if (!protocol.methods.includes(request.method)) throw protocol.refusals.methodNotAllowed();
    if (request.isTooLarge) throw protocol.refusals.tooLarge();
    checkCredential(credential, protocol, world.cloud.region);
    const { service, operation } = operationOf(request, route);
    world.cloud.calls.count(service.signingName, operation.name);
    const fault = world.cloud.faults.next(service.signingName, operation.name);
    if (fault?.kind === 'drop-request') return undefined;
    await suffer(fault, scheduler);
    const output = operation.handle(protocol.parse(operation, request), world);
    return fault?.kind === 'drop-reply' ? undefined : protocol.render(operation, output, request.requestId);
  } catch (error) {
    if (error instanceof CloudError) return protocol.renderError(error, request.requestId);
    onDefect(error);
    return protocol.renderError(protocol.refusals.defect(), request.requestId);
  }
};
