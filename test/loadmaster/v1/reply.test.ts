import { describe, expect, it } from 'vitest';
import { LoadMasterError } from '#loadmaster/error.ts';
import { readReplyV1 } from '#loadmaster/v1/reply.ts';

const PROLOG = '<?xml version="1.0" encoding="ISO-8859-1"?>\n';
const reply = (status: number, body: string) => ({ status, body: Buffer.from(body, 'latin1') });

const failureOf = (status: number, body: string): unknown => {
  try {
    readReplyV1(reply(status, body));
    return 'success';
  } catch (error) {
    return error instanceof LoadMasterError ? error.code : error;
  }
};

const ok = (content: string): string =>
  `${PROLOG}<Response stat="200" code="ok">\n<Success>${content}</Success>\n</Response>`;
const failure = (stat: number, text: string): string =>
  `${PROLOG}<Response stat="${stat}" code="fail">\n<Error>\n${text}\n</Error>\n</Response>`;

describe('a reply of API v1', () => {
  it.each([
    { what: 'words', content: 'Command completed ok', fields: { message: 'Command completed ok' } },
    { what: 'data', content: '<Data><cachesize>\n100\n</cachesize></Data>', fields: { cachesize: '100' } },
    { what: 'no data', content: '<Data/>', fields: { data: '' } },
    { what: 'data in words', content: '<Data>GEO is enabled</Data>', fields: { data: 'GEO is enabled' } },
    {
      what: 'a list',
      content: '<Data><VS><Index>1</Index></VS><VS><Index>2</Index></VS></Data>',
      fields: { vs: [{ index: '1' }, { index: '2' }] },
    },
  ])('has the fields that v2 has: $what', ({ content, fields }) => {
    expect(readReplyV1(reply(200, ok(content)))).toEqual(fields);
  });

  it('is in ISO-8859-1', () => {
    expect(readReplyV1(reply(200, ok('<Data><hostname>d\xe9j\xe0</hostname></Data>')))).toEqual({
      hostname: 'déjà',
    });
  });

  it.each([
    { status: 200, body: ok('x'), code: 'success' },
    { status: 400, body: failure(400, 'param: String Value missing'), code: 'command' },
    { status: 422, body: failure(422, 'Unknown VS'), code: 'command' },
    { status: 200, body: failure(422, 'Unknown VS'), code: 'command' },
    { status: 200, body: failure(401, 'no'), code: 'auth' },
    { status: 200, body: failure(405, 'Unknown command'), code: 'unknown-command' },
    { status: 405, body: failure(405, 'Unknown command'), code: 'unknown-command' },
    { status: 401, body: '<html>Authorization required</html>', code: 'auth' },
    { status: 403, body: '', code: 'permission' },
    { status: 404, body: '<html>Not found</html>', code: 'api-disabled' },
    { status: 404, body: '', code: 'api-disabled' },
    { status: 500, body: failure(500, 'Method not allowed'), code: 'command' },
    { status: 500, body: ok('x'), code: 'garbage' },
    { status: 302, body: '', code: 'garbage' },
    { status: 200, body: '<html>Log in</html>', code: 'garbage' },
    { status: 200, body: '<Response><Success>x</Success></Response>', code: 'garbage' },
    { status: 200, body: '<Response stat=""><Success>x</Success></Response>', code: 'garbage' },
    { status: 200, body: '{"code":200,"status":"ok"}', code: 'garbage' },
    { status: 200, body: '', code: 'garbage' },
  ])('of $status $body is $code', ({ status, body, code }) => {
    expect(failureOf(status, body)).toBe(code);
  });

  it('keeps the unit’s own words', () => {
    expect(() => readReplyV1(reply(422, failure(422, 'Unknown &lt;VS&gt;')))).toThrow(
      expect.objectContaining({ code: 'command', httpStatus: 422, said: 'Unknown <VS>' }),
    );
  });
});
