import { LoadMasterError, type LoadMasterErrorCode } from '#loadmaster/error.ts';
import type { HttpReply } from '#loadmaster/transport.ts';

/** The fields of a reply, their names in lower case at every depth: units differ in the case of theirs. */
export type ReplyFields = Readonly<Record<string, unknown>>;

/** What a code means, as an HTTP status or in the reply's own `code`. */
const CODE_OF: Readonly<Record<number, LoadMasterErrorCode>> = {
  400: 'command',
  401: 'auth',
  403: 'permission',
  404: 'api-disabled',
  405: 'unknown-command',
  422: 'command',
};

/**
 * The fields of a successful API v2 reply: HTTP 2xx and `status` "ok", or `code` 200 where there is no `status`.
 * Throws LoadMasterError for every other reply, also for a failure under HTTP 200, which units have been seen to send.
 */
export const readReply = (reply: HttpReply): ReplyFields => {
  const fields = parseFields(reply.body.toString('utf8'));
  const failure = failureOf(reply.status, fields);
  if (failure === undefined) return fields ?? {};
  const said = fields?.message;
  throw new LoadMasterError(failure, {
    httpStatus: reply.status,
    ...(typeof said === 'string' && { said: said.trim() }),
  });
};

const failureOf = (httpStatus: number, fields: ReplyFields | undefined): LoadMasterErrorCode | undefined => {
  const isSuccess = httpStatus >= 200 && httpStatus < 300;
  const byHttp = CODE_OF[httpStatus];
  if (!isSuccess && byHttp !== undefined) return byHttp;
  if (fields === undefined) return 'garbage';
  const status = typeof fields.status === 'string' ? fields.status.trim().toLowerCase() : undefined;
  const code = Number(fields.code);
  const saysOk = status === 'ok' || (status === undefined && code === 200);
  if (saysOk) return isSuccess ? undefined : 'garbage';
  if (status === undefined && Number.isNaN(code)) return 'garbage';
  return CODE_OF[code] ?? 'command';
};

/** Units have been seen to send HTTP headers, or the output of a system command, ahead of the JSON. */
const parseFields = (text: string): ReplyFields | undefined =>
  parseObject(text) ?? parseObject(text.slice(Math.max(0, text.indexOf('{')), text.lastIndexOf('}') + 1));

const parseObject = (text: string): ReplyFields | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? lowerKeys(value) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const lowerKeys = (value: object): ReplyFields =>
  Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowerWithin(inner)]));

const lowerWithin = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(lowerWithin);
  return isObject(value) ? lowerKeys(value) : value;
};
