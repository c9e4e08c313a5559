import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import type { Credentials } from '#rehearsal/load-master/api/accounts.ts';
import type { Management } from '#rehearsal/load-master/api/management.ts';
import type { Outcome } from '#rehearsal/load-master/api/management-call.ts';
import { type Fields, missingText, type Reply, type Value } from '#rehearsal/load-master/api/reply.ts';
import { isComplete, type Upload, uploadOf } from '#rehearsal/load-master/api/upload.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { type Answer, answerOf, apiDisabled } from '#rehearsal/load-master/wire/answer.ts';
import { basicCredentials } from '#rehearsal/load-master/wire/basic-auth.ts';

/** "Anything after /accessv2 is ignored." @see RESTful API interface description, 2.2 */
export const isV2 = (url: string): boolean => url.startsWith('/accessv2');

const Body = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** One v2 request: a JSON object with `cmd`, the credentials, the parameters and an upload's `data` side by side. */
export const answerV2 = (
  management: Management,
  request: { readonly method: string; readonly headers: IncomingHttpHeaders; readonly body: Upload },
): Answer => {
  const { behaviour } = management.unit;
  if (request.method !== 'POST') return failure(405, 'Method not allowed');
  if (!isComplete(request.body)) return failure(413, 'Content too large');
  const body = readBody(request.body.content);
  if (body === undefined) return failure(400, 'Invalid JSON');
  const { cmd, apikey, apiuser, apipass, data, ...parameters } = body;
  const outcome = management.perform({
    command: cmd ?? '',
    parameters: Object.entries(parameters),
    credentials: readCredentials(apikey, apiuser, apipass, request.headers.authorization),
    wire: 'v2',
    ...(data === undefined ? {} : { upload: uploadOf(Buffer.from(data, 'base64')) }),
  });
  const isUnnamed = cmd === undefined && outcome.kind === 'unknown-command';
  return isUnnamed ? failure(422, missingText('cmd')) : writeOutcome(outcome, behaviour);
};

const readBody = (body: Buffer): Record<string, string> | undefined => {
  try {
    const fields = Body.safeParse(JSON.parse(body.toString('utf8'))).data;
    return fields && Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** The key wins where both are given. */
const readCredentials = (
  apikey: string | undefined,
  apiuser: string | undefined,
  apipass: string | undefined,
  authorization: string | undefined,
): Credentials => {
  if (apikey !== undefined) return { kind: 'api-key', key: apikey };
  if (apiuser !== undefined) return { kind: 'password', user: apiuser, password: apipass ?? '' };
  return basicCredentials(authorization);
};

const writeOutcome = (outcome: Outcome, behaviour: UnitBehaviour): Answer => {
  switch (outcome.kind) {
    case 'disabled':
      return apiDisabled(behaviour);
    case 'unauthorized':
      return failure(401, 'Authorization required');
    case 'unknown-command':
      return failure(405, 'Unknown command');
    case 'replied':
      return writeReply(outcome.reply, behaviour);
  }
};

const writeReply = (reply: Reply, behaviour: UnitBehaviour): Answer => {
  switch (reply.kind) {
    case 'done':
      return answerOf(reply, json(200, { code: 200, message: reply.message, status: 'ok' }));
    case 'file':
      return json(200, { code: 200, data: reply.content.toString('base64'), status: 'ok' });
    case 'data':
      return json(200, { code: 200, ...withNewlines(reply.v2, behaviour), status: 'ok' });
    case 'missing':
      return commandFailure(422, missingText(reply.parameter), behaviour);
    case 'failed':
      return commandFailure(reply.code, reply.message, behaviour);
  }
};

const commandFailure = (code: number, message: string, behaviour: UnitBehaviour): Answer => {
  const answer = failure(code, message);
  return behaviour.statusFailAtHttp200 ? { ...answer, status: 200 } : answer;
};

const failure = (code: number, message: string): Answer => json(code, { code, message, status: 'fail' });

const json = (status: number, fields: Fields): Answer => ({
  status,
  contentType: 'text/json',
  body: Buffer.from(`${JSON.stringify(fields)}\n`),
});

/** Strings at the top level, where the captures show it. */
const withNewlines = (fields: Fields, { newlineInValues }: UnitBehaviour): Fields => {
  if (!newlineInValues) return fields;
  const broken = (value: Value): Value => (typeof value === 'string' ? `${value}\n` : value);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, broken(value)]));
};
