import { describe, expect, it } from 'vitest';
import { ownEvents } from '#contracts/events/own-events.ts';
import { drainIn, INTENTS } from '../../docs/state-samples.ts';
import { makeDesk } from './api-desk.ts';
import { OPERATOR } from './api-event.ts';

const HOLD = 'PUT /pairs/pair-a/hold';

describe('reading', () => {
  it('lists the pairs with one read of the table', async () => {
    const reads: string[] = [];
    const desk = await makeDesk({
      wrapStore: (store) =>
        new Proxy(store, {
          get: (of, name) => {
            reads.push(String(name));
            return Reflect.get(of, name);
          },
        }),
    });
    const { body } = await desk.ask('GET /pairs');
    expect(body).toEqual({
      region: 'eu-west-1',
      pairs: [
        {
          id: 'pair-a',
          mode: 'enforce',
          instances: { first: 'i-0000000000000000a', second: 'i-0000000000000000b' },
          situation: 'steady',
          since: '2026-05-01T10:05:00.000Z',
          active: 'first',
          operation: 'idle',
          waiting: 0,
        },
      ],
      damaged: [],
    });
    expect(reads).toEqual(['readRegion']);
  });

  it('shows a pair that nobody has looked at yet', async () => {
    const desk = await makeDesk();
    const pair = { ...desk.pair, id: 'pair-b' };
    await desk.store.writeEstate('eu-west-1', { pairs: [desk.pair, pair], standalones: [] });
    expect(await desk.ask('GET /pairs/pair-b')).toMatchObject({
      body: { version: 0, situation: { kind: 'unknown' }, operation: { kind: 'idle' } },
    });
  });

  it('shows a pair under way, its hold and what waits', async () => {
    const desk = await makeDesk();
    const why = 'replace the volume';
    await desk.ask('POST /pairs/pair-a/units/second/drain', { body: { release: 'none', why } });
    await desk.ask('POST /pairs/pair-a/units/first/drain', { body: { release: 'none', why: 'then this' } });
    await desk.deliver();
    await desk.ask(HOLD, { body: { why: 'change 4711', for: '2h' } });
    const { body } = await desk.ask('GET /pairs/pair-a');
    expect(body).toMatchObject({
      declared: { id: 'pair-a', healthCheck: { interval: '10s' }, drain: { hookBudget: '10m' } },
      operation: {
        kind: 'draining',
        unit: 'second',
        drain: { source: 'operator', why: `${OPERATOR}: ${why}` },
      },
      hold: { by: OPERATOR, why: 'change 4711' },
      waiting: [{ unit: 'first', why: `${OPERATOR}: then this` }],
    });
  });

  it('pages through the journal to its first entry', async () => {
    const desk = await makeDesk();
    for (const why of ['one', 'two', 'three']) await desk.ask(HOLD, { body: { why, for: '2h' } });
    const versions: number[] = [];
    let before: string | undefined;
    for (let page = 0; page < 10; page++) {
      const query = { limit: '2', ...(before === undefined ? {} : { before }) };
      const { body } = await desk.ask('GET /pairs/pair-a/journal', { query });
      versions.push(...(body.entries as { version: number }[]).map(({ version }) => version));
      if (body.nextBefore === undefined) break;
      before = String(body.nextBefore);
    }
    expect(versions).toEqual([4, 3, 2, 1]);
  });

  it.each([
    { accept: '*/*', type: 'application/json' },
    { accept: 'application/json, text/plain', type: 'application/json' },
    { accept: 'text/plain', type: 'text/plain; charset=utf-8' },
  ])('explains, to who accepts $accept, as $type', async ({ accept, type }) => {
    const desk = await makeDesk();
    const answer = await desk.ask('GET /pairs/pair-a/explain', { headers: { accept } });
    expect(answer.headers).toMatchObject({ 'content-type': type, 'cache-control': 'no-store' });
    const words = 'first answers 200, second stands by with 503 and can take over';
    expect(JSON.stringify([answer.body, answer.text])).toContain(words);
  });

  it('explains a freeze by its reason', async () => {
    const desk = await makeDesk();
    await desk.store.freezeRegion('eu-west-1', { at: 0, why: 'three pairs at once' });
    const { body } = await desk.ask('GET /pairs/pair-a/explain');
    expect(body).toMatchObject({
      explanation: { blockedBy: ['automatic actions are frozen in eu-west-1: three pairs at once'] },
    });
  });

  it('serves its own description', async () => {
    const desk = await makeDesk();
    expect(await desk.ask('GET /openapi.json')).toMatchObject({ status: 200, body: { openapi: '3.1.0' } });
  });
});

describe('a hold', () => {
  it.each([
    { expiry: { for: '90m' }, until: '2026-05-01T11:35:00.000Z' },
    { expiry: { for: '30d' }, until: '2026-05-31T10:05:00.000Z' },
    { expiry: { until: '2026-05-01T14:00:00+02:00' }, until: '2026-05-01T12:00:00.000Z' },
  ])('for $expiry is placed, journaled and read back', async ({ expiry, until }) => {
    const desk = await makeDesk();
    const { status, body } = await desk.ask(HOLD, { body: { why: 'change 4711', ...expiry } });
    const hold = { by: OPERATOR, why: 'change 4711', placedAt: '2026-05-01T10:05:00.000Z', until };
    expect({ status, body }).toEqual({ status: 200, body: hold });
    expect(await desk.ask('GET /pairs/pair-a')).toMatchObject({ body: { hold } });
    expect(await desk.ask('GET /pairs/pair-a/journal', { query: { limit: '1' } })).toMatchObject({
      body: {
        entries: [{ by: 'operator', reason: 'hold-placed', why: `${OPERATOR}: change 4711`, actions: [] }],
      },
    });
  });

  it('is lifted once, and stays in the state with its end moved', async () => {
    const desk = await makeDesk();
    await desk.ask(HOLD, { body: { why: 'change 4711', for: '2h' } });
    const lift = { body: { why: 'done' } };
    expect(await desk.ask('DELETE /pairs/pair-a/hold', lift)).toMatchObject({
      status: 200,
      body: { held: false },
    });
    expect(await desk.ask('DELETE /pairs/pair-a/hold', lift)).toMatchObject({ status: 404 });
    expect((await desk.ask('GET /pairs/pair-a')).body).not.toHaveProperty('hold');
    expect(await desk.store.readState('eu-west-1', 'pair-a')).toMatchObject({
      hold: { why: 'change 4711', until: desk.scheduler.now() },
      lastDecision: { reason: 'hold-lifted', why: `${OPERATOR}: done` },
      pending: false,
    });
  });

  it('ends by itself', async () => {
    const desk = await makeDesk();
    await desk.ask(HOLD, { body: { why: 'change 4711', for: '2m' } });
    await desk.pass(3);
    expect((await desk.ask('GET /pairs')).body.pairs).not.toContainEqual(
      expect.objectContaining({ hold: expect.anything() }),
    );
  });
});

describe('an operation', () => {
  it('under way is aborted, and its unit comes back', async () => {
    const desk = await makeDesk();
    await desk.ask('POST /pairs/pair-a/units/second/drain', { body: { release: 'none', why: 'x' } });
    await desk.deliver();
    const answer = await desk.ask('POST /pairs/pair-a/operation', {
      body: { command: 'abort', why: 'wrong unit' },
    });
    expect(answer).toMatchObject({ status: 202, body: { command: 'abort' } });
    expect(answer.body.plan).toContain('now: register second (i-0000000000000000b) in lm-443, lm-80');
    expect(ownEvents['Operator Command'].parse(desk.published.at(-1)?.detail)).toEqual({
      pairId: 'pair-a',
      command: 'abort',
      by: OPERATOR,
      why: 'wrong unit',
    });
    await desk.deliver();
    await desk.pass(5);
    expect(await desk.ask('GET /pairs/pair-a')).toMatchObject({ body: { operation: { kind: 'idle' } } });
  });

  it('that is halted says so, and is resumed', async () => {
    const desk = await makeDesk();
    const state = await desk.store.readState('eu-west-1', 'pair-a');
    if (state === undefined) throw new Error('the pair was not looked at');
    const operation = {
      kind: 'halted',
      operation: drainIn('returning', INTENTS['an operator terminates it'], false),
      because: 'loadmaster-unread',
      haltedAt: desk.scheduler.now(),
    } as const;
    await desk.store.claim('eu-west-1', { ...state, version: state.version + 1, operation });
    expect(await desk.ask('GET /pairs/pair-a')).toMatchObject({
      body: { operation: { kind: 'halted', because: 'loadmaster-unread', unit: 'first' } },
    });
    const answer = await desk.ask('POST /pairs/pair-a/operation', {
      body: { command: 'resume', why: 'mended' },
    });
    expect(answer).toMatchObject({ status: 202, body: { command: 'resume' } });
    expect(answer.body.plan).toContain('then: deregister first from lm-443, lm-80');
    expect(desk.published).toMatchObject([{ detailType: 'Operator Command', detail: { command: 'resume' } }]);
  });
});

describe('a freeze', () => {
  it('is read and lifted', async () => {
    const desk = await makeDesk();
    expect((await desk.ask('GET /freeze')).body).toEqual({ region: 'eu-west-1', frozen: false });
    await desk.store.freezeRegion('eu-west-1', { at: Date.UTC(2026, 4, 1, 10), why: 'three pairs at once' });
    const frozen = {
      region: 'eu-west-1',
      frozen: true,
      at: '2026-05-01T10:00:00.000Z',
      why: 'three pairs at once',
    };
    expect((await desk.ask('GET /freeze')).body).toEqual(frozen);
    expect((await desk.ask('GET /pairs')).body).toMatchObject({ freeze: frozen });
    const lifted = await desk.ask('DELETE /freeze', { body: { why: 'all seen' } });
    expect(lifted).toMatchObject({ status: 200, body: { frozen: false } });
    expect(await desk.store.readFreeze('eu-west-1')).toBeUndefined();
  });
});
