import type { IncomingHttpHeaders } from 'node:http';
import { XMLBuilder } from 'fast-xml-parser';
import type { Credentials } from '#rehearsal/load-master/api/accounts.ts';
import type { Management } from '#rehearsal/load-master/api/management.ts';
import type { Outcome } from '#rehearsal/load-master/api/management-call.ts';
import { type Fields, missingText, type Reply, type Value } from '#rehearsal/load-master/api/reply.ts';
import { isComplete, type Upload } from '#rehearsal/load-master/api/upload.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { type Answer, answerOf, apiDisabled, html } from '#rehearsal/load-master/wire/answer.ts';
import { BASIC_CHALLENGE, basicCredentials } from '#rehearsal/load-master/wire/basic-auth.ts';

const PREFIX = '/access/';

/** "Maximum URL length 1K." @see RESTful API interface description */
export const LONGEST_URL = 1024;

export const isV1 = (url: string): boolean => url.startsWith(PREFIX);

interface RequestV1 {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Upload;
}

/** One v1 request: `/access/<cmd>?<parameters>`, sub-commands as further segments, with a form or an upload as body. */
export const answerV1 = (management: Management, request: RequestV1): Answer => {
  const { behaviour } = management.unit;
  const url = new URL(request.url, 'https://unit');
  const command = url.pathname.slice(PREFIX.length).replaceAll('/', '.');
  const key = url.searchParams.get('apikey');
  const call = {
    command,
    credentials:
      key === null
        ? basicCredentials(request.headers.authorization)
        : ({ kind: 'api-key', key } satisfies Credentials),
    wire: 'v1',
  } as const;
  const parameters = [...url.searchParams];
  if (management.takesUpload(command))
    return writeOutcome(management.perform({ ...call, parameters, upload: request.body }), behaviour);
  if (!isComplete(request.body)) return html(413, 'Content Too Large');
  return writeOutcome(
    management.perform({ ...call, parameters: [...parameters, ...readForm(request)] }),
    behaviour,
  );
};

const readForm = ({ headers, body }: RequestV1): URLSearchParams => {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return new URLSearchParams(isForm ? body.content.toString('latin1') : '');
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
    case 'done':
      return answerOf(reply, success(escapeText(reply.messageV1 ?? reply.message)));
    case 'file':
      return {
        status: 200,
        contentType: 'application/octet-stream',
        body: reply.content,
        fileName: reply.name,
      };
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
