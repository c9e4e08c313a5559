import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { API_ERRORS, type ApiErrorCode, errorReply } from '#contracts/api/errors.ts';
import { estateDocument } from '#contracts/api/estate-document.ts';
import { idempotencyKey } from '#contracts/api/requests.ts';
import type { ApiRoute } from '#contracts/api/route.ts';
import { ROUTES } from '#contracts/api/routes.ts';

/* The published description of the API, made from the very table that the router and the parser work from. */

const EVERYWHERE: readonly ApiErrorCode[] = ['invalid-query', 'unidentified', 'internal'];

const JSON_TYPE = 'application/json';
const PLAIN_TEXT = { 'text/plain': { schema: z.string() } };
const YAML_TYPE = 'application/yaml';

const PARAMETERS = {
  pairId: z.string().meta({ description: 'Id of a declared pair' }),
  rolloutId: z.string().meta({ description: 'Id of a rollout of any region' }),
  waiverId: z.string().meta({ description: 'Id of a waiver' }),
  cluster: z.string().meta({ description: 'Name of a GEO cluster' }),
  unit: z.enum(['first', 'second']).meta({ description: 'The unit by designation' }),
} as const;

const isParameter = (name: string): name is keyof typeof PARAMETERS => name in PARAMETERS;

const pathParameters = (path: string) => {
  const names = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
  return z.object(Object.fromEntries(names.filter(isParameter).map((name) => [name, PARAMETERS[name]])));
};

const errorResponses = (codes: readonly ApiErrorCode[]) => {
  const byStatus = Map.groupBy(codes, (code) => API_ERRORS[code].status);
  const responses = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(
    responses.map(([status, ofStatus]) => [
      `${status}`,
      {
        description: ofStatus.map((code) => `\`${code}\`: ${API_ERRORS[code].meaning}`).join('\n'),
        content: {
          [JSON_TYPE]: { schema: errorReply },
          ...(ofStatus.some((code) => API_ERRORS[code].asText) ? PLAIN_TEXT : {}),
        },
      },
    ]),
  );
};

const filesOf = ({ files = [] }: ApiRoute) =>
  Object.fromEntries(files.map((type) => [type, { schema: z.string() }]));

const replyResponses = (route: ApiRoute) =>
  Object.fromEntries(
    Object.entries(route.replies).map(([status, { description, schema }]) => [
      status,
      {
        description,
        content: {
          [JSON_TYPE]: { schema },
          ...(route.asText ? PLAIN_TEXT : {}),
          ...filesOf(route),
        },
      },
    ]),
  );

const bodyOf = (body: NonNullable<ApiRoute['body']>) => {
  if (body !== 'document') return { [JSON_TYPE]: { schema: body } };
  return { [JSON_TYPE]: { schema: estateDocument }, [YAML_TYPE]: { schema: estateDocument } };
};

const operationOf = (operationId: string, route: ApiRoute): ZodOpenApiOperationObject => {
  const errors = new Set([...route.errors, ...EVERYWHERE]);
  return {
    operationId,
    summary: route.summary,
    requestParams: {
      path: pathParameters(route.path),
      query: route.query as z.ZodObject,
      ...(route.idempotent ? { header: z.object({ 'Idempotency-Key': idempotencyKey.optional() }) } : {}),
    },
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: bodyOf(route.body) } }),
    responses: { ...replyResponses(route), ...errorResponses([...errors]) },
  };
};

const pathsOf = (): ZodOpenApiPathsObject => {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [operationId, route] of Object.entries<ApiRoute>(ROUTES)) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] ?? {}, { [route.method.toLowerCase()]: operationOf(operationId, route) });
  }
  return paths;
};

/** The OpenAPI 3.1 document as text, ending with a newline: what docs/openapi.json holds. */
export const openApiText = (): string => {
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Understudy',
      version: '1',
      description: 'The operators’ API of one region. Requests are signed with AWS Signature Version 4.',
    },
    paths: pathsOf(),
    security: [{ iam: [] }],
    components: {
      securitySchemes: {
        iam: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          description: 'AWS Signature Version 4 (service execute-api)',
        },
      },
    },
  });
  return `${JSON.stringify(document, null, 2)}\n`;
};
