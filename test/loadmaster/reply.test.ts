import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LoadMasterError } from '#loadmaster/error.ts';
import { readReply } from '#loadmaster/reply.ts';

const reply = (status: number, body: string) => ({ status, body: Buffer.from(body) });

const failureOf = (status: number, body: string): unknown => {
  try {
    readReply(reply(status, body));
    return 'success';
  } catch (error) {
    return error instanceof LoadMasterError ? error.code : error;
  }
};

const OK = '{"code":200,"HaStatus":"Active","status":"ok"}';

describe('a reply of API v2', () => {
  it.each([
    { what: 'as documented', body: OK },
    { what: 'without a status', body: '{"code":200,"hastatus":"Active"}' },
    { what: 'with a code as a string', body: '{"code":"200","hastatus":"Active"}' },
    { what: 'with a status in capitals', body: '{"Status":"OK ","hastatus":"Active"}' },
    { what: 'behind HTTP headers', body: `Content-Type: text/json\r\nStatus: 200\r\n\r\n${OK}` },
    { what: 'behind the output of a command', body: `SIOCSIFMTU: Invalid argument\n${OK}\n\n` },
    { what: 'ahead of something else', body: `${OK}\nbye` },
    { what: 'behind a byte order mark', body: `\ufeff${OK}` },
  ])('succeeds $what', ({ body }) => {
    expect(readReply(reply(200, body))).toMatchObject({ hastatus: 'Active' });
  });

  it('has keys in lower case at every depth', () => {
    const body = '{"code":200,"status":"ok","VS":[{"RsIndex":1,"Sub":{"TLSType":"a"}}]}';
    expect(readReply(reply(200, body))).toMatchObject({ vs: [{ rsindex: 1, sub: { tlstype: 'a' } }] });
  });

  it.each([
    '{"code":200,"Status":"Down","status":"ok"}',
    '{"status":"ok","Status":"Down","code":200}',
    '{"code":200,"Status":"Down"}',
  ])('may show the status of something else: %s', (body) => {
    expect(readReply(reply(200, body))).toMatchObject({ status: 'Down' });
  });

  it.each([
    { status: 401, body: '<html>Authorization required</html>', code: 'auth' },
    { status: 401, body: OK, code: 'auth' },
    { status: 403, body: '', code: 'permission' },
    { status: 404, body: '<html>Not found</html>', code: 'api-disabled' },
    {
      status: 405,
      body: '{"code":405,"message":"Unknown command","status":"fail"}',
      code: 'unknown-command',
    },
    { status: 422, body: '{"code":422,"message":"Invalid address","status":"fail"}', code: 'command' },
    { status: 400, body: 'param: String Value missing', code: 'command' },
    { status: 500, body: '{"code":500,"message":"Method not allowed","status":"fail"}', code: 'command' },
    { status: 200, body: '{"code":422,"message":"Unknown VS","status":"fail"}', code: 'command' },
    { status: 200, body: '{"code":401,"status":"fail"}', code: 'auth' },
    { status: 200, body: '{"code":403,"status":"fail"}', code: 'permission' },
    { status: 200, body: '{"code":404,"status":"fail"}', code: 'api-disabled' },
    { status: 200, body: '{"code":405,"status":"fail"}', code: 'unknown-command' },
    { status: 200, body: '{"code":200,"status":"fail"}', code: 'command' },
    { status: 200, body: '{"code":422,"Status":"Up","status":"fail"}', code: 'command' },
    { status: 200, body: '{"code":422,"Status":"FAIL"}', code: 'command' },
    { status: 200, body: '{"status":"fail"}', code: 'command' },
    { status: 200, body: '{"code":418}', code: 'command' },
    { status: 200, body: '{"hastatus":"Active"}', code: 'garbage' },
    { status: 200, body: '{}', code: 'garbage' },
    { status: 200, body: '', code: 'garbage' },
    { status: 200, body: 'null', code: 'garbage' },
    { status: 200, body: '[{"status":"ok"}]x', code: 'success' },
    { status: 200, body: '<html>Log in</html>', code: 'garbage' },
    { status: 200, body: '{"code":200,"status":"ok"', code: 'garbage' },
    { status: 302, body: '', code: 'garbage' },
    { status: 503, body: '<html>busy</html>', code: 'garbage' },
    { status: 500, body: OK, code: 'garbage' },
  ])('of $status $body is $code', ({ status, body, code }) => {
    expect(failureOf(status, body)).toBe(code);
  });

  it('keeps the unit’s own words', () => {
    const body = '{"code":422,"message":" Unknown VS\\n","status":"fail"}';
    expect(() => readReply(reply(422, body))).toThrow(
      expect.objectContaining({ code: 'command', httpStatus: 422, said: 'Unknown VS' }),
    );
  });

  it('is fields or a LoadMasterError, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array().map((array) => Buffer.from(array)),
      fc.json().map((json) => Buffer.from(json)),
      fc.tuple(fc.string(), fc.json()).map(([before, json]) => Buffer.from(before + json)),
    );
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), bytes, (status, body) => {
        try {
          expect(readReply({ status, body })).toBeTypeOf('object');
        } catch (error) {
          expect(error).toBeInstanceOf(LoadMasterError);
        }
      }),
    );
  });
});
