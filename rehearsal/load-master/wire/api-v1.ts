import type { IncomingHttpHeaders } from 'node:http';
import { XMLBuilder } from 'fast-xml-parser';
import type { Management, ManagementCall, Outcome } from '#rehearsal/load-master/api/management.ts';
import { type Fields, missingText, type Reply, type Value } from '#rehearsal/load-master/api/reply.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { type Answer, apiDisabled, html } from '#rehearsal/load-master/wire/answer.ts';
import { BASIC_CHALLENGE, basicCredentials } from '#rehearsal/load-master/wire/basic-auth.ts';

const PREFIX = '/access/';

/** "Maximum URL length 1K." @see RESTful API interface description */
export const LONGEST_URL = 1024;

export const isV1 = (url: string): boolean => url.startsWith(PREFIX);

/** One v1 request: `/access/<cmd>?<parameters>`, sub-commands as further segments, or a form as body. */
export const answerV1 = (
  management: Management,
  request: { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer },
): Answer => {
  const call = readCall(request);
  return writeOutcome(management.perform(call), management.unit.behaviour);
};

const readCall = (request: Parameters<typeof answerV1>[1]): ManagementCall => {
  const url = new URL(request.url, 'https://unit');
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const form = new URLSearchParams(isForm ? request.body.toString('latin1') : '');
  const key = url.searchParams.get('apikey');
  return {
    command: url.pathname.slice(PREFIX.length).replaceAll('/', '.'),
    parameters: [...url.searchParams, ...form],
    credentials: key === null ? basicCredentials(request.headers.authorization) : { kind: 'api-key', key },
    wire: 'v1',
  };
};

const writeOutcome = (outcome: Outcome, behaviour: UnitBehaviour): Answer => {
  switch (outcome.kind) {
    case 'disabled':
      return apiDisabled(behaviour);
    case 'unauthorized':
      return { ...html(401, 'Unauthorized'), challenge: BASIC_CHALLENGE };
    case 'unknown-command':
      return failure(405, 'Unknown command', behaviour);
    case 'replied':
      return writeReply(outcome.reply, behaviour);
  }
};

const writeReply = (reply: Reply, behaviour: UnitBehaviour): Answer => {
  switch (reply.kind) {
    case 'done': {
      const answer = success(escapeText(reply.message));
      return reply.afterwards === undefined ? answer : { ...answer, afterwards: reply.afterwards };
    }
    case 'data':
      return success(`<Data>${buildXml(reply.v1, behaviour)}</Data>`);
    case 'missing':
      return failure(behaviour.missingParameterCodeV1, missingText(reply.parameter), behaviour);
    case 'failed':
      return failure(reply.code, reply.message, behaviour);
  }
};

const success = (content: string): Answer =>
  xml(200, `<Response stat="200" code="ok">\n<Success>${content}</Success>\n</Response>`);

const failure = (code: number, message: string, behaviour: UnitBehaviour): Answer => {
  const text = withNewlines(escapeText(message), behaviour);
  return xml(code, `<Response stat="${code}" code="fail">\n<Error>${text}</Error>\n</Response>`);
};

const xml = (status: number, response: string): Answer => ({
  status,
  contentType: 'text/xml',
  body: Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>\n${toLatin1(response)}\n`, 'latin1'),
});

const builder = new XMLBuilder({ suppressEmptyNode: true });

const buildXml = (fields: Fields, behaviour: UnitBehaviour): string =>
  Object.entries(fields)
    .map(([name, value]) => builder.build({ [name]: asText(value, behaviour) }))
    .join('\n');

const asText = (value: Value, behaviour: UnitBehaviour): unknown => {
  if (typeof value === 'boolean') return withNewlines(value ? 'yes' : 'no', behaviour);
  if (typeof value !== 'object') return withNewlines(String(value), behaviour);
  if (Array.isArray(value)) return value.map((item) => asText(item, behaviour));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asText(item, behaviour)]));
};

const withNewlines = (text: string, { newlineInValues }: UnitBehaviour): string =>
  newlineInValues ? `\n${text}\n` : text;

const escapeText = (text: string): string => builder.build({ '#text': text });

/** Characters that ISO-8859-1 lacks, as references. */
const toLatin1 = (text: string): string =>
  text.replace(/[^\0-\xff]/gu, (character) => `&#${character.codePointAt(0)};`);
