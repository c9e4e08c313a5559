import { describe, expect, it } from 'vitest';
import { API_ERRORS, type ApiErrorCode } from '#contracts/api/errors.ts';
import type { ApiRoute } from '#contracts/api/route.ts';
import { ROUTES } from '#contracts/api/routes.ts';
import { makeDesk } from './api-desk.ts';
import type { Asked } from './api-event.ts';

const DRAIN = 'POST /pairs/pair-a/units/second/drain';
const HOLD = 'PUT /pairs/pair-a/hold';
const order = { release: 'none', why: 'because' } as const;

type Row = readonly [when: string, request: string, asked: Asked, code: ApiErrorCode, names?: string];

const PAIR_Z = '/pairs/pair-z';
const OPERATION = 'POST /pairs/pair-a/operation';
const JOURNAL = 'GET /pairs/pair-a/journal';
const LARGE = JSON.stringify('x'.repeat(1_048_575));

const body = (value: unknown): Asked => ({ body: value });
const ordered = (more: object): Asked => body({ ...order, ...more });
const held = (more: object): Asked => body({ why: 'x', ...more });
const query = (name: string, value: string): Asked => ({ query: { [name]: value } });
const typed = (type: string, text: string): Asked => ({ text, headers: { 'content-type': type } });
const keyed = (key: string): Asked => ({ body: order, headers: { 'idempotency-key': key } });
const nobody: Asked = { as: null, headers: { 'x-understudy-operator': 'root' } };

const SWITCHOVER = 'POST /pairs/pair-a/switchover';
const RETURN = 'POST /pairs/pair-a/failback';
const APPROVAL = 'POST /pairs/pair-a/failback/approval';
const FLAPS = 'POST /pairs/pair-a/failback/flap-acknowledgement';
const FIRMWARE = 'POST /pairs/pair-a/firmware/plan';
const switched = (more: object): Asked => body({ to: 'second', why: 'x', ...more });

const ROWS: readonly Row[] = [
  ['an unknown path', 'GET /pear', {}, 'unknown-route'],
  ['the root', 'GET /', {}, 'unknown-route'],
  ['another method', 'POST /pairs', {}, 'method-not-allowed', 'GET'],
  ['another method of a pair', 'PATCH /pairs/pair-a/hold', {}, 'method-not-allowed', 'PUT, DELETE'],
  ['a third unit', 'POST /pairs/pair-a/units/third/drain', body(order), 'unknown-route'],
  ['no such pair', `GET ${PAIR_Z}`, {}, 'unknown-pair'],
  ['no such pair to explain', `GET ${PAIR_Z}/explain`, {}, 'unknown-pair'],
  ['no such pair’s journal', `GET ${PAIR_Z}/journal`, {}, 'unknown-pair'],
  ['no such pair to drain', `POST ${PAIR_Z}/units/first/drain`, body(order), 'unknown-pair'],
  ['no such pair to hold', `PUT ${PAIR_Z}/hold`, held({ for: '2h' }), 'unknown-pair'],
  ['a key of the table', 'GET /pairs/pair-a#STATE', {}, 'unknown-pair'],
  ['a misspelt parameter', JOURNAL, query('limits', '3'), 'invalid-query', 'limits'],
  ['a parameter where none is taken', 'GET /pairs', query('region', 'x'), 'invalid-query', 'region'],
  ['a page of nothing', JOURNAL, query('limit', '0'), 'invalid-query', 'limit'],
  ['a page too long', JOURNAL, query('limit', '201'), 'invalid-query', '200'],
  ['a page before words', JOURNAL, query('before', '1e3'), 'invalid-query', 'before'],
  [
    'a misspelt dry run',
    'PUT /estate',
    { ...body({ pairs: [] }), ...query('dryrun', 'true') },
    'invalid-query',
    'dryrun',
  ],
  ['no body', DRAIN, {}, 'invalid-json'],
  ['an empty body', DRAIN, { text: '' }, 'invalid-json'],
  ['half a body', DRAIN, { text: '{"release":' }, 'invalid-json'],
  ['a body that is not UTF-8', DRAIN, { bytes: [0x22, 0xff, 0x22] }, 'invalid-json', 'UTF-8'],
  ['a form', DRAIN, typed('application/x-www-form-urlencoded', 'release=none'), 'unsupported-media-type'],
  ['no content type', DRAIN, typed('', '{}'), 'unsupported-media-type'],
  ['an order in YAML', DRAIN, typed('application/yaml', 'release: none'), 'unsupported-media-type'],
  ['an estate in XML', 'PUT /estate', typed('text/xml', '<estate/>'), 'unsupported-media-type'],
  ['a body above a mebibyte', DRAIN, { text: LARGE }, 'body-too-large'],
  ['the same in base64', DRAIN, { text: LARGE, base64: true }, 'body-too-large'],
  ['an unknown member', DRAIN, ordered({ dryrun: true }), 'invalid-body', 'dryrun'],
  [
    'a prototype',
    DRAIN,
    { text: '{"release":"none","why":"x","__proto__":{}}' },
    'invalid-body',
    '__proto__',
  ],
  ['no reason', DRAIN, body({ release: 'none' }), 'invalid-body', 'why'],
  ['an empty reason', DRAIN, ordered({ why: '  ' }), 'invalid-body', 'why'],
  ['another release', DRAIN, ordered({ release: 'complete-hook' }), 'invalid-body', 'release'],
  ['a list', DRAIN, body([order]), 'invalid-body'],
  ['a dry run with a token', DRAIN, ordered({ dryRun: true, confirm: 'x' }), 'invalid-body', 'confirm'],
  ['a key with a space', DRAIN, keyed('two words'), 'invalid-header'],
  ['a key too long', DRAIN, keyed('k'.repeat(201)), 'invalid-header'],
  ['another command', OPERATION, held({ command: 'retry' }), 'invalid-body', 'command'],
  ['nothing to resume', OPERATION, held({ command: 'resume' }), 'nothing-to-resume'],
  ['nothing to abort', OPERATION, held({ command: 'abort' }), 'nothing-to-abort'],
  ['a hold without an end', HOLD, held({}), 'invalid-body', 'until'],
  ['a hold with two ends', HOLD, held({ for: '2h', until: '2026-05-01T12:00:00Z' }), 'invalid-body'],
  ['a length without a unit', HOLD, held({ for: '2' }), 'invalid-body', 'for'],
  ['a hold until a local time', HOLD, held({ until: '2026-05-01T12:00:00' }), 'invalid-body', 'until'],
  ['a hold of no length', HOLD, held({ for: '0h' }), 'invalid-hold'],
  ['a hold that is over', HOLD, held({ until: '2026-05-01T09:00:00Z' }), 'invalid-hold'],
  ['a hold of 31 days', HOLD, held({ for: '31d' }), 'invalid-hold'],
  ['no such pair to switch over', `POST ${PAIR_Z}/switchover`, switched({}), 'unknown-pair'],
  ['no such pair to return', `POST ${PAIR_Z}/failback`, held({}), 'unknown-pair'],
  ['no such pair to approve', `POST ${PAIR_Z}/failback/approval`, held({}), 'unknown-pair'],
  ['no such pair’s approval', `DELETE ${PAIR_Z}/failback/approval`, held({}), 'unknown-pair'],
  ['no such pair’s flaps', `POST ${PAIR_Z}/failback/flap-acknowledgement`, held({}), 'unknown-pair'],
  ['a switchover to nobody', SWITCHOVER, held({}), 'invalid-body', 'to'],
  ['a switchover to a third', SWITCHOVER, switched({ to: 'third' }), 'invalid-body', 'to'],
  ['a switchover without a reason', SWITCHOVER, body({ to: 'second' }), 'invalid-body', 'why'],
  ['a misspelt dry run of it', SWITCHOVER, switched({ dry: true }), 'invalid-body', 'dry'],
  [
    'its dry run with a token',
    SWITCHOVER,
    switched({ dryRun: true, confirm: 'x' }),
    'invalid-body',
    'confirm',
  ],
  ['a token too long', SWITCHOVER, switched({ confirm: 'x'.repeat(257) }), 'invalid-body', 'confirm'],
  [
    'a switchover under a bad key',
    SWITCHOVER,
    { ...switched({}), headers: { 'idempotency-key': 'two words' } },
    'invalid-header',
  ],
  ['a return to somewhere', RETURN, held({ to: 'first' }), 'invalid-body', 'to'],
  ['a return without a reason', RETURN, body({}), 'invalid-body', 'why'],
  ['an approval with a token', APPROVAL, held({ confirm: 'x' }), 'invalid-body', 'confirm'],
  ['an approval without a reason', APPROVAL, body({ dryRun: true }), 'invalid-body', 'why'],
  ['an acknowledgement to try', FLAPS, held({ dryRun: true }), 'invalid-body', 'dryRun'],
  ['another method of a switchover', 'DELETE /pairs/pair-a/switchover', {}, 'method-not-allowed', 'POST'],
  ['a switchover of nobody', SWITCHOVER, { ...switched({}), ...nobody }, 'unidentified'],
  ['no such pair’s firmware', `POST ${PAIR_Z}/firmware/plan`, body({ target: '7.2.61.1' }), 'unknown-pair'],
  ['a firmware without a name', FIRMWARE, body({}), 'invalid-body', 'target'],
  ['a firmware by number', FIRMWARE, body({ target: 7.2 }), 'invalid-body', 'target'],
  ['a firmware of any length', FIRMWARE, body({ target: '7'.repeat(65) }), 'invalid-body', 'target'],
  ['a firmware with a reason', FIRMWARE, held({ target: '7.2.61.1' }), 'invalid-body', 'why'],
  ['no hold to lift', 'DELETE /pairs/pair-a/hold', held({}), 'not-held'],
  ['no freeze to lift', 'DELETE /freeze', held({}), 'not-frozen'],
  ['nobody', 'GET /pairs', nobody, 'unidentified'],
  ['an order of nobody', DRAIN, { ...body(order), ...nobody }, 'unidentified'],
];

describe('a request is refused', () => {
  it.for(ROWS)('for %s', async ([, request, asked, code, names]) => {
    const { status } = API_ERRORS[code];
    const desk = await makeDesk();
    const before = await desk.store.readState('eu-west-1', 'pair-a');
    const answer = await desk.ask(request, asked);
    expect(answer).toMatchObject({ status, body: { code, requestId: 'request-1' } });
    expect(answer.body.message).toContain(names ?? '');
    expect(desk.published).toEqual([]);
    expect(await desk.store.readState('eu-west-1', 'pair-a')).toBe(before);
    expect(desk.answered).toEqual([{ requestId: 'request-1', request, status, code }]);
  });

  it('names the methods a path takes', async () => {
    const desk = await makeDesk();
    expect((await desk.ask('POST /freeze')).headers).toMatchObject({ allow: 'GET, DELETE' });
  });

  it('lists every fault of a body with its place', async () => {
    const desk = await makeDesk();
    const answer = await desk.ask(DRAIN, { body: { release: 'sell', reason: 'x' } });
    expect(answer.body.errors).toEqual([
      expect.objectContaining({ path: 'release' }),
      expect.objectContaining({ path: 'why' }),
      { path: 'reason', message: 'is not known here' },
    ]);
  });

  it('has a status and a meaning for every code, and a route or a rule for every code', () => {
    const published = new Set(Object.values<ApiRoute>(ROUTES).flatMap(({ errors }) => errors));
    const anywhere = ['invalid-query', 'unidentified', 'unknown-route', 'method-not-allowed', 'internal'];
    const codes = Object.keys(API_ERRORS);
    expect(codes.filter((code) => ![...published, ...anywhere].includes(code))).toEqual([]);
  });
});
