import { describe, expect, it } from 'vitest';
import { ownEvents } from '#contracts/events/own-events.ts';
import { MAX_PAIRS } from '#control/operator/plan-rollout.ts';
import { makeMemoryRolloutStore } from '#store/memory/rollout-store.ts';
import { HALTED, REFUSED } from '../domain/rollout/rollout-samples.ts';
import type { Desk } from './api-desk.ts';
import { OPERATOR } from './api-event.ts';
import {
  ABROAD,
  ASKED,
  command,
  HOME,
  makeFleetDesk,
  planned,
  ROLLOUTS,
  report,
  startedRollout,
  storedIn,
} from './rollout-desk.ts';

const TEXT = { accept: 'text/plain' };

const plan = (desk: Desk, more: object, headers = {}) =>
  desk.ask(ROLLOUTS, { body: { ...ASKED, ...more }, headers });

const pairsOf = (body: Readonly<Record<string, unknown>>): readonly string[] =>
  (body.waves as { pairs: { pairId: string }[] }[]).flatMap(({ pairs }) => pairs.map(({ pairId }) => pairId));

describe('planning a rollout', () => {
  it('stores it, answers with it, and has its pairs looked at at once', async () => {
    const desk = await makeFleetDesk();
    const windows = [{ days: ['sat'], from: '02:00', to: '04:00', timeZone: 'Europe/Dublin' }];
    const limits = { concurrency: 2, maxFailureShare: 0.5, needsApproval: true, windows };
    const waves = [{ name: 'canary', size: '1', soak: '10m' }, { size: '50%', soak: '1h' }, { soak: '0s' }];
    const { status, body } = await plan(desk, { all: true, waves, ...limits });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^20260501-100500-[0-9a-f]{4}$/),
      status: 'planned',
      target: '7.2.62.0',
      image: ASKED.image,
      why: 'change 4711',
      homeRegion: HOME,
      createdAt: '2026-05-01T10:05:00.000Z',
      createdBy: OPERATOR,
      ...limits,
      totals: { unchecked: 3 },
      summary: '3 not begun',
      waits: 'the regions have not checked all the pairs and the image lately',
      regions: [{ region: HOME, image: 'unchecked' }],
      damaged: [],
      events: [{ at: '2026-05-01T10:05:00.000Z', by: OPERATOR, what: 'planned: change 4711' }],
    });
    expect(body.waves).toMatchObject([
      { name: 'canary', soakSeconds: 600, pairs: [{ pairId: 'pair-a', to: '7.2.62.0' }] },
      { name: 'wave 2', soakSeconds: 3_600, pairs: [{ pairId: 'pair-b' }, { pairId: 'edge' }] },
    ]);
    const id = String(body.id);
    expect(await storedIn(desk, id)).toMatchObject({ id, version: 1, status: 'planned', released: [] });
    expect(desk.published).toEqual([
      { detailType: 'Rollouts Changed', detail: { rolloutId: id, region: HOME } },
    ]);
    expect(ownEvents['Rollouts Changed'].parse(desk.published[0]?.detail)).toBeDefined();
  });

  it.each([
    { what: 'all of its own region', selector: { all: true }, pairs: ['pair-a', 'pair-b', 'edge'] },
    { what: 'by id', selector: { pairs: ['edge'] }, pairs: ['edge'] },
    { what: 'by pattern', selector: { pairs: ['pair-*'] }, pairs: ['pair-a', 'pair-b'] },
    { what: 'by region', selector: { regions: [ABROAD] }, pairs: ['far'] },
    { what: 'of two regions', selector: { regions: [HOME, ABROAD], pairs: ['*r'] }, pairs: ['far'] },
  ])('takes the pairs that are meant: $what', async ({ selector, pairs }) => {
    const desk = await makeFleetDesk();
    const { body } = await plan(desk, { ...selector, waves: [{ soak: '0s' }] });
    expect(pairsOf(body)).toEqual(pairs);
  });

  it('tells two rollouts of one second from one another', async () => {
    const desk = await makeFleetDesk();
    const ids = [await planned(desk), await planned(desk)];
    expect(new Set(ids).size).toBe(2);
    expect(new Set(ids.map((id) => id.slice(0, 15))).size).toBe(1);
  });

  it('is answered with the plan in plain text to who asks for that', async () => {
    const desk = await makeFleetDesk();
    const { status, text } = await plan(desk, { all: true }, TEXT);
    expect(status).toBe(201);
    expect(text).toMatch(/^20260501-100500-[0-9a-f]{4}: 7\.2\.62\.0 on 3 pairs, planned\n/);
    expect(text).toMatch(/wave 1.*canary.*soak of 30 m/);
  });

  it('names what is left out because it cannot be read', async () => {
    const desk = await makeFleetDesk({
      wrapStore: (store) => ({
        ...store,
        readRegion: async (region) => ({ ...(await store.readRegion(region)), damaged: ['broken'] }),
      }),
    });
    expect((await plan(desk, { all: true })).body).toMatchObject({ damaged: ['broken'] });
    const { text } = await plan(desk, { all: true }, TEXT);
    expect(text).toMatch(/left out, because it cannot be read: broken\n$/);
  });
});

const REFUSALS = [
  { code: 'unknown-version', asked: { target: 'latest', all: true } },
  { code: 'wrong-image', asked: { target: '7.2.63.0', all: true } },
  { code: 'bad-checksum', asked: { image: { ...ASKED.image, sha256: 'AB'.repeat(32) }, all: true } },
  { code: 'bad-limits', asked: { concurrency: 99, all: true } },
  { code: 'nothing-selected', asked: {} },
  { code: 'selector-contradicts', asked: { all: true, pairs: ['edge'] } },
  { code: 'duplicate', asked: { pairs: ['edge', 'edge'] } },
  { code: 'unknown-pair', asked: { pairs: ['far'] } },
  { code: 'matches-nothing', asked: { pairs: ['far*'] } },
  { code: 'unknown-region', asked: { regions: ['eu-west-9'] } },
  { code: 'bad-waves', asked: { all: true, waves: [{ size: '0', soak: '0s' }] } },
] as const;

describe('a rollout that cannot be is refused', () => {
  it.each(REFUSALS)('with $code, what to do about it, and nothing written', async ({ code, asked }) => {
    const desk = await makeFleetDesk();
    const { status, body } = await plan(desk, asked);
    expect({ status, body }).toMatchObject({ status: 422, body: { code: 'rollout-refused' } });
    const ofIt = { code, words: expect.stringMatching(/\w/), remedy: expect.stringMatching(/\w/) };
    expect(body.refusals).toContainEqual(ofIt);
    expect(desk.published).toEqual([]);
    expect((await desk.rollouts.readRollouts()).rollouts).toEqual([]);
  });

  it('with everything at once, also in plain text', async () => {
    const desk = await makeFleetDesk();
    const asked = { target: 'latest', pairs: ['nobody'] };
    expect((await plan(desk, asked)).body).toMatchObject({
      message: 'no rollout: 2 things are wrong with it',
      refusals: [{ code: 'unknown-version' }, { code: 'unknown-pair' }],
    });
    const { text } = await plan(desk, asked, TEXT);
    expect(text).toMatch(/^no rollout: 2 things are wrong with it\n\nunknown-version {2}/);
    expect(text).toContain('→ correct the id or leave it out');
  });

  it('when it has more pairs than an item has room for', async () => {
    const desk = await makeFleetDesk();
    const pairs = Array.from({ length: MAX_PAIRS + 1 }, (_, at) => ({ ...desk.pair, id: `p-${at}` }));
    await desk.store.writeEstate(HOME, { pairs, standalones: [] });
    const { body } = await plan(desk, { all: true });
    expect(body).toMatchObject({ code: 'rollout-refused', refusals: [{ code: 'bad-limits' }] });
    expect((await plan(desk, { pairs: ['p-1*'] })).status).toBe(201);
  });

  it.each([
    { what: 'no image', asked: { image: undefined }, path: 'image' },
    { what: 'a misspelt member', asked: { all: true, neesApproval: true }, path: 'neesApproval' },
    { what: 'all: false', asked: { all: false }, path: 'all' },
    { what: 'a long reason', asked: { why: 'w'.repeat(513) }, path: 'why' },
    { what: 'no region', asked: { regions: ['Dublin'] }, path: 'regions[0]' },
    { what: 'a size in words', asked: { waves: [{ size: 'half', soak: '1m' }] }, path: 'waves[0].size' },
    { what: 'a wave without soak', asked: { waves: [{ size: '1' }] }, path: 'waves[0].soak' },
    { what: 'a soak of a month', asked: { waves: [{ size: '1', soak: '720h' }] }, path: 'waves[0].soak' },
    {
      what: 'a window that never opens',
      asked: { windows: [{ days: [], from: '02:00', to: '04:00', timeZone: 'Europe/Dublin' }] },
      path: 'windows[0].days',
    },
    {
      what: 'a window of an unknown zone',
      asked: { windows: [{ days: ['sat'], from: '02:00', to: '04:00', timeZone: 'Dublin' }] },
      path: 'windows[0].timeZone',
    },
  ])('for its form: $what', async ({ asked, path }) => {
    const desk = await makeFleetDesk();
    const { status, body } = await plan(desk, asked);
    expect({ status, body }).toMatchObject({ status: 422, body: { code: 'invalid-body' } });
    expect(body.errors).toContainEqual(expect.objectContaining({ path }));
  });
});

describe('rollouts are shown', () => {
  it('in a list, newest first, with how many pairs are in what', async () => {
    const desk = await makeFleetDesk();
    const first = await planned(desk);
    await desk.pass(1);
    const second = await planned(desk, { regions: [ABROAD] });
    await report(desk, first, { edge: REFUSED });
    const { body } = await desk.ask('GET /rollouts');
    expect(body).toMatchObject({ damaged: [] });
    expect(body.rollouts).toEqual([
      {
        id: second,
        status: 'planned',
        target: '7.2.62.0',
        why: 'change 4711',
        homeRegion: HOME,
        createdAt: '2026-05-01T10:06:00.000Z',
        createdBy: OPERATOR,
        totals: { unchecked: 1 },
        summary: '1 not begun',
      },
      expect.objectContaining({ id: first, totals: { ready: 2, refused: 1 } }),
    ]);
  });

  it('one by one: what each region has seen, and what stands in the way', async () => {
    const desk = await makeFleetDesk();
    const id = await planned(desk);
    await report(desk, id, { edge: REFUSED });
    const { status, body } = await desk.ask(`GET /rollouts/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      regions: [{ region: HOME, at: '2026-05-01T10:05:00.000Z', image: 'verified' }],
      waits: 'all is checked; an operator has to start the rollout',
    });
    expect((body.waves as { pairs: object[] }[]).flatMap(({ pairs }) => pairs)).toContainEqual(
      expect.objectContaining({ pairId: 'edge', state: 'refused', refusals: REFUSED.refusals }),
    );
  });

  it('with why the image is not the declared one', async () => {
    const desk = await makeFleetDesk();
    const id = await planned(desk);
    await desk.rollouts.claimProgress({
      schemaVersion: 1,
      rolloutId: id,
      region: HOME,
      version: 1,
      at: desk.scheduler.now(),
      image: { state: 'failed', code: 'image-checksum' },
      pairs: {},
    });
    expect((await desk.ask(`GET /rollouts/${id}`)).body.regions).toMatchObject([
      { image: 'failed', imageFailure: 'image-checksum' },
    ]);
  });

  it('in plain text: the plan, how far it is, and the report', async () => {
    const desk = await makeFleetDesk();
    const id = await startedRollout(desk);
    const read = async (path = '') => (await desk.ask(`GET /rollouts/${id}${path}`, { headers: TEXT })).text;
    expect(await read()).toContain('waits');
    expect(await read()).toMatch(/> wave 1.*canary/);
    const { text } = await command(desk, id, { command: 'abort' }, { headers: TEXT });
    expect(text).toContain('being aborted');
    const rollout = await storedIn(desk, id);
    const ended = {
      ...rollout,
      status: 'aborted',
      because: 'enough',
      endedAt: desk.scheduler.now(),
    } as const;
    await desk.rollouts.claimRollout({ ...ended, version: rollout.version + 1 });
    expect(await read()).toBe(await read('/report'));
    expect(await read()).toContain('aborted after');
    const { status, body } = await desk.ask(`GET /rollouts/${id}/report`);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { id, status: 'aborted', because: 'enough', endedAt: '2026-05-01T10:05:00.000Z' },
    });
  });

  it('without a report before their end, with how long that may take', async () => {
    const desk = await makeFleetDesk();
    const id = await planned(desk);
    const ask = async () => (await desk.ask(`GET /rollouts/${id}/report`)).body;
    expect(await ask()).toMatchObject({ code: 'rollout-not-ended', message: 'the rollout is planned' });
    await report(desk, id);
    await command(desk, id, { command: 'start' });
    expect(await ask()).toMatchObject({
      code: 'rollout-not-ended',
      message: expect.stringMatching(/^the rollout is running; about .+ remain, closed windows not counted$/),
    });
  });

  it('not where there is none', async () => {
    const desk = await makeFleetDesk();
    for (const path of ['', '/report'])
      expect((await desk.ask(`GET /rollouts/20260501-100500-ffff${path}`)).body).toMatchObject({
        code: 'unknown-rollout',
      });
  });

  it.each(['a#eu-west-1', 'a$', 'x'.repeat(2_000)])(
    'not under what can be no id, of which the table is not asked (%#)',
    async (id) => {
      const readRollout = () => Promise.reject(new Error('was asked'));
      const desk = await makeFleetDesk({ rollouts: { ...makeMemoryRolloutStore(), readRollout } });
      expect((await desk.ask(`GET /rollouts/${id}`, {})).status).toBe(404);
    },
  );

  it('also while pairs are under way or halted', async () => {
    const desk = await makeFleetDesk();
    const id = await startedRollout(desk);
    await report(desk, id, { 'pair-a': HALTED });
    const { body } = await desk.ask(`GET /rollouts/${id}`);
    expect(body).toMatchObject({ status: 'running', totals: { halted: 1, ready: 2 } });
    expect(body.remainingSeconds).toBeGreaterThan(0);
  });
});
