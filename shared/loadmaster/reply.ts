import { LoadMasterError } from '#loadmaster/error.ts';
import { isObject, lowerKeys, type ReplyFields } from '#loadmaster/lower-keys.ts';
import type { HttpReply } from '#loadmaster/transport.ts';
import { failureOf, type Verdict } from '#loadmaster/verdict.ts';

/**
 * The fields of a successful API v2 reply: HTTP 2xx and `status` "ok", or `code` 200 where there is no `status`.
 * Throws LoadMasterError for every other reply, also for a failure under HTTP 200, which units have been seen to send.
 */
export const readReply = (reply: HttpReply): ReplyFields => {
  const body = parseBody(reply.body.toString('utf8'));
  const fields = body && fieldsOf(body);
  const failure = failureOf(reply.status, body && fields && verdictOf(body, fields));
  if (failure === undefined) return fields ?? {};
  const said = fields?.message;
  throw new LoadMasterError(failure, {
    httpStatus: reply.status,
    ...(typeof said === 'string' && { said: said.trim() }),
  });
};

type Body = Readonly<Record<string, unknown>>;

/**
 * Some replies carry two: `status` for the reply, and the `Status` of the virtual service that it shows. Only these two
 * words are about the reply where `status` itself is missing.
 */
const ABOUT_THE_REPLY = ['ok', 'fail'];

const verdictOf = (body: Body, fields: ReplyFields): Verdict => {
  const word = (value: unknown): string | undefined =>
    typeof value === 'string' ? value.trim().toLowerCase() : undefined;
  const other = word(fields.status);
  const status = word(body.status) ?? (ABOUT_THE_REPLY.includes(other ?? '') ? other : undefined);
  return { code: Number(body.code ?? fields.code), ...(status !== undefined && { status }) };
};

/** Where a name comes twice, the one that is not the envelope's is the one to read. */
const fieldsOf = ({ code, status, ...rest }: Body): ReplyFields => lowerKeys({ code, status, ...rest });

/** Units have been seen to send HTTP headers, or the output of a system command, ahead of the JSON. */
const parseBody = (text: string): Body | undefined =>
  parseObject(text) ?? parseObject(text.slice(Math.max(0, text.indexOf('{')), text.lastIndexOf('}') + 1));

const parseObject = (text: string): Body | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
