import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import middy from 'middy';
import type { ApiErrorCode } from '#contracts/api/errors.ts';
import { idempotencyKey } from '#contracts/api/requests.ts';
import type { ApiRoute } from '#contracts/api/route.ts';
import { type OperationId, ROUTES } from '#contracts/api/routes.ts';
import type { AuditContext } from '#control/operator/audits.ts';
import { makeAuditHandlers } from '#functions/api/audit-handlers.ts';
import { makeCommandHandlers } from '#functions/api/command-handlers.ts';
import { EdgeError } from '#functions/api/edge-error.ts';
import { makeEnrolmentHandlers } from '#functions/api/enrolment-handlers.ts';
import { errorReply } from '#functions/api/error-reply.ts';
import { makeFailbackHandlers } from '#functions/api/failback-handlers.ts';
import { makeFirmwareHandlers } from '#functions/api/firmware-handlers.ts';
import { makeGeoHandlers } from '#functions/api/geo-handlers.ts';
import { operatorOf, type Trust } from '#functions/api/operator-identity.ts';
import { makeReadHandlers } from '#functions/api/read-handlers.ts';
import { readBody, readQuery } from '#functions/api/read-request.ts';
import { type ApiReply, ok, toWire } from '#functions/api/reply.ts';
import type { ApiRequest, RouteHandlers } from '#functions/api/request.ts';
import { makeRolloutHandlers } from '#functions/api/rollout-handlers.ts';
import type { UnitEnrolment } from '#loadmaster/enrolment.ts';

/** One request that came to an end. */
export interface Answered {
  readonly requestId: string;
  /** Method and path. */
  readonly request: string;
  readonly status: number;
  readonly code?: ApiErrorCode;
  /** What went wrong on our side. */
  readonly error?: unknown;
}

/** An order, as it was given, whether or not it is granted. */
export interface Ordered {
  readonly requestId: string;
  readonly operation: OperationId;
  readonly by: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

export interface ApiDeps extends AuditContext {
  readonly enrolment: UnitEnrolment;
  readonly trust: Trust;
  readonly newIntentId: () => string;
  /** The description that is served: docs/openapi.json. */
  readonly openApi: object;
  readonly onOrdered: (ordered: Ordered) => void;
  readonly onAnswered: (answered: Answered) => void;
}

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;

const OPERATIONS = Object.entries(ROUTES) as readonly (readonly [OperationId, ApiRoute])[];

const makeHandlers = (deps: ApiDeps): RouteHandlers => ({
  ...makeReadHandlers(deps),
  ...makeCommandHandlers(deps),
  ...makeFailbackHandlers(deps),
  ...makeFirmwareHandlers(deps),
  ...makeRolloutHandlers(deps),
  ...makeGeoHandlers(deps),
  ...makeAuditHandlers(deps),
  ...makeEnrolmentHandlers(deps.enrolment),
  getOpenApi: async () => ok(deps.openApi),
});

const intentIdOf = (event: Event, route: ApiRoute, deps: ApiDeps): string => {
  const given = event.headers['idempotency-key'];
  if (route.idempotent === undefined || given === undefined) return deps.newIntentId();
  if (!idempotencyKey.safeParse(given).success)
    throw new EdgeError('invalid-header', 'Idempotency-Key must be 1 to 200 visible ASCII characters');
  return given;
};

const asksForText = (event: Event): boolean => {
  const accept = event.headers.accept ?? '';
  return accept.includes('text/plain') && !accept.includes('application/json');
};

const readRequest = (deps: ApiDeps, route: ApiRoute, event: Event): ApiRequest<unknown, unknown> => ({
  by: operatorOf(event, deps.trust),
  params: event.pathParameters ?? {},
  query: readQuery(event, route),
  body: readBody(event, route),
  intentId: intentIdOf(event, route, deps),
  wantsText: route.asText === true && asksForText(event),
});

/** Throws EdgeError: `method-not-allowed` where another method is, `unknown-route` otherwise. */
const noRoute = ({ path }: { readonly path: string }): never => {
  const takes = OPERATIONS.filter(([, route]) =>
    new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}/?$`).test(path),
  ).map(([, { method }]) => method);
  if (takes.length === 0) throw new EdgeError('unknown-route', 'there is no such path');
  const allow = takes.join(', ');
  throw new EdgeError('method-not-allowed', `the path takes ${allow}`, { headers: { allow } });
};

const requestOf = ({ requestContext }: Event): string =>
  `${requestContext?.http?.method} ${requestContext?.http?.path}`;

/**
 * The operators' HTTP API behind an API Gateway HTTP API (payload format 2.0). It decides by looking, publishes orders
 * for the functions that act, and acts itself on nothing but its own table.
 */
export const makeApi = (deps: ApiDeps) => {
  const handlers = makeHandlers(deps);
  const serve = async (operation: OperationId, route: ApiRoute, event: Event, { awsRequestId }: Context) => {
    const request = readRequest(deps, route, event);
    const { by, params, body } = request;
    if (route.method !== 'GET')
      deps.onOrdered({
        requestId: awsRequestId,
        operation,
        by,
        params,
        body: route.body === 'document' ? undefined : body,
      });
    // The request was read by this very route's schemas; the compiler cannot follow that through the table.
    const handle = handlers[operation] as (request: ApiRequest<unknown, unknown>) => Promise<ApiReply>;
    return toWire(await handle(request));
  };
  const routes = OPERATIONS.map(([operation, route]) => ({
    method: route.method,
    path: route.path,
    handler: (event: Event, context: Context) => serve(operation, route, event, context),
  }));
  return middy<Event, Result>(httpRouter<Event, Result>({ routes, notFoundResponse: noRoute }))
    .after(({ event, context, response }) => {
      deps.onAnswered({
        requestId: context.awsRequestId,
        request: requestOf(event),
        status: response?.statusCode ?? 200,
      });
    })
    .onError((failed) => {
      const { event, context, error } = failed;
      const reply = errorReply(error, context.awsRequestId);
      const { text: _text, ...asJson } = reply;
      failed.response = toWire(asksForText(event) ? reply : asJson);
      const { status, code } = reply;
      deps.onAnswered({
        requestId: context.awsRequestId,
        request: requestOf(event),
        status,
        code,
        ...(code === 'internal' ? { error } : {}),
      });
    });
};
