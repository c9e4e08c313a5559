import type * as z from 'zod';
import type { ApiErrorCode } from '#contracts/api/errors.ts';

/** Every body's own faults. */
export const BODY = ['invalid-json', 'invalid-body', 'body-too-large', 'unsupported-media-type'] as const;

export interface ApiRouteReply {
  readonly description: string;
  readonly schema: z.ZodType;
}

/** One route of the API: what the router, the parser of requests and the published description all work from. */
export interface ApiRoute {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** With parameters in braces, as API Gateway and OpenAPI write them. */
  readonly path: string;
  readonly summary: string;
  readonly query: z.ZodType;
  /** Absent: the route takes no body. `document`: the text of an estate file, YAML or JSON. */
  readonly body?: z.ZodType | 'document';
  /** Takes an Idempotency-Key header. */
  readonly idempotent?: true;
  /** Answers also as text/plain, when asked with Accept. */
  readonly asText?: true;
  /** Media types of files that it answers with where the query asks for them, beside JSON. */
  readonly files?: readonly string[];
  /** By HTTP status. */
  readonly replies: Readonly<Record<number, ApiRouteReply>>;
  /** Beside those that every route can give. */
  readonly errors: readonly ApiErrorCode[];
}
