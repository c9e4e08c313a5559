import { describe, expect, it } from 'vitest';
import { DamagedItemError, StaleStateError, StoreUnavailableError } from '#control/errors.ts';
import { makeDesk } from './api-desk.ts';
import { OPERATOR } from './api-event.ts';

const DRAIN = 'POST /pairs/pair-a/units/second/drain';
const HOLD = 'PUT /pairs/pair-a/hold';
const order = { release: 'none', why: 'because' } as const;

describe('a fault on our side', () => {
  const secret = 'table understudy-prod of 111122223333';

  it.each([
    { what: 'a bug', error: new TypeError(secret), status: 500, code: 'internal' },
    {
      what: 'a table that does not answer',
      error: new StoreUnavailableError({ cause: secret }),
      status: 500,
      code: 'internal',
    },
    { what: 'a damaged item', error: new DamagedItemError(secret), status: 409, code: 'damaged' },
  ])(
    '$what is answered $status $code, and the answer does not say what it was',
    async ({ error, status, code }) => {
      const fail = async () => Promise.reject(error);
      const desk = await makeDesk({ wrapStore: (store) => ({ ...store, readPair: fail }) });
      const answer = await desk.ask('GET /pairs/pair-a');
      expect(answer).toMatchObject({ status, body: { code, requestId: 'request-1' } });
      expect(JSON.stringify(answer)).not.toContain('understudy-prod');
      expect(desk.answered).toMatchObject([code === 'internal' ? { status, error } : { status, code }]);
    },
  );

  it('is answered also for an event that is no request', async () => {
    const desk = await makeDesk();
    expect(await desk.ask('')).toMatchObject({ status: 500, body: { code: 'internal' } });
  });

  it('a bus that takes nothing fails the request', async () => {
    const desk = await makeDesk({ publishFails: true });
    expect(await desk.ask(DRAIN, { body: order })).toMatchObject({ status: 500, body: { code: 'internal' } });
  });

  it('a pair that others keep claiming is answered 409', async () => {
    let attempts = 0;
    const claim = async () => {
      attempts += 1;
      throw new StaleStateError('pair-a');
    };
    const desk = await makeDesk({ wrapStore: (store) => ({ ...store, claim }) });
    const answer = await desk.ask(HOLD, { body: { why: 'x', for: '2h' } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'overtaken' } });
    expect(attempts).toBe(5);
  });
});

describe('who asks', () => {
  const hold = { body: { why: 'change 4711', for: '2h' } };

  const LONG = `arn:aws:iam::111122223333:user/${'p/'.repeat(200)}ada`;
  const header = { headers: { 'x-understudy-operator': ' root ' } };

  it.each([
    { when: 'IAM names them', trust: 'iam' as const, asked: {}, by: OPERATOR },
    { when: 'IAM and a header do', trust: 'iam' as const, asked: header, by: OPERATOR },
    { when: 'IAM and a header do, locally', trust: 'local' as const, asked: header, by: OPERATOR },
    { when: 'a header does, locally', trust: 'local' as const, asked: { as: null, ...header }, by: 'root' },
    { when: 'nothing does, locally', trust: 'local' as const, asked: { as: null }, by: 'unknown' },
    {
      when: 'the name is too long for an event',
      trust: 'iam' as const,
      asked: { as: LONG },
      by: LONG.slice(-256),
    },
  ])('is taken from where $when', async ({ trust, asked, by }) => {
    const desk = await makeDesk({ trust });
    expect((await desk.ask(HOLD, { ...hold, ...asked })).body.by).toBe(by);
  });

  it('is written down with every order, granted or not', async () => {
    const desk = await makeDesk();
    await desk.ask('DELETE /freeze', { body: { why: 'all seen' } });
    expect(desk.ordered).toEqual([
      {
        requestId: 'request-1',
        operation: 'liftFreeze',
        by: OPERATOR,
        params: {},
        body: { why: 'all seen' },
      },
    ]);
  });
});
