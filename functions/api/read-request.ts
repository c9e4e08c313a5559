import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { BodyError } from '#contracts/api/errors.ts';
import type { ApiRoute } from '#contracts/api/route.ts';
import { MAX_ESTATE_BYTES } from '#contracts/estate-file.ts';
import { formatPath } from '#contracts/estate-places.ts';
import { EdgeError } from '#functions/api/edge-error.ts';

const JSON_TYPES: readonly string[] = ['application/json'];
/** The registered type of YAML (RFC 9512) and those in use before it. */
const DOCUMENT_TYPES: readonly string[] = [
  ...JSON_TYPES,
  'application/yaml',
  'application/x-yaml',
  'text/yaml',
  'text/x-yaml',
];

const faultsOf = ({ issues }: z.ZodError): readonly BodyError[] =>
  issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: formatPath(issue.path), message: issue.message }];
    return issue.keys.map((key) => ({
      path: formatPath([...issue.path, key]),
      message: 'is not known here',
    }));
  });

const wordsOf = (faults: readonly BodyError[]): string =>
  faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');

const mediaType = (header: string | undefined): string =>
  (header ?? '').split(';', 1).join('').trim().toLowerCase();

/** The body's text. Throws EdgeError `unsupported-media-type`, `body-too-large` or `invalid-json`. */
const readText = (event: APIGatewayProxyEventV2, types: readonly string[]): string => {
  if (event.body === undefined || event.body === null || event.body === '')
    throw new EdgeError('invalid-json', 'a body is required');
  if (!types.includes(mediaType(event.headers['content-type'])))
    throw new EdgeError('unsupported-media-type', `the content type must be one of ${types.join(', ')}`);
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > MAX_ESTATE_BYTES)
    throw new EdgeError('body-too-large', `the body is larger than ${MAX_ESTATE_BYTES} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new EdgeError('invalid-json', 'the body is not UTF-8');
    throw error;
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new EdgeError('invalid-json', `not JSON: ${error.message}`);
    throw error;
  }
};

/** The query, by the route's schema. Throws EdgeError `invalid-query`, also for a parameter the route does not know. */
export const readQuery = (event: APIGatewayProxyEventV2, { query }: ApiRoute): unknown => {
  const parsed = query.safeParse(event.queryStringParameters ?? {});
  if (parsed.success) return parsed.data;
  throw new EdgeError('invalid-query', wordsOf(faultsOf(parsed.error)));
};

/** The body, by the route's schema; a document's text as it is. Throws EdgeError with the reason. */
export const readBody = (event: APIGatewayProxyEventV2, { body }: ApiRoute): unknown => {
  if (body === undefined) return undefined;
  if (body === 'document') return readText(event, DOCUMENT_TYPES);
  const parsed = body.safeParse(parseJson(readText(event, JSON_TYPES)));
  if (parsed.success) return parsed.data;
  const errors = faultsOf(parsed.error);
  throw new EdgeError('invalid-body', wordsOf(errors), { errors });
};
