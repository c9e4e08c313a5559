import { XMLParser } from 'fast-xml-parser';
import { type Upload, uploadOf } from '#rehearsal/load-master/api/upload.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { answerV1 } from '#rehearsal/load-master/wire/api-v1.ts';
import { answerV2 } from '#rehearsal/load-master/wire/api-v2.ts';
import { makeManaged, PASSWORD } from './managed-unit.ts';

const parser = new XMLParser({ parseTagValue: false, trimValues: true });

/** What an XML text says, all values as text: the order of elements and white space between them do not count. */
export const readXml = (xml: string): unknown => parser.parse(xml);

const AUTHORIZATION = `Basic ${Buffer.from(`bal:${PASSWORD}`).toString('base64')}`;

const NOTHING = uploadOf(Buffer.alloc(0));

/** One unit of a running pair, called as `bal` over either interface, without sockets. */
export const makeBothWires = (
  behaviour: Partial<UnitBehaviour> = {},
  unit: 'first' | 'second' = 'first',
  settings: Readonly<Record<string, string>> = {},
) => {
  const managed = makeManaged(unit, behaviour, settings);
  const { management } = managed;

  /** `path` as after `/access/`. */
  const v1 = (path: string, body: Upload = NOTHING) => {
    const answer = answerV1(management, {
      url: `/access/${path}`,
      headers: { authorization: AUTHORIZATION },
      body,
    });
    return { status: answer.status, xml: answer.body.toString('latin1'), body: answer.body };
  };

  const v2 = (cmd: string, parameters: object = {}) => {
    const body = JSON.stringify({ cmd, apiuser: 'bal', apipass: PASSWORD, ...parameters });
    const answer = answerV2(management, { method: 'POST', headers: {}, body: uploadOf(Buffer.from(body)) });
    return { status: answer.status, json: JSON.parse(answer.body.toString('utf8')) };
  };

  return { ...managed, v1, v2 };
};

/** A v1 answer with this content of `<Data>`, as `readXml` reads it. */
export const dataXml = (content: string): unknown =>
  readXml(
    `<?xml version="1.0" encoding="ISO-8859-1"?><Response stat="200" code="ok"><Success><Data>${content}</Data></Success></Response>`,
  );

/** What both interfaces answer a setter. */
export const DONE_V2 = { code: 200, message: 'Command completed ok', status: 'ok' };

/** What v2 answers what it does not take. */
export const refusal = (message: string) => ({ code: 422, message, status: 'fail' });
