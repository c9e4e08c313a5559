import { LoadMasterError } from '#loadmaster/error.ts';
import { isObject, type ReplyFields } from '#loadmaster/lower-keys.ts';
import type { HttpReply } from '#loadmaster/transport.ts';
import { parseResponse } from '#loadmaster/v1/xml.ts';
import { failureOf } from '#loadmaster/verdict.ts';

/**
 * The fields of a successful API v1 reply, HTTP 2xx and `stat` 200, as v2 has them: what is inside `<Data>` at the top
 * level, what is only said as `message`. Throws LoadMasterError for every other reply.
 * @see LoadMaster Interface Description, RESTful API, section 2.6
 */
export const readReplyV1 = ({ status, body }: HttpReply): ReplyFields => {
  // Every published reply says that it is in ISO-8859-1.
  const response = parseResponse(body.toString('latin1'));
  const failure = failureOf(status, response && { code: statOf(response) });
  if (failure === undefined) return fieldsOf(response?.success);
  const said = response?.error;
  throw new LoadMasterError(failure, {
    httpStatus: status,
    ...(typeof said === 'string' && { said: said.trim() }),
  });
};

const statOf = (response: ReplyFields): number => {
  const stat = response['@stat'];
  return typeof stat === 'string' && stat !== '' ? Number(stat) : Number.NaN;
};

const fieldsOf = (success: unknown): ReplyFields => {
  if (!isObject(success)) return { message: success };
  const { data } = success;
  return isObject(data) ? data : { data };
};
